"""Rows and constraints; no decisions are taken here."""

from cases.models.case import Case, CaseRole, Proceeding
from cases.models.complaint import Addendum, Allegation, Complaint, Draft, Party
from cases.models.conflict import Conflict
from cases.models.decision import AllegationFinding, Decision, Dissent, Measure
from cases.models.event import CaseEvent, ChainHead, Notice
from cases.models.grants import CaseUserObjectPermission
from cases.models.law import CodeOfConduct, PublishedProcedure
from cases.models.panel import Ballot, Motion, Seat
from cases.models.proceedings import (
    AllegationAnswer,
    Appeal,
    Delivery,
    EvidenceItem,
    EvidenceReply,
    Hearing,
    InquiryReport,
)
from cases.models.secrets import SealKey
from cases.models.writing import Agreement, CheckIn, Consent, FactsRequest, SafetyScreen, TalkNote, Writing

__all__ = [
    "Addendum",
    "Agreement",
    "Allegation",
    "AllegationAnswer",
    "AllegationFinding",
    "Appeal",
    "Ballot",
    "Case",
    "CaseEvent",
    "CaseRole",
    "CaseUserObjectPermission",
    "ChainHead",
    "CheckIn",
    "CodeOfConduct",
    "Complaint",
    "Conflict",
    "Consent",
    "Decision",
    "Delivery",
    "Dissent",
    "Draft",
    "EvidenceItem",
    "EvidenceReply",
    "FactsRequest",
    "Hearing",
    "InquiryReport",
    "Measure",
    "Motion",
    "Notice",
    "Party",
    "Proceeding",
    "PublishedProcedure",
    "SafetyScreen",
    "SealKey",
    "Seat",
    "TalkNote",
    "Writing",
]
