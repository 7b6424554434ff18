"""Earlier access: what people who are out of a case had opened, as the record has it. Numbers and parts, no content."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from branches.models import Member
from cases import law, load
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import EventKind, Level, Part, Role, Why
from cases.models import Case, CaseEvent, CaseRole, Confirmation, Conflict
from cases.queries.access_why import ENDED
from cases.queries.folder import SIDES, Folder
from cases.together import Reading, reads

OPENED = (EventKind.SEALED_PART_READ, EventKind.BUNDLE_TAKEN)
BY_RIGHT = SIDES | {Role.AUDITOR}
"""Who reads as a side of the case or by an office of the whole organisation has had no hand in it."""
TOLD_ALL = frozenset({Role.CONFLICT_RULER, Role.APPEALS_OFFICER})
TOLD_A_NUMBER = frozenset({Role.PANEL_MEMBER, Role.PANEL_CHAIR, Role.INVESTIGATOR})


@dataclass(frozen=True, kw_only=True)
class Exposure:
    """One person who is out of a case, and had opened some of it (procedure paper 2.8)."""

    member: int
    name: str
    roles: tuple[str, ...]
    parts: tuple[str, ...]
    visits: int
    copies: int
    first: date
    last: date
    ended_on: date | None
    how: str
    kinds: frozenset[Why]
    confirmed_on: date | None
    due_on: date | None

    @property
    def excluded(self) -> bool:
        """Out because of a conflict of interest, and not only because the work was done."""
        return bool(self.kinds - {Why.EARLIER_HAND})


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """What a page of the case says about earlier access; each line only for those who may know it."""

    people: tuple[Exposure, ...]
    excluded: tuple[int, ...]
    unconfirmed: int


@dataclass(frozen=True, kw_only=True)
class Left:
    """A case somebody has left, for that person alone: its reference, the day, what they had opened."""

    code: str
    ended_on: date | None
    parts: tuple[str, ...]
    confirmed_on: date | None
    due_on: date | None


@reads
def exposures(case: Case) -> Reading[tuple[Exposure, ...]]:
    """Everybody who had opened something by a role, and has none now; whoever was only passed over never did."""
    opened, inside = yield [
        _opened(case),
        CaseRole.objects.filter(case=case, until__isnull=True).values_list("member_id", flat=True),
    ]
    read = _readings(opened)
    out = [member for member in read if member not in inside]
    if not out:
        return ()
    barred = Conflict.objects.filter(case=case, member__in=out, until__isnull=True)
    found, roles, confirmed, members = yield [
        barred.values_list("member_id", "kind"),
        CaseRole.objects.filter(case=case, member__in=out).order_by("until"),
        Confirmation.objects.filter(case=case, member__in=out).values_list("member_id", "confirmed_at"),
        Member.objects.filter(pk__in=out).values_list("pk", "full_name"),
    ]
    kinds, said, names = _kinds(found), dict(confirmed), dict(members)
    ended = {row.member_id: row for row in roles}
    procedure = law.procedure_of(case.procedure)
    return tuple(
        _exposure(
            member, names[member], read[member], ended.get(member), kinds.get(member, frozenset()), said, procedure
        )
        for member in sorted(out, key=lambda member: read[member][0][0])
    )


@reads
def earlier(folder: Folder, at: date) -> Reading[Earlier]:
    """For those who rule: people, parts and days. For the panel: a number. For the registrar: who is late, a number."""
    told = folder.roles & (TOLD_ALL | TOLD_A_NUMBER | {Role.REGISTRAR})
    found = (yield from exposures.begin(folder.case)) if told else ()
    late = [e for e in found if e.confirmed_on is None and e.due_on is not None and e.due_on < at]
    return Earlier(
        people=found if folder.roles & TOLD_ALL else (),
        excluded=tuple(len(e.parts) for e in found if e.excluded) if folder.roles & TOLD_A_NUMBER else (),
        unconfirmed=len(late) if Role.REGISTRAR in folder.roles else 0,
    )


def told_to_sides(folder: Folder) -> tuple[int, ...]:
    """Both sides hear how many parts an excluded person had opened, where the kind bars by itself."""
    procedure = folder.procedure
    automatic = {rule.kind for rule in procedure.conflicts if rule.level is Level.AUTOMATIC} - {Why.EARLIER_HAND}
    gone = Conflict.objects.filter(case=folder.case, until__isnull=True, kind__in=automatic)
    if not gone.exists():
        return ()
    return tuple(len(e.parts) for e in exposures(folder.case) if e.kinds & automatic)


def left_by(member: Member) -> tuple[Left, ...]:
    """The cases that this person has left after opening something of them, the newest first."""
    read = CaseEvent.objects.filter(kind__in=OPENED, actor=member, case__isnull=False)
    worked = CaseRole.objects.filter(member=member)
    open_now = worked.filter(until__isnull=True).values("case")
    cases = Case.objects.filter(pk__in=worked.values("case")).filter(pk__in=read.values("case"))
    rows = cases.exclude(pk__in=open_now).select_related("procedure").order_by("-received_at")
    own = ((case, e) for case in rows for e in exposures(case) if e.member == member.pk)
    return tuple(
        Left(code=case.code, ended_on=e.ended_on, parts=e.parts, confirmed_on=e.confirmed_on, due_on=e.due_on)
        for case, e in own
    )


def _opened(case: Case) -> Any:
    rows = CaseEvent.objects.filter(case=case, kind__in=OPENED, actor__isnull=False)
    return rows.order_by("case_number").values_list("actor_id", "at", "data")


def _readings(rows: Iterable[Any]) -> dict[int, list[tuple[datetime, dict[str, Any]]]]:
    """What was opened by a role other than a side's or an auditor's, by person and in order."""
    read: dict[int, list[tuple[datetime, dict[str, Any]]]] = {}
    for member, at, data in rows:
        if member is not None and set(data.get("roles", ())) - BY_RIGHT:
            read.setdefault(member, []).append((at, data))
    return read


def _kinds(rows: Iterable[Any]) -> dict[int, frozenset[Why]]:
    kinds: dict[int, set[Why]] = {}
    for member, kind in rows:
        kinds.setdefault(member, set()).add(Why(kind))
    return {member: frozenset(found) for member, found in kinds.items()}


def _exposure(
    member: int,
    name: str,
    read: list[tuple[datetime, dict[str, Any]]],
    ended: CaseRole | None,
    kinds: frozenset[Why],
    said: dict[int, datetime],
    procedure: Procedure,
) -> Exposure:
    parts = {part for _, data in read for part in data["parts"]}
    roles = {role for _, data in read for role in data["roles"]}
    copies = sum("sha256" in data for _, data in read)
    ended_on = load.local_day(ended.until) if ended and ended.until else None
    confirmed = said.get(member)
    return Exposure(
        member=member,
        name=name,
        roles=tuple(Role(role).label for role in sorted(roles)),
        parts=tuple(part.label for part in Part if part.value in parts),
        visits=len(read) - copies,
        copies=copies,
        first=load.local_day(read[0][0]),
        last=load.local_day(read[-1][0]),
        ended_on=ended_on,
        how=ENDED.get(ended.ended_because, "it ended") if ended else "",
        kinds=kinds,
        confirmed_on=load.local_day(confirmed) if confirmed else None,
        due_on=procedure.due(ended_on, procedure.number("confirmation_days")) if ended_on else None,
    )
