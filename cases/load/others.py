"""Other cases of the people of a case, as the rules see them: who stood against whom, and what belongs together.

Only rules read this. No page shows anything of another case.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils import timezone

from branches.models import Member
from cases.domain.facts import OtherCase
from cases.domain.vocabulary import LinkKind, Role, State, Tier
from cases.load import interims
from cases.models import Case, CaseLink, Delivery, Party
from cases.together import Reading, fetch, reads

SIDES = (Role.COMPLAINANT, Role.RESPONDENT)
BINDING = frozenset({LinkKind.COUNTER, LinkKind.RETALIATION, LinkKind.SAME_FACTS})
"""The links that make the sides of one case unfit for the other (C02)."""
FEW = 500
BEFORE_FORMAL = (Tier.INTAKE, Tier.INFORMAL)


@reads
def other_cases(case: Case, sides: frozenset[int], workers: frozenset[int]) -> Reading[frozenset[OtherCase]]:
    """Cases linked to this one, cases of its sides, and formal cases that somebody who works here must answer.

    What people in a pool must answer is asked where they can be drawn: `answering`.
    """
    links, there = yield [CaseLink.objects.filter(Q(case=case) | Q(other=case)), _elsewhere(case, sides | workers)]
    bound, after_roster = _links(case, links)
    elsewhere = frozenset(there)
    of_sides, of_workers = yield [
        _sides(case, bound, sides) if bound or sides & elsewhere else Party.objects.none(),
        _answered_by(case, workers & elsewhere),
    ]
    seen = {*of_sides, *((*row, True) for row in of_workers)}
    people: dict[UUID, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    how: dict[UUID, tuple[date | None, bool]] = {}
    for key, side, member, closed_at, formal in seen:
        people[key][side].add(member)
        known = key in how and how[key][1]
        how[key] = (timezone.localdate(closed_at) if closed_at else None, formal or known)
    return frozenset(
        OtherCase(
            complainants=frozenset(named[Role.COMPLAINANT]),
            respondents=frozenset(named[Role.RESPONDENT]),
            bound=key in bound,
            after_roster=key in after_roster,
            formal=how[key][1],
            ended_on=how[key][0],
        )
        for key, named in people.items()
    )


def answering(members: Collection[int]) -> frozenset[OtherCase]:
    """The formal cases that somebody of a pool must answer (R-8): asked where these people can be drawn."""
    rows = formal_respondents()
    rows = rows.filter(member__in=members) if len(members) <= FEW else rows
    return _formal_against(set(rows.values_list("member_id", flat=True)) & set(members))


def pool(members: QuerySet[Member]) -> tuple[list[Member], frozenset[OtherCase]]:
    """The same for the few of a pool of office-holders, who come along in their order."""
    rows = formal_respondents().filter(member__in=members.order_by().values("pk"))
    found, answer = fetch([members, rows.values_list("member_id", flat=True)])
    return found, _formal_against(answer)


def _formal_against(members: Iterable[int]) -> frozenset[OtherCase]:
    return frozenset(OtherCase(complainants=frozenset(), respondents=frozenset({m}), formal=True) for m in set(members))


def formal_respondents() -> QuerySet[Party]:
    """Who works on no case now: who must answer a formal one that is not closed, or whose rights rest (R-8)."""
    return Party.objects.filter(_formal() | Q(interims.resting()), side=Role.RESPONDENT, member__isnull=False)


def _links(case: Case, rows: Iterable[CaseLink]) -> tuple[set[UUID], set[UUID]]:
    """The cases that belong to this one, and those of them filed against somebody on its panel."""
    bound = {row.other_id if row.case_id == case.pk else row.case_id for row in rows if row.kind in BINDING}
    return bound, {row.case_id for row in rows if row.after_roster and row.other_id == case.pk}


def _elsewhere(case: Case, members: frozenset[int]) -> Any:
    """Who of these is a side of any other case: of most cases nobody is, and nothing more has to be read."""
    rows = Party.objects.filter(member__in=members, side__in=SIDES).exclude(case=case)
    return rows.values_list("member_id", flat=True)


COLUMNS = ("case_id", "side", "member_id", "case__closed_at", "formal")


def _sides(case: Case, bound: set[UUID], sides: frozenset[int]) -> Any:
    theirs = Party.objects.filter(member__in=sides, side__in=SIDES).values("case")
    rows = Party.objects.filter(Q(case__in=bound) | Q(case__in=theirs), side__in=SIDES, member__isnull=False)
    formal = ExpressionWrapper(_formal(), BooleanField())
    return rows.exclude(case=case).annotate(formal=formal).values_list(*COLUMNS)


def _answered_by(case: Case, workers: frozenset[int]) -> Any:
    """Formal cases of those who work on this one."""
    rows = formal_respondents().exclude(case=case).filter(member__in=workers)
    return rows.values_list(*COLUMNS[:-1])


def _formal() -> Q:
    served = Exists(Delivery.objects.filter(case=OuterRef("case")))
    return ~Q(case__state=State.CLOSED) & ~Q(case__tier__in=BEFORE_FORMAL) & Q(served)
