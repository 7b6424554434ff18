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
from cases.domain.vocabulary import Action, EventKind, Part, Role, SeatStatus, State, Tier, Why
from cases.models import (
    Ballot,
    Case,
    CaseEvent,
    CaseRole,
    Challenge,
    Complaint,
    Conflict,
    ExhibitFile,
    Motion,
    Notice,
    Party,
    RollOut,
    Seat,
    TalkNote,
    Writing,
)
from conduct.policy import Policy
from tests.sweep import Place
from tests.world import Mark, World

SIDES = frozenset({Role.COMPLAINANT, Role.RESPONDENT})
ABOVE = frozenset({"n32_above", "n32_alarm_above", "n35_copy_made"})
"""Reference and what happened, to somebody outside the case who gets no role in it by this."""
NOT_MADE = frozenset({"bundle-file", "my-bundle-file"})
"""Nobody in the world of the sweep has asked for the papers as a file; what is in one has tests of its own."""
OF_NO_CASE = frozenset({"n09_conflict_question", "n11_stepped_aside", "n11_on_hold", "n11_ruled"})
"""Letters that say nothing of a case, so that they may stay with somebody who has lost it."""


OF_FIGURES = frozenset({
    "registrar", "auditor", "administrator", "national_officer", "national_chair", "national_member",
    "national_alternate", "appeals_chair", "appeals_member", "appeals_alternate",
})  # fmt: skip
"""The offices to which figures are open."""


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
        if Party.objects.filter(case=case, member=self.member, joined_from__isnull=False).exists():
            own -= {Part.COMPLAINT, Part.CONTACT, Part.SAFETY, Part.WITHDRAWAL}
        audits = Post.AUDITOR in self.posts and not self.barred(case)
        by_office = rights.parts_for([Role.AUDITOR] if audits else (), **place)
        return rights.parts_for(self.roles(case), **place) | own | by_office

    @cache  # noqa: B019 - a reader lives as long as one test
    def stands(self, case: Case) -> frozenset[str]:
        """Everything that plain rows say of them in this case, also what is over: two who stand alike see alike."""
        if self.member is None:
            return frozenset({"visitor"})
        mine = {"case": case, "member": self.member}
        roles = CaseRole.objects.filter(**mine).values_list("role", "until")
        found = {f"{role} {'before' if until else 'now'}" for role, until in roles}
        found |= {
            f"{side} {bool(told)}" for side, told in Party.objects.filter(**mine).values_list("side", "informed_at")
        }
        found |= {f"seat {status}" for status in Seat.objects.filter(**mine).values_list("status", flat=True)}
        found |= set(Conflict.objects.filter(**mine, until__isnull=True).values_list("kind", flat=True))
        return frozenset(found)

    def knows(self, case: Case) -> bool:
        """May this reference stand on a page of theirs?"""
        oversees = self.oversees and not self.barred(case)
        told = Notice.objects.filter(case=case, member=self.member, letter__in=ABOVE).exists() and not self.barred(case)
        return bool(self.roles(case) or self.sides(case) or self.asked(case) or oversees or told)

    def may_open(self, place: Place) -> bool:
        """Is there anything for them at this address?"""
        if place.policy in (Policy.OPEN, Policy.OPERATIONS):
            return True
        if place.route in NOT_MADE:
            return False
        if place.policy in (Policy.MACHINES, Policy.GUEST):
            return False
        return self.member is not None and MAY_OPEN[place.policy](self, place.thing)


def _member_page(reader: Reader, thing: Model | None) -> bool:
    """A page for every member; or a letter, a question or a tie, for those it is meant for."""
    if isinstance(thing, Notice):
        return thing.member_id == reader.member.pk and _still(reader, thing)
    if isinstance(thing, Seat):
        return thing.member_id == reader.member.pk and thing.status == SeatStatus.ASKED
    if isinstance(thing, Challenge):
        return thing.member_id == reader.member.pk and thing.kind != Why.STRUCK
    if isinstance(thing, RollOut):
        return _applies(reader, thing)
    if isinstance(thing, Interest):
        return reader.keeps_register or reader.member.pk in (thing.member_id, thing.other_id)
    return True


def _applies(reader: Reader, row: RollOut) -> bool:
    """Of the office that was told, in the branch of the person, and free to know of the case."""
    own = row.pool.removeprefix("own_branch:")
    branch = row.measure.bound.member.branch if own != row.pool else None
    held = Office.objects.on(localdate()).filter(member=reader.member, post=own, branch=branch)
    return held.exists() and not reader.barred(row.case)


def _still(reader: Reader, letter: Notice) -> bool:
    if letter.letter in OF_NO_CASE:
        return True
    if letter.letter in ("n22_apply", "n22_end"):
        row = RollOut.objects.get(case=letter.case, number=letter.event.data["roll_out"])
        return _applies(reader, row)
    if letter.letter in ABOVE:
        return not reader.barred(letter.case)
    return bool(reader.sides(letter.case) if letter.role in SIDES else reader.roles(letter.case))


def _of_their_case(reader: Reader, thing: Any, stands: Callable[[Case], frozenset[Role]]) -> bool:
    """A page of a case by a door that is theirs; of its files those of an open part, and what a side has given."""
    if not isinstance(thing, ExhibitFile):
        return bool(stands(thing))
    roles, part = stands(thing.case), Part.EVIDENCE if thing.item else Part.LATE_EVIDENCE
    own = thing.given_by == reader.member and bool(roles & SIDES)
    return bool(roles) and (part in reader.parts(thing.case) or own)


MAY_OPEN: dict[Policy, Callable[[Reader, Any], bool]] = {
    Policy.MEMBER: _member_page,
    Policy.OWN_DRAFT: lambda reader, owner: owner is None or owner == reader.member,
    Policy.PARTY: lambda reader, thing: thing is None or _of_their_case(reader, thing, reader.sides),
    Policy.HANDLER: lambda reader, thing: thing is None or _of_their_case(reader, thing, reader.roles),
    Policy.REGISTER: lambda reader, thing: reader.keeps_register,
    Policy.AUDIT: lambda reader, case: case is None or (Post.AUDITOR in reader.posts and not reader.barred(case)),
    Policy.OVERSIGHT: lambda reader, thing: reader.oversees,
    Policy.FIGURES: lambda reader, thing: bool(reader.posts & OF_FIGURES),
}


# Whose words


def may_read(reader: Reader, mark: Mark) -> bool:
    """May these sealed words stand on a page of theirs?"""
    case, row = mark.row.case, mark.row
    if isinstance(row, Party):
        return _may_read_name(reader, row)
    if mark.place == OWN_ANSWER and row.member == reader.member:
        return True
    if mark.place == INSTRUCTION and any(_applies(reader, line) for line in RollOut.objects.filter(measure=row)):
        return True
    parts = PART_OF[mark.place] & reader.parts(case)
    if isinstance(row, Writing) and row.action in OF_THE_PLAN:
        return Part.PLAN in reader.parts(case)
    if isinstance(row, Writing) and not reader.roles(case):
        delivered = DELIVERED | (TO_THE_COMPLAINANT if Role.COMPLAINANT in reader.sides(case) else set())
        return bool(parts) and (row.action in delivered or row.written_by == reader.member)
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
    names = (
        "written_by", "given_by", "answered_by", "replied_by", "filed_by", "asked_by", "added_by", "said_by", "put_by",
        "member",
    )  # fmt: skip
    return next((getattr(row, name) for name in names if hasattr(row, name)), None)


INSTRUCTION = ("Measure", "instruction")
"""What whoever applies a measure reads of it, with the person and the dates."""
OWN_ANSWER = ("Challenge", "information")
"""What somebody on hold has said to a doubt about them stays on their page of it."""
OF_ITS_PANEL = (Motion, Ballot)
OTHER_NAMES = frozenset({Part.COMPLAINT, Part.COMPLAINANT_NAME, Part.ALLEGATIONS})
OF_THE_PLAN = frozenset({Action.SHOW_TASK, Action.SETTLE_TASK})
"""What is written about a task stands with it in the plan."""

DELIVERED = frozenset(
    {
        Action.RULE_BREACH,
        Action.CERTIFY_RETURN,
        Action.PROPOSE_DISMISSAL,
        Action.REFER_OUT,
        Action.UPHOLD_DISMISSAL,
        Action.OVERTURN_DISMISSAL,
        Action.RULE_ESCALATION,
        Action.RULE_EXTENSION,
        Action.STAY,
        Action.RESUME_CLOCK,
        Action.RULE_POSTPONEMENT,
        Action.REMOVE_SUPPORTER,
        Action.DECIDE_ON_PAPERS,
        Action.ADMIT_EVIDENCE,
        Action.REFUSE_EVIDENCE,
        Action.RENEW_INTERIM,
        Action.LIFT_INTERIM,
        Action.RULE_INTERIM,
        Action.ADMIT_LATE_APPEAL,
        Action.REFUSE_LATE_APPEAL,
        Action.ADMIT_REOPENING,
        Action.REFUSE_REOPENING,
        Action.ADMIT_APPEAL,
        Action.REFUSE_APPEAL,
        Action.REPORT_EXTERNAL,
    }
)
"""Rulings whose reason a letter carries to the two sides."""

TO_THE_COMPLAINANT = frozenset({Action.ACCEPT_WITHDRAWAL, Action.CARRY_ON})
"""Rulings of which the respondent is told only what follows."""

PART_OF: dict[tuple[str, str], frozenset[Part]] = {
    ("CaseCopy", "reason"): frozenset({Part.PROCESS}),
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
    ("ExhibitFile", "name"): frozenset({Part.EVIDENCE}),
    ("InterimMeasure", "terms"): frozenset({Part.INTERIM}),
    ("InterimMeasure", "reason"): frozenset({Part.INTERIM}),
    ("LateEvidence", "title"): frozenset({Part.LATE_EVIDENCE}),
    ("LateEvidence", "text"): frozenset({Part.LATE_EVIDENCE}),
    ("LateEvidence", "reason"): frozenset({Part.LATE_EVIDENCE}),
    ("Readmission", "text"): frozenset({Part.READMISSION}),
    ("ReadmissionStatement", "text"): frozenset({Part.READMISSION}),
    ("ReadmissionVote", "reason"): frozenset(),
    ("LateRequest", "cause"): frozenset({Part.LATE_APPEAL}),
    ("LateRequest", "text"): frozenset({Part.LATE_APPEAL}),
    ("InquiryReport", "agreed"): frozenset({Part.EVIDENCE}),
    ("InquiryReport", "disputed"): frozenset({Part.EVIDENCE}),
    ("InquiryReport", "weighed"): frozenset({Part.EVIDENCE}),
    ("EvidenceReply", "text"): frozenset({Part.EVIDENCE}),
    ("Hearing", "place"): frozenset({Part.PROCESS}),
    ("Hearing", "agenda"): frozenset({Part.PROCESS}),
    ("Need", "text"): frozenset({Part.NEEDS}),
    ("HearingQuestion", "text"): frozenset({Part.HEARING}),
    ("HearingQuestion", "reason"): frozenset({Part.HEARING}),
    ("Minutes", "text"): frozenset({Part.HEARING}),
    ("MinutesView", "text"): frozenset({Part.HEARING}),
    ("Invitation", "topic"): frozenset({Part.EVIDENCE}),
    ("Invitation", "questions"): frozenset({Part.EVIDENCE}),
    ("Invitation", "draft"): frozenset(),
    ("Statement", "name"): frozenset({Part.EVIDENCE}),
    ("Motion", "terms"): frozenset({Part.DELIBERATION}),
    ("Motion", "instruction"): frozenset({Part.DELIBERATION}),
    ("Motion", "details"): frozenset({Part.DELIBERATION}),
    ("Ballot", "reason"): frozenset({Part.VOTES}),
    ("Decision", "summary"): frozenset({Part.DECISION, Part.DELIBERATION}),
    ("AllegationFinding", "reasons"): frozenset({Part.DECISION, Part.DELIBERATION}),
    ("Dissent", "text"): frozenset({Part.DECISION, Part.DELIBERATION}),
    ("Measure", "terms"): frozenset({Part.DECISION, Part.PLAN}),
    ("PlanStep", "text"): frozenset({Part.PLAN}),
    ("Breach", "text"): frozenset({Part.PLAN}),
    ("Breach", "answer"): frozenset({Part.PLAN}),
    ("Measure", "instruction"): frozenset({Part.DECISION, Part.RESTRICTION}),
    ("Measure", "details"): frozenset({Part.DECISION}),
    ("Redaction", "words"): frozenset({Part.EVIDENCE}),
    ("Redaction", "reason"): frozenset({Part.EVIDENCE}),
    ("Appeal", "text"): frozenset({Part.APPEAL}),
    ("AppealAnswer", "text"): frozenset({Part.APPEAL}),
    ("Challenge", "grounds"): frozenset({Part.CHALLENGES}),
    ("Challenge", "information"): frozenset({Part.CHALLENGES}),
    ("Ruling", "reason"): frozenset({Part.CHALLENGES}),
    ("Joining", "narrative"): frozenset({Part.COMPLAINT}),
    ("Objection", "text"): frozenset({Part.PROCESS}),
    ("Withdrawal", "text"): frozenset({Part.WITHDRAWAL}),
    ("Writing", "text"): frozenset({Part.PROCESS}),
}
"""The part of the file to which each sealed column belongs; written by hand from the procedure paper, section 3."""
