"""Process data for the registrar and the auditor: where cases stand and how late they are. No content, no names."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from branches import queries as people
from branches.models import Member
from branches.posts import Post
from cases import access, law, load, references
from cases.domain import deadlines, engine
from cases.domain.answer import Refusal
from cases.domain.facts import ActFacts
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import Action, SeatStatus, State, Tier
from cases.models import Case, Seat
from cases.queries import exposure, offers
from cases.queries.offers import Offer

PAGE = 50
ACT = Action.CHALLENGE
SITTING = (SeatStatus.SEATED, SeatStatus.HELD)
ONLY_OVERSEERS = "Only the registrar and the auditor can open this page. It shows process data and no content."


@dataclass(frozen=True, kw_only=True)
class OverseenLine:
    code: str
    stage: str
    tier: str
    branch: str
    url: str
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
    audits = Post.AUDITOR in {post for post, _ in people.posts_of(member, today)}
    found = _keyset(access.overseen_by(member, today).filter(due_on__isnull=False), cursor)
    return OversightPage(
        lines=tuple(_line(row, today, audits=audits) for row in found.rows), previous=found.previous, next=found.next
    )


@dataclass(frozen=True, kw_only=True)
class _Found:
    rows: tuple[Case, ...]
    previous: str
    next: str


def _keyset(rows: QuerySet[Case], cursor: str) -> _Found:
    """One page by last day, from a place and not from a count; and the ways to the pages beside it."""
    place, back = _read(cursor)
    if place:
        (due, key), way = place, "lt" if back else "gt"
        rows = rows.filter(Q(**{f"due_on__{way}": due}) | Q(**{"due_on": due, f"id__{way}": key}))
    order = ("-due_on", "-id") if back else ("due_on", "id")
    rows = rows.select_related("procedure", "branch").defer("procedure__text").order_by(*order)
    found = list(rows[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    found = found[::-1] if back else found
    earlier, later = (more, True) if back else (place is not None, more)
    return _Found(
        rows=tuple(found),
        previous=_address("b", found[0]) if found and earlier else "",
        next=_address("f", found[-1]) if found and later else "",
    )


@dataclass(frozen=True, kw_only=True)
class LateLine:
    code: str
    step: str
    days: int


@dataclass(frozen=True, kw_only=True)
class LatePage:
    """What is overdue, a page of it; and on its first page what stands still, the longest silence first."""

    lines: tuple[LateLine, ...]
    still: tuple[LateLine, ...]
    more_still: bool
    previous: str
    next: str


def overdue(member: Member, *, today: date, cursor: str) -> LatePage:
    """What is overdue within somebody's reach, the longest first: reference, step and days, and nothing else."""
    found = _keyset(access.overdue_for(member, today), cursor)
    lines = (
        LateLine(code=row.code, step=State(row.state).label, days=deadlines.overdue_days(row.due_on, today))
        for row in found.rows
    )
    still = _still(member, today) if not cursor else []
    return LatePage(
        lines=tuple(lines),
        still=tuple(still[:PAGE]),
        more_still=len(still) > PAGE,
        previous=found.previous,
        next=found.next,
    )


def _still(member: Member, today: date) -> list[LateLine]:
    """Cases in which nobody acts, or nobody can, although no date has passed (INV-08); one more than a page shows."""
    rows = access.alarmed_for(member, today).filter(due_on__gte=today).order_by("quiet_since", "id")
    found = rows.values_list("code", "state", "quiet_since")[: PAGE + 1]
    return [LateLine(code=code, step=State(state).label, days=(today - since).days) for code, state, since in found]


def may_audit(member: Member, today: date) -> bool:
    return Post.AUDITOR in {post for post, _ in people.posts_of(member, today)}


def earlier_access(member: Member, *, today: date, typed: str) -> tuple[str, tuple[exposure.Exposure, ...]] | None:
    """For an auditor, in one case: who is out of it and had opened what. Numbers and parts, no content (2.8)."""
    code = references.read(typed)
    if not code or not may_audit(member, today):
        return None
    case = access.overseen_by(member, today).filter(code=code).select_related("procedure").first()
    return (case.code, exposure.exposures(case)) if case else None


def _line(case: Case, today: date, *, audits: bool) -> OverseenLine:
    procedure = law.procedure_of(case.procedure)
    clock = procedure.clock(Tier(case.tier), State(case.state))
    return OverseenLine(
        code=case.code,
        stage=State(case.state).label,
        tier=Tier(case.tier).label,
        url=reverse("oversight-challenge", args=[case.code]) if audits and _decides(case, procedure) else "",
        branch=case.branch.name if case.branch else "",
        due=case.due_on or today,
        late=deadlines.overdue_days(case.due_on, today),
        over_target=deadlines.over_target(case.received_on, today, procedure.number("target_days")),
        owner=clock.owner.label if clock else "",
    )


def _decides(case: Case, procedure: Procedure) -> bool:
    """Does a panel sit now whose members an auditor can challenge?"""
    return procedure.step(Tier(case.tier), State(case.state), ACT) is not None


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


@dataclass(frozen=True, kw_only=True)
class AuditPage:
    """Where a case stands and who decides, and what an auditor may say about it."""

    case_id: UUID
    code: str
    stage: str
    tier: str
    seated: tuple[str, ...]
    against: tuple[Refusal, ...]
    offer: Offer


def audit_page(case: Case, member: Member, today: date) -> AuditPage:
    """For the form by which an auditor challenges somebody: no party is named, and nothing is opened."""
    procedure, facts = law.procedure_of(case.procedure), load.case_facts(case, today=today)
    actor = load.actor_facts(member, case, today=today)
    given = frozenset(engine.asked_of(procedure, facts, ACT))
    answer = engine.may(procedure, facts, actor, ActFacts(action=ACT, given=given, asking=True))
    seats = Seat.objects.filter(case=case, status__in=SITTING, proceeding__ended_at__isnull=True)
    people_ = tuple((row.member_id, row.member.full_name) for row in seats.select_related("member").order_by("order"))
    kinds = offers.kinds_and_what_is_none(procedure)
    return AuditPage(
        case_id=case.pk,
        code=case.code,
        stage=State(case.state).label,
        tier=Tier(case.tier).label,
        seated=tuple(name for _, name in people_),
        against=answer.against,
        offer=Offer(choices={"member": people_, "kind": kinds}),
    )
