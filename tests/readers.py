"""Who looks at a page, and what they may have there, worked out from plain rows.

Apart from the doors that the pages go through, so that a mistake in a door shows. The table of rights has a test of
its own and is asked here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from django.db.models import Model
from django.utils.timezone import localdate

from branches.models import Interest, Member, Office
from branches.posts import Post
from cases import load
from cases.domain import rights
from cases.domain.vocabulary import Action, EventKind, Part, Role, SeatStatus, State, Tier
from cases.models import (
    Ballot,
    Case,
    CaseEvent,
    CaseRole,
    Complaint,
    Conflict,
    Motion,
    Notice,
    Party,
    Seat,
    TalkNote,
    Writing,
)
from conduct.policy import Policy
from tests.sweep import Place
from tests.world import Mark, World

SIDES = frozenset({Role.COMPLAINANT, Role.RESPONDENT})
OF_NO_CASE = frozenset({"n09_conflict_question", "n11_stepped_aside"})
"""Letters that say nothing of a case, so that they may stay with somebody who has lost it."""


@dataclass(eq=False)
class Reader:
    """Somebody who looks, and what plain rows say they may have. Asked once for each case: the world stands still."""

    name: str
    member: Member | None
    world: World

    @cached_property
    def posts(self) -> frozenset[str]:
        rows = Office.objects.on(localdate()).filter(member=self.member)
        return frozenset(rows.values_list("post", flat=True)) if self.member else frozenset()

    @property
    def keeps_register(self) -> bool:
        return bool(self.posts & {Post.REGISTRAR, Post.ADMINISTRATOR})

    @property
    def oversees(self) -> bool:
        return bool(self.posts & {Post.REGISTRAR, Post.AUDITOR})

    def barred(self, case: Case) -> bool:
        conflict = Conflict.objects.filter(case=case, member=self.member, until__isnull=True)
        return conflict.exists() or Party.objects.filter(case=case, member=self.member).exists()

    @cache  # noqa: B019 - a reader lives as long as one test
    def roles(self, case: Case) -> frozenset[Role]:
        """What they are in a case as somebody who works on it."""
        if self.member is None or self.barred(case):
            return frozenset()
        rows = CaseRole.objects.filter(case=case, member=self.member, until__isnull=True)
        return frozenset(Role(role) for role in rows.values_list("role", flat=True))

    @cache  # noqa: B019 - a reader lives as long as one test
    def sides(self, case: Case) -> frozenset[Role]:
        rows = Party.objects.filter(case=case, member=self.member, informed_at__isnull=False)
        found = frozenset(Role(side) for side in rows.values_list("side", flat=True)) if self.member else frozenset()
        return found & SIDES

    @cache  # noqa: B019 - a reader lives as long as one test
    def asked(self, case: Case) -> bool:
        return Seat.objects.filter(case=case, member=self.member, status=SeatStatus.ASKED).exists()

    @cache  # noqa: B019 - a reader lives as long as one test
    def parts(self, case: Case) -> frozenset[Part]:
        """Every part of the file that the table of rights gives them now."""
        named = not Complaint.objects.get(case=case).name_withheld
        place = {"tier": Tier(case.tier), "state": State(case.state), "named": named, "votes_closed": True}
        kinds = CaseEvent.objects.filter(case=case, kind__in=rights.REACHED_BY).values_list("kind", flat=True)
        reached = rights.furthest([EventKind(kind) for kind in kinds])
        own = rights.parts_for(self.sides(case), reached=reached, **place)
        return rights.parts_for(self.roles(case), **place) | own

    def knows(self, case: Case) -> bool:
        """May this reference stand on a page of theirs?"""
        oversees = self.oversees and not self.barred(case)
        return bool(self.roles(case) or self.sides(case) or self.asked(case) or oversees)

    def may_open(self, place: Place) -> bool:
        """Is there anything for them at this address?"""
        if place.policy in (Policy.OPEN, Policy.OPERATIONS):
            return True
        return self.member is not None and MAY_OPEN[place.policy](self, place.thing)


def _member_page(reader: Reader, thing: Model | None) -> bool:
    """A page for every member; or a letter, a question or a tie, for those it is meant for."""
    if isinstance(thing, Notice):
        return thing.member_id == reader.member.pk and _still(reader, thing)
    if isinstance(thing, Seat):
        return thing.member_id == reader.member.pk and thing.status == SeatStatus.ASKED
    if isinstance(thing, Interest):
        return reader.keeps_register or reader.member.pk in (thing.member_id, thing.other_id)
    return True


def _still(reader: Reader, letter: Notice) -> bool:
    if letter.letter in OF_NO_CASE:
        return True
    return bool(reader.sides(letter.case) if letter.role in SIDES else reader.roles(letter.case))


MAY_OPEN: dict[Policy, Callable[[Reader, Any], bool]] = {
    Policy.MEMBER: _member_page,
    Policy.OWN_DRAFT: lambda reader, owner: owner is None or owner == reader.member,
    Policy.PARTY: lambda reader, case: case is None or bool(reader.sides(case)),
    Policy.HANDLER: lambda reader, case: case is None or bool(reader.roles(case)),
    Policy.REGISTER: lambda reader, thing: reader.keeps_register,
    Policy.OVERSIGHT: lambda reader, thing: reader.oversees,
}


# Whose words


def may_read(reader: Reader, mark: Mark) -> bool:
    """May these sealed words stand on a page of theirs?"""
    case, row = mark.row.case, mark.row
    if isinstance(row, Party):
        return _may_read_name(reader, row)
    parts = PART_OF[mark.place] & reader.parts(case)
    if isinstance(row, Writing) and not reader.roles(case):
        return bool(parts) and (row.action in DELIVERED or row.written_by == reader.member)
    if isinstance(row, OF_ITS_PANEL) and row_proceeding(row) != load.open_proceeding(case):
        return False
    if isinstance(row, (TalkNote, Ballot)):
        return bool(parts) and _author(row) == reader.member
    return bool(parts) or (_author(row) == reader.member and bool(reader.sides(case)))


def _may_read_name(reader: Reader, party: Party) -> bool:
    parts = reader.parts(party.case)
    if party.member == reader.member and (reader.sides(party.case) or reader.roles(party.case)):
        return True
    if reader.asked(party.case) and party.side != Role.WITNESS:
        return True
    return Part.COMPLAINANT_NAME in parts if party.side == Role.COMPLAINANT else bool(parts & OTHER_NAMES)


def row_proceeding(row: Ballot | Motion) -> Any:
    return row.proceeding if isinstance(row, Motion) else row.motion.proceeding


def _author(row: Model) -> Any:
    names = ("written_by", "given_by", "answered_by", "replied_by", "filed_by", "added_by", "member")
    return next((getattr(row, name) for name in names if hasattr(row, name)), None)


OF_ITS_PANEL = (Motion, Ballot)
OTHER_NAMES = frozenset({Part.COMPLAINT, Part.COMPLAINANT_NAME, Part.ALLEGATIONS})
DELIVERED = frozenset(
    {
        Action.PROPOSE_DISMISSAL,
        Action.REFER_OUT,
        Action.UPHOLD_DISMISSAL,
        Action.OVERTURN_DISMISSAL,
        Action.RULE_ESCALATION,
        Action.DECIDE_ON_PAPERS,
        Action.ADMIT_APPEAL,
        Action.REFUSE_APPEAL,
        Action.REPORT_EXTERNAL,
    }
)
"""Rulings whose reason a letter carries to the two sides."""

PART_OF: dict[tuple[str, str], frozenset[Part]] = {
    ("Complaint", "narrative"): frozenset({Part.COMPLAINT}),
    ("Complaint", "contact"): frozenset({Part.CONTACT}),
    ("Addendum", "text"): frozenset({Part.COMPLAINT}),
    ("Allegation", "text"): frozenset({Part.ALLEGATIONS}),
    ("SafetyScreen", "note"): frozenset({Part.SAFETY}),
    ("FactsRequest", "question"): frozenset({Part.COMPLAINT}),
    ("FactsRequest", "answer"): frozenset({Part.COMPLAINT}),
    ("TalkNote", "text"): frozenset({Part.TALK_NOTES}),
    ("Agreement", "terms"): frozenset({Part.AGREEMENT}),
    ("Delivery", "proof"): frozenset({Part.CONTACT}),
    ("AllegationAnswer", "text"): frozenset({Part.RESPONSES}),
    ("EvidenceItem", "title"): frozenset({Part.EVIDENCE}),
    ("EvidenceItem", "text"): frozenset({Part.EVIDENCE}),
    ("InquiryReport", "agreed"): frozenset({Part.EVIDENCE}),
    ("InquiryReport", "disputed"): frozenset({Part.EVIDENCE}),
    ("InquiryReport", "weighed"): frozenset({Part.EVIDENCE}),
    ("EvidenceReply", "text"): frozenset({Part.EVIDENCE}),
    ("Hearing", "place"): frozenset({Part.PROCESS}),
    ("Hearing", "minutes"): frozenset({Part.EVIDENCE}),
    ("Motion", "terms"): frozenset({Part.DELIBERATION}),
    ("Ballot", "reason"): frozenset({Part.VOTES}),
    ("Decision", "summary"): frozenset({Part.DECISION, Part.DELIBERATION}),
    ("AllegationFinding", "reasons"): frozenset({Part.DECISION, Part.DELIBERATION}),
    ("Dissent", "text"): frozenset({Part.DECISION, Part.DELIBERATION}),
    ("Measure", "terms"): frozenset({Part.DECISION}),
    ("Appeal", "text"): frozenset({Part.APPEAL}),
    ("Appeal", "answer"): frozenset({Part.APPEAL}),
    ("Writing", "text"): frozenset({Part.PROCESS}),
}
"""The part of the file to which each sealed column belongs; written by hand from the procedure paper, section 3."""
