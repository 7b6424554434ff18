"""Current restrictions, for those who apply them by office: the person, the restriction and its dates, and no more."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext

from branches.models import Member
from cases import access
from cases.domain.vocabulary import MeasureKind, Part
from cases.models import Measure, Notice, RollOut
from cases.sealed import Keys

WORDS = {
    MeasureKind.REMOVAL: "No office, and no candidacy",
    MeasureKind.SUSPENSION: "Membership rights rest",
    MeasureKind.EXPULSION: "Expelled. A new membership needs the national level",
}
"""What is told of a measure by its kind, where the panel has written nothing for those who apply it."""


@dataclass(frozen=True, kw_only=True)
class Restriction:
    """One line of the register. `waits`: somebody of the office has to say that it is done."""

    key: UUID
    person: str
    branch: str
    restriction: str
    since: date | None
    until: date | None
    over: bool
    waits: bool


@dataclass(frozen=True, kw_only=True)
class Register:
    to_do: tuple[Restriction, ...]
    in_force: tuple[Restriction, ...]
    cases: frozenset[UUID]
    """Of which cases sealed words were opened: for the record, never for the page."""


def register(member: Member, *, today: date) -> Register:
    """What this person applies: first what waits for them, then what is in force."""
    rows = access.to_apply(member, today).select_related("measure__bound__member__branch", "measure__case")
    running = Q(measure__ended_at__isnull=True, measure__dropped_at__isnull=True)
    shown = list(rows.filter(running & Q(ending=False) | Q(ending=True, done_at__isnull=True)).order_by("told_at"))
    keys = Keys.of({row.case_id for row in shown})
    lines = [restriction(row, keys[row.case_id]) for row in shown]
    return Register(
        to_do=tuple(line for line in lines if line.waits),
        in_force=tuple(line for line in lines if not line.waits),
        cases=frozenset(row.case_id for row in shown if row.measure.kind == MeasureKind.RESTRICTION),
    )


def applies(member: Member, roll_out: UUID, *, today: date) -> bool:
    """Is this line theirs to say something about?"""
    return access.to_apply(member, today).filter(pk=roll_out).exists()


def of_letter(notice: Notice) -> Restriction | None:
    """The restriction that a letter told of; who may have it was asked at the door of letters."""
    number = notice.event.data.get("roll_out")
    rows = RollOut.objects.filter(case=notice.case_id, number=number).select_related("measure__bound__member__branch")
    row = rows.first() if number else None
    return restriction(row, Keys(notice.case_id)) if row else None


def restriction(row: RollOut, keys: Keys) -> Restriction:
    """Nothing of the case but these words."""
    measure, member = row.measure, row.measure.bound.member
    return Restriction(
        key=row.pk,
        person=member.full_name if member else keys.open(measure.bound, "name"),
        branch=str(member.branch) if member and member.branch else "",
        restriction=words(measure, keys),
        since=measure.starts_on,
        until=measure.ends_on,
        over=row.ending,
        waits=row.done_at is None,
    )


def words(measure: Measure, keys: Keys) -> str:
    told = keys.open(measure, "instruction").strip()
    known = gettext(WORDS.get(MeasureKind(measure.kind), ""))
    return f"{known}. {told}" if known and told else told or known


PARTS = (Part.RESTRICTION,)
