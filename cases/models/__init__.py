"""Rows and constraints; no decisions are taken here."""

from cases.models.bundle import Bundle, BundlePiece
from cases.models.case import Case, CaseRole, Proceeding
from cases.models.complaint import Addendum, Allegation, Complaint, Draft, Party
from cases.models.conflict import CaseLink, Challenge, Confirmation, Conflict, Declaration, LateConflict, Ruling, Waiver
from cases.models.copy import CaseCopy
from cases.models.decision import AllegationFinding, Decision, Dissent
from cases.models.delay import Extension, Pause, PauseAgreed
from cases.models.event import CaseEvent, ChainHead, Notice
from cases.models.exhibits import ExhibitFile, FilePiece
from cases.models.figure import Publication, Reached, Stay
from cases.models.grants import CaseUserObjectPermission
from cases.models.hearing import Hearing, Need, Postponement, Readiness
from cases.models.hearing_day import HearingQuestion, Minutes, MinutesView, Presence
from cases.models.interim import InterimMeasure
from cases.models.invitation import Invitation, Statement
from cases.models.joining import Joining, Objection
from cases.models.late_request import LateRequest
from cases.models.lateness import LateEvidence
from cases.models.law import CodeOfConduct, PublishedProcedure
from cases.models.letter import LetterText
from cases.models.mail import Mail
from cases.models.measure import Measure, RollOut
from cases.models.panel import Ballot, Motion, Seat
from cases.models.plan import Breach, Plan, PlanStep
from cases.models.proceedings import (
    AllegationAnswer,
    Appeal,
    AppealAnswer,
    Delivery,
    EvidenceItem,
    EvidenceReply,
    InquiryReport,
)
from cases.models.readmission import Readmission, ReadmissionStatement, ReadmissionVote
from cases.models.redaction import RedactedFile, Redaction
from cases.models.secrets import SealKey
from cases.models.withdrawal import Withdrawal
from cases.models.writing import Agreement, CheckIn, Consent, FactsRequest, SafetyScreen, TalkNote, Writing

__all__ = [
    "Addendum",
    "Agreement",
    "Allegation",
    "AllegationAnswer",
    "AllegationFinding",
    "Appeal",
    "AppealAnswer",
    "Ballot",
    "Breach",
    "Bundle",
    "BundlePiece",
    "Case",
    "CaseCopy",
    "CaseEvent",
    "CaseLink",
    "CaseRole",
    "CaseUserObjectPermission",
    "ChainHead",
    "Challenge",
    "CheckIn",
    "CodeOfConduct",
    "Complaint",
    "Confirmation",
    "Conflict",
    "Consent",
    "Decision",
    "Declaration",
    "Delivery",
    "Dissent",
    "Draft",
    "EvidenceItem",
    "EvidenceReply",
    "ExhibitFile",
    "Extension",
    "FactsRequest",
    "FilePiece",
    "Hearing",
    "HearingQuestion",
    "InquiryReport",
    "InterimMeasure",
    "Invitation",
    "Joining",
    "LateConflict",
    "LateEvidence",
    "LateRequest",
    "LetterText",
    "Mail",
    "Measure",
    "Minutes",
    "MinutesView",
    "Motion",
    "Need",
    "Notice",
    "Objection",
    "Party",
    "Pause",
    "PauseAgreed",
    "Plan",
    "PlanStep",
    "Postponement",
    "Presence",
    "Proceeding",
    "Publication",
    "PublishedProcedure",
    "Reached",
    "Readiness",
    "Readmission",
    "ReadmissionStatement",
    "ReadmissionVote",
    "RedactedFile",
    "Redaction",
    "RollOut",
    "Ruling",
    "SafetyScreen",
    "SealKey",
    "Seat",
    "Statement",
    "Stay",
    "TalkNote",
    "Waiver",
    "Withdrawal",
    "Writing",
]
