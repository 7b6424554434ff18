"""Lists of cases for those who work on them: what to do, reference, stage, deadline, owner. Never a name."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from branches.models import Member
from cases import access, law
from cases.domain.vocabulary import Role, State, Tier
from cases.models import CaseRole
from cases.queries import wording
from cases.queries.cursor import Cursor

PAGE = 50
FIRST_LOOK = Q(case__tier__in=(Tier.INTAKE, Tier.INFORMAL)) & Q(
    role__in=(Role.INTAKE_OFFICER, Role.SECOND_OFFICER, Role.REVIEWER, Role.FACILITATOR)
)
OPEN = ~Q(case__state=State.CLOSED)


@dataclass(frozen=True, kw_only=True)
class CaseLine:
    """One case in a list. `owner` is the role that is answerable now, `mine` says that it is the reader."""

    code: str
    url: str
    stage: str
    tier: str
    role: str
    due: date | None
    days: int | None
    owner: str
    mine: bool
    received_on: date


@dataclass(frozen=True, kw_only=True)
class ListPage:
    lines: tuple[CaseLine, ...]
    previous: str
    next: str


def inbox(member: Member, *, today: date, cursor: str) -> ListPage:
    """What is at its first look or in talks, and mine to work on."""
    return _page(member, today, cursor, FIRST_LOOK & OPEN, {})


def cases(member: Member, *, today: date, cursor: str, words: str = "", state: str = "") -> ListPage:
    """Everything I work on; by reference and stage if asked, and never beyond what I may open."""
    only = Q(case__state=state) if state else Q()
    if words:
        only &= Q(case__code__startswith=_reference(words))
    kept = {name: value for name, value in (("q", words), ("state", state)) if value}
    return _page(member, today, cursor, only, kept)


def _page(member: Member, today: date, word: str, only: Q, kept: dict[str, str]) -> ListPage:
    at = Cursor.read(word)
    ends = {"before": at.place} if at.back else {"after": at.place}
    found = access.handled_page(member, limit=PAGE + 1, only=only, **ends)
    rows = list(found.select_related("case__procedure").defer("case__procedure__text"))
    more, rows = len(rows) > PAGE, rows[:PAGE]
    rows = rows[::-1] if at.back else rows
    earlier, later = (more, True) if at.back else (at.place is not None, more)
    return ListPage(
        lines=tuple(_line(row, today) for row in rows),
        previous=_address(kept, rows[0], back=True) if rows and earlier else "",
        next=_address(kept, rows[-1], back=False) if rows and later else "",
    )


def _line(row: CaseRole, today: date) -> CaseLine:
    case = row.case
    clock = law.procedure_of(case.procedure).clock(Tier(case.tier), State(case.state))
    return CaseLine(
        code=case.code,
        url=reverse("case", args=[case.code]),
        stage=State(case.state).label,
        tier=Tier(case.tier).label,
        role=Role(row.role).label,
        due=case.due_on,
        days=wording.days_left(case.due_on, today),
        owner=clock.owner.label if clock else "",
        mine=clock is not None and clock.owner == row.role,
        received_on=case.received_on,
    )


def _address(kept: dict[str, str], row: CaseRole, *, back: bool) -> str:
    return "?" + urlencode(kept | {"from": Cursor.word(row.received_at, row.case_id, back=back)})


def _reference(words: str) -> str:
    """The beginning of a reference, however it was typed."""
    plain = "".join(c for c in words.upper() if c.isalnum()).translate(str.maketrans("OIL", "011"))
    return "-".join(part for part in (plain[:3], plain[3:6], plain[6:]) if part)
