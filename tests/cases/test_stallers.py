"""A branch that takes every legal way to delay: every case still reaches an independent body, or a reviewed end.

`CONDUCT_STALLED` sets how many worlds of four cases are played, 1 unless it is set. The officers, panel members and
leaders of the branch do nothing until the day before the clock acts, or whatever puts the case back; then they take a
step that starts another clock. The respondent helps them, the complainant never asks for another level, and nobody of
the national level does anything. Only the registrar does the work of the office, or not.
"""

import os
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from django.db import transaction
from django.utils import timezone

from branches.models import Member
from cases import load
from cases.demo.cast import Cast
from cases.demo.roads import Road
from cases.domain import consequences
from cases.domain.answer import Refused
from cases.domain.procedure import Place, Procedure
from cases.domain.vocabulary import Action, Role, State, Tier
from cases.models import Case, CaseEvent
from cases.usecases import deadlines
from tests import play
from tests.cast import moment
from tests.domain.broken import DEFAULT

WORLDS = int(os.environ.get("CONDUCT_STALLED", "1"))
CASES = 4
LOCAL = (Tier.INTAKE, Tier.INFORMAL, Tier.BRANCH)
ENDED = (State.APPEAL_WINDOW, State.FINAL, State.MONITORING, State.CLOSED)
BACK = {
    Action.ASK_FACTS, Action.PROPOSE_DISMISSAL, Action.OFFER_INFORMAL, Action.LEAVE_INFORMAL,
    Action.CALL_HEARING, Action.CHALLENGE, Action.DISCLOSE, Action.NAME_WITNESS, Action.STRIKE, Action.PROPOSE_TERMS,
    Action.OFFER_EVIDENCE, Action.ADMIT_EVIDENCE, Action.DECLINE_INFORMAL, Action.FRAME_ALLEGATION,
    Action.REFUSE_DISMISSAL, Action.REQUEST_ESCALATION, Action.ASK_EXTENSION, Action.STAY,
}  # fmt: skip
"""What puts a case back, takes others out of it or lets everybody wait. Who steps aside delays nothing any more."""
OFFICE = {
    Action.FORM_PANEL,
    Action.SERVE_NOTICE,
    Action.RECORD_DELIVERY,
    Action.SERVE_DECISION,
    Action.CLOSE_REVIEW,
    Action.RULE_EXTENSION,
}
FIRST = {Action.SCREEN_SAFETY, Action.FRAME_ALLEGATION}
"""Without these an officer can delay nothing but the first look itself."""
TRIES = 6
NEVER = {Action.REFER_OUT, Action.OPEN_NATIONAL}
LIMITED = {
    Action.ASK_FACTS: (State.WAITING_FOR_FACTS,),
    Action.PROPOSE_DISMISSAL: (State.DISMISSAL_PROPOSED, State.DISMISSED, State.UNDER_REVIEW),
    Action.OFFER_INFORMAL: (State.INFORMAL_OFFERED, State.INFORMAL, State.INFORMAL_AGREED),
}
"""Where each act leads that may be done only so often in one case."""


def most(action: Action) -> int:
    return min(step.most for step in DEFAULT.steps if step.action is action)


def times(state: State) -> int:
    """How often a case can come to a state before another level has it; a first look begins again after a review."""
    if state is State.TRIAGE:
        return 1 + most(Action.PROPOSE_DISMISSAL)
    if state in (State.EVIDENCE_REVIEW, State.HEARING):
        return 1 + DEFAULT.number("late_evidence_openings")
    return next((most(action) for action, states in LIMITED.items() if state in states), 1)


def stay(procedure: Procedure, place: Place) -> int:
    """The longest that a case can stay at a place: its clock with all its extensions, then until the law acts."""
    clock, rule = procedure.clock(*place), procedure.when_overdue(*place)
    more = procedure.number("extensions") * clock.extend_days
    return clock.days + more + 1 + (rule.after if rule and rule.after is not None else 0)


def longest(procedure: Procedure) -> int:
    """Days after which no case is any more with a branch that decides nothing; from the numbers of the law alone."""
    places = [p for p in consequences.open_places(procedure) if p[0] in LOCAL and p[1] not in ENDED]
    pauses = (1 + procedure.number("pause_renewals")) * procedure.number("pause_days")
    return sum(times(place[1]) * stay(procedure, place) for place in places) + pauses


def acts_on(case: Case) -> date:
    """The day on which the clock acts by itself, or gives the work to somebody else."""
    place = Tier(case.tier), State(case.state)
    clock, rule = DEFAULT.clock(*place), DEFAULT.when_overdue(*place)
    if rule is None or (clock.lapses and rule.act is None):
        return case.due_on + timedelta(days=1)
    return case.due_on + timedelta(days=min(day for day in (rule.hand_on, rule.after) if day is not None))


def over(case: Case) -> bool:
    return case.tier not in LOCAL or case.state in ENDED


class World:
    """Some cases of one branch, and its people, who are in no hurry."""

    def __init__(self, cast: Cast, seed: int) -> None:
        self.cast, self.chance, self.at = cast, Random(seed), moment(6, 1)
        self.diligent = self.chance.random() < 0.8
        crowd = cast.crowd("Northside")
        self.cases = [
            Road.file(cast, crowd[n], self.at, about=(crowd[-1 - n].full_name,)).case.pk for n in range(CASES)
        ]
        self.ended: dict[str, int] = {}
        self.taken: dict[Action, int] = {}

    @property
    def today(self) -> date:
        return timezone.localdate(self.at)

    def open(self) -> list[Case]:
        found = list(Case.objects.filter(pk__in=self.cases).order_by("pk"))
        for case in found:
            if over(case) and case.code not in self.ended:
                self.ended[case.code] = (self.today - case.received_on).days
        return [case for case in found if not over(case)]

    def pass_time(self) -> None:
        """To the day before a clock acts, or some days on; the clock looks on that day."""
        eves = [(acts_on(case) - self.today).days - 1 for case in self.open()]
        days = min([eve for eve in eves if eve > 0] + [self.chance.randint(1, 6)])
        self.at += timedelta(days=days)
        deadlines.sweep(at=self.at)

    def turn(self, case: Case) -> None:
        """On the last day they try until another clock has started; on any other day each does a thing at most."""
        last, before = 0 <= (acts_on(case) - self.today).days <= 1, case.state
        for _ in range(TRIES if last else 1):
            for member in play.people_in(case):
                case = Case.objects.get(pk=case.pk)
                wanted = [] if over(case) or (last and case.state != before) else self.wants(case, member, last)
                if wanted:
                    self.take(self.chance.choice(wanted), case, member)

    def wants(self, case: Case, member: Member, last: bool) -> list[Action]:
        """What this person would do now: nothing, something that delays, or on the last day whatever is allowed."""
        actor = load.actor_facts(member, case)
        if Role.COMPLAINANT in actor.roles:
            return []
        found = sorted(set(play.allowed(case, member, self.at)) - NEVER)
        place = Tier(case.tier), State(case.state)
        moving = [action for action in found if DEFAULT.required_step(*place, action).to not in (None, case.state)]
        if member.branch_id is None:
            return [action for action in found if action in OFFICE and self.diligent]
        if last and moving:
            return moving
        if not last and Action.ANSWER_CONFLICT not in found:
            found = [action for action in found if action in BACK | FIRST] if self.chance.random() < 0.2 else []
        return found

    def take(self, action: Action, case: Case, member: Member) -> None:
        try:
            with transaction.atomic():
                play.take(action, case, member, self.at, self.chance)
            self.taken[action] = self.taken.get(action, 0) + 1
        except Refused:
            return


def test_the_longest_way_is_a_number_of_the_law():
    """It hangs on the clocks, on what follows from them, and on how often something can be begun again."""
    assert longest(DEFAULT) == 1763
    slower = tuple(replace(c, days=c.days + 1) if c.state is State.TRIAGE else c for c in DEFAULT.clocks)
    assert longest(replace(DEFAULT, clocks=slower)) == 1763 + times(State.TRIAGE)


@pytest.mark.parametrize("seed", range(1, WORLDS + 1))
def test_however_they_delay_every_case_leaves_them_in_bounded_time(cast, seed, capsys):
    world, bound = World(cast, seed), longest(DEFAULT)
    while open_cases := world.open():
        for case in open_cases:
            world.turn(case)
        world.pass_time()
        assert (world.today - date(2026, 6, 1)).days <= bound, [(str(c), c.tier, c.state) for c in world.open()]
    with capsys.disabled():
        print(f"\n  seed {seed}: {sorted(world.ended.values())} days of at most {bound}; {world.taken}")
    assert all(days <= bound for days in world.ended.values())
    assert not Case.objects.filter(pk__in=world.cases, closure_reason__startswith="dismissed").exists() or reviewed()


def reviewed() -> bool:
    """Whatever was dismissed was confirmed by a second officer."""
    ended = Case.objects.filter(closure_reason__startswith="dismissed")
    return all(CaseEvent.objects.filter(case=case, kind="dismissal_confirmed").exists() for case in ended)
