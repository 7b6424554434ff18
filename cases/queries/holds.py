"""Challenges on pages of their own: what waits for somebody's ruling, and the page of somebody on hold."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse

from branches.models import Member
from cases import access, load
from cases.domain import challenges as rules
from cases.domain.vocabulary import Action, Part, Role, Why
from cases.models import Case, Challenge
from cases.queries import wording
from cases.queries.parts import doubts
from cases.sealed import Keys


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One doubt that waits for the reader's ruling."""

    code: str
    url: str
    kind: str
    name: str
    rule_by: date
    days: int | None


@dataclass(frozen=True, kw_only=True)
class Mine:
    """One doubt about the reader."""

    url: str
    kind: str
    result: str


@dataclass(frozen=True, kw_only=True)
class QueuePage:
    waiting: tuple[Waiting, ...]
    mine: tuple[Mine, ...]


@dataclass(frozen=True, kw_only=True)
class HoldPage:
    """For the person it is about: the kind and their own words. Not who raised it, nor with which words."""

    id: UUID
    case_id: UUID
    kind: str
    since: date
    rule_by: date
    result: str
    open: bool
    words: str
    opened: frozenset[Part]
    roles: frozenset[Role] = frozenset({Role.CANDIDATE})


def queue(member: Member, *, today: date) -> QueuePage:
    """What this person may rule on, what is due first, first; and the doubts about themselves."""
    open_doubts = Challenge.objects.filter(access.handles(member, "case"), ruled_at__isnull=True)
    cases = Case.objects.filter(pk__in=open_doubts.values("case")).select_related("procedure")
    waiting = [line for case in cases for line in _waiting(member, case, today)]
    own = Challenge.objects.filter(member=member).exclude(kind=Why.STRUCK).order_by("-filed_at")
    return QueuePage(
        waiting=tuple(sorted(waiting, key=lambda line: (line.rule_by, line.code))),
        mine=tuple(
            Mine(url=reverse("challenge", args=[row.pk]), kind=Why(row.kind).label, result=doubts.result(row))
            for row in own
        ),
    )


def _waiting(member: Member, case: Case, today: date) -> list[Waiting]:
    procedure, facts = load.procedure_of(case), load.case_facts(case, today=today)
    mine = rules.to_rule(procedure, facts, member.pk)
    names = dict(Member.objects.filter(pk__in=[c.member for c in mine]).values_list("pk", "full_name"))
    url = reverse("case-step", args=[case.code, Action.RULE_CHALLENGE])
    return [
        Waiting(
            code=case.code,
            url=url,
            kind=challenge.kind.label,
            name=names[challenge.member],
            rule_by=challenge.rule_by,
            days=wording.days_left(challenge.rule_by, today),
        )
        for challenge in mine
    ]


def hold_page(member: Member, challenge_id: UUID) -> HoldPage | None:
    """A doubt about this person; for everybody else there is nothing here."""
    rows = Challenge.objects.filter(pk=challenge_id, member=member).exclude(kind=Why.STRUCK)
    row = rows.select_related("proceeding").first()
    if row is None:
        return None
    words = Keys(row.case_id).open(row, "information")
    return HoldPage(
        id=row.pk,
        case_id=row.case_id,
        kind=Why(row.kind).label,
        since=load.local_day(row.filed_at),
        rule_by=row.rule_by,
        result=doubts.result(row),
        open=row.ruled_at is None and row.proceeding.ended_at is None,
        words=words,
        opened=frozenset({Part.CHALLENGES} if words else ()),
    )
