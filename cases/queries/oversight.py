"""Process data for the registrar and the auditor: where cases stand and how late they are. No content, no names."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q

from branches import queries as people
from branches.models import Member
from cases import access, law
from cases.domain import deadlines
from cases.domain.vocabulary import State, Tier
from cases.models import Case

PAGE = 50
ONLY_OVERSEERS = "Only the registrar and the auditor can open this page. It shows process data and no content."


@dataclass(frozen=True, kw_only=True)
class OverseenLine:
    code: str
    stage: str
    tier: str
    branch: str
    due: date
    late: int
    over_target: bool
    owner: str


@dataclass(frozen=True, kw_only=True)
class OversightPage:
    lines: tuple[OverseenLine, ...]
    previous: str
    next: str


def oversight(member: Member, *, today: date, cursor: str) -> OversightPage:
    """Every open case within the office's reach, what is due first, first."""
    place, back = _read(cursor)
    rows = access.overseen_by(member, today).filter(due_on__isnull=False)
    if place:
        (due, key), way = place, "lt" if back else "gt"
        rows = rows.filter(Q(**{f"due_on__{way}": due}) | Q(**{"due_on": due, f"id__{way}": key}))
    order = ("-due_on", "-id") if back else ("due_on", "id")
    rows = rows.select_related("procedure", "branch").defer("procedure__text").order_by(*order)
    found = list(rows[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    found = found[::-1] if back else found
    earlier, later = (more, True) if back else (place is not None, more)
    return OversightPage(
        lines=tuple(_line(row, today) for row in found),
        previous=_address("b", found[0]) if found and earlier else "",
        next=_address("f", found[-1]) if found and later else "",
    )


def _line(case: Case, today: date) -> OverseenLine:
    procedure = law.procedure_of(case.procedure)
    clock = procedure.clock(Tier(case.tier), State(case.state))
    return OverseenLine(
        code=case.code,
        stage=State(case.state).label,
        tier=Tier(case.tier).label,
        branch=case.branch.name if case.branch else "",
        due=case.due_on or today,
        late=deadlines.overdue_days(case.due_on, today),
        over_target=deadlines.over_target(case.received_on, today, procedure.number("target_days")),
        owner=clock.owner.label if clock else "",
    )


def _address(way: str, case: Case) -> str:
    return "?" + urlencode({"from": f"{way}{case.due_on:%Y%m%d}{case.pk.hex}"})


def _read(word: str) -> tuple[tuple[date, str] | None, bool]:
    try:
        return (date.fromisoformat(word[1:9]), str(UUID(word[9:41]))), word[0] == "b"
    except (ValueError, IndexError):
        return None, False


def may_oversee(member: Member, today: date) -> bool:
    """Does an office give this person the process data?"""
    return bool({post for post, _ in people.posts_of(member, today)} & access.OVERSEERS)
