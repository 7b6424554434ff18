"""Anybody does anything that they may, in any order, and some things that they may not; what must hold, holds.

`CONDUCT_RUNS` sets how many plays there are, 8 unless it is set; a play of about sixty acts takes eight seconds.
"""

import os
from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from django.db import transaction
from django.utils import timezone
from guardian.shortcuts import assign_perm
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from branches import merging
from branches import usecases as register
from branches.models import Branch, Member, Office
from branches.posts import Post
from branches.refused import NotAllowed
from cases import access, delivery, verify
from cases.demo.cast import Cast
from cases.demo.roads import Road
from cases.domain.answer import Refused
from cases.domain.vocabulary import Action, Category, Choice, Ground, Relation
from cases.models import Case, CaseEvent, CaseRole, Conflict, Motion, Proceeding
from cases.usecases import ACTS, deadlines
from cases.usecases.act import Stale
from tests import build, invariants, play
from tests.cast import lasting, organisation

RUNS = int(os.environ.get("CONDUCT_RUNS", "8"))
STEPS = 20
CLOSED = (Refused, NotAllowed, Stale)
"""What a person may be told. Anything else that an act raises is a fault."""
DONE: Counter[str] = Counter()
OFTEN = ("a_case_goes_on",) * 6 + ("one_acts",) * 2 + ("all_vote", "step_aside", "act_where_one_may_not")
OFTEN += ("put_back_by_hand", "declare", "transfer", "appoint", "end_an_office", "leave", "merge", "time_passes")
CHANCE = st.integers(0, 2**32 - 1).map(Random)
"""A seed for each act: plays are not shrunk, for that takes minutes, and one seed says it all."""


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker):
    """A case at each of these places; every play begins here and leaves no trace."""
    with lasting(django_db_blocker):
        cast = organisation()
        cases = [
            build.framed(cast).case,
            build.branch(cast).draw().case,
            build.national(cast).seat_panel().notice().case,
            _two_allegations(cast).to_vote().case,
            build.signed(_two_allegations(cast).to_vote()).serve().case,
        ]
        yield cast, cases


def _two_allegations(cast: Cast) -> Road:
    return build.filed(cast).screen().frame(Category.HARASSMENT, Category.STALKING).to_national(Ground.GRAVE)


class Play(RuleBasedStateMachine):
    """Some cases, the people of the organisation, and time."""

    cast: Cast
    start: list[Case]

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.at = CaseEvent.objects.latest("at").at + timedelta(hours=1)
        self.memory = invariants.Memory()
        self.cases = list(Case.objects.filter(pk__in=[case.pk for case in self.start]).order_by("pk"))
        self.look()

    def teardown(self) -> None:
        try:
            found = invariants.faults(self.memory, rules=invariants.IN_THE_END)
            assert not found, found
            report = verify.whole(lambda *_: None)
            assert report.fault is None, report.fault
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def look(self) -> None:
        self.memory.at = self.at
        found = invariants.faults(self.memory)
        assert not found, found

    def attempt(self, what: str, act) -> bool:
        """Something that may be refused, after which everything must still hold. Time goes on a little."""
        self.at += timedelta(minutes=7)
        try:
            with transaction.atomic():
                act()
        except CLOSED:
            DONE["refused"] += 1
            return False
        DONE[what] += 1
        self.look()
        return True

    def some_case(self, chance: Random) -> Case:
        return Case.objects.get(pk=chance.choice(self.cases).pk)

    def somebody(self, chance: Random) -> Member:
        return chance.choice(list(Member.objects.filter(same_as=None).order_by("pk")))

    def somebody_near(self, chance: Random) -> Member:
        """Somebody who has something to do in a case: what happens to them matters there."""
        return chance.choice([*play.people_in(self.some_case(chance)), self.somebody(chance)])

    # what people do

    @initialize(chance=CHANCE)
    def file(self, chance: Random) -> None:
        """A complaint about one of those who decide elsewhere, or about anybody."""
        about, by = self.somebody(chance), self.somebody(chance)
        unwanted = (self.somebody(chance).full_name,)
        if about != by:
            words = {"about": (about.full_name,), "must_not_see": unwanted}
            self.attempt("file", lambda: self.cases.append(Road.file(self.cast, by, self.at, **words).case))

    @rule(chance=CHANCE, what=st.sampled_from(OFTEN))
    def something_happens(self, chance: Random, what: str) -> None:
        """One rule for everything: several would be left out by turns, and plays would not come far."""
        getattr(self, what)(chance)

    def one_acts(self, chance: Random) -> None:
        self._act(self.some_case(chance), chance)

    def a_case_goes_on(self, chance: Random) -> None:
        """Several acts in one case, so that plays come far."""
        case = self.some_case(chance)
        for _ in range(chance.randint(2, 5)):
            self._act(Case.objects.get(pk=case.pk), chance)

    def _act(self, case: Case, chance: Random) -> None:
        """One of those whose turn it is takes one of the steps that lead on."""
        people = play.people_in(case)
        chance.shuffle(people)
        for member in people:
            open_now = [action for action in play.allowed(case, member, self.at) if action is not Action.RECUSE]
            if open_now:
                action = chance.choice(open_now)
                self.attempt(str(action), lambda: play.take(action, case, member, self.at, chance))  # noqa: B023
                return

    def all_vote(self, chance: Random) -> None:
        """Every ballot that is missing on one question, so that plays come to decisions."""
        motion = Motion.objects.filter(closed_at=None, void_at=None, proceeding__ended_at=None).order_by("pk").first()
        for member in play.people_in(motion.case) if motion else ():
            if Action.VOTE in play.allowed(motion.case, member, self.at):
                choice = chance.choice([Choice.YES, Choice.YES, Choice.NO])
                words = {"case_id": motion.case_id, "by": member, "motion": motion.number, "choice": choice}
                self.attempt("vote", lambda: ACTS[Action.VOTE](at=self.at, **words))  # noqa: B023

    def step_aside(self, chance: Random) -> None:
        case = self.some_case(chance)
        member = chance.choice(play.people_in(case))
        if self.attempt("recuse", lambda: ACTS[Action.RECUSE](case_id=case.pk, by=member, at=self.at)):
            assert not access.open_to(member).filter(pk=case.pk).exists()

    def act_where_one_may_not(self, chance: Random) -> None:
        """Anybody tries anything. It works only for who has a part in the case, and never for who is barred."""
        case, member, action = self.some_case(chance), self.somebody(chance), chance.choice(list(ACTS))
        part = member in play.people_in(case)
        if self.attempt("tried", lambda: play.take(action, case, member, self.at, chance)):
            assert part, f"{member} did {action} without a part in the case"

    def put_back_by_hand(self, chance: Random) -> None:
        """An operator gives a barred person a grant, a role and every flag: no door opens and no act works."""
        case = self.some_case(chance)
        barred = list(Conflict.objects.filter(case=case, until=None).order_by("pk").values_list("member", flat=True))
        if not barred:
            return
        member = Member.objects.get(pk=chance.choice(barred))
        with transaction.atomic():
            assign_perm("open_case", member, case)
            for desk in (Proceeding.objects.filter(case=case).latest("number").desk, "registry"):
                words = {"desk": desk, "received_at": case.received_at, "since": self.at}
                role = "panel_chair" if desk != "registry" else "registrar"
                if not CaseRole.objects.filter(case=case, member=member, role=role, until=None).exists():
                    CaseRole.objects.create(case=case, member=member, role=role, **words)
            Member.objects.filter(pk=member.pk).update(is_superuser=True)
            member = Member.objects.get(pk=member.pk)
            assert not access.open_to(member).filter(pk=case.pk).exists()
            assert not access.asked(member).filter(pk=case.pk).exists()
            assert case not in access.overseen_by(member, timezone.localdate(self.at))
            transaction.set_rollback(True)
        DONE["put back by hand"] += 1

    # what happens to people

    def declare(self, chance: Random) -> None:
        """A tie, mostly of somebody who works on a case with somebody who is named in one."""
        near = [*play.people_in(self.some_case(chance)), self.cast.rob, self.cast.ana]
        one, two = chance.choice(near), chance.choice([*near, self.somebody(chance)])
        words = {"member": one, "other": two, "relation": chance.choice(list(Relation)), "by": one, "at": self.at}
        self.attempt("tie", lambda: register.declare_interest(**words))

    def transfer(self, chance: Random) -> None:
        member, branch = self.somebody(chance), chance.choice(list(Branch.objects.order_by("pk")))
        moved = {"moved_on": timezone.localdate(self.at), "by": None, "at": self.at}
        self.attempt("transfer", lambda: register.transfer_member(member=member, branch=branch, **moved))

    def appoint(self, chance: Random) -> None:
        member, post = self.somebody(chance), chance.choice([Post.BRANCH_LEADER, Post.NATIONAL_OFFICER, Post.RESERVE])
        branch = member.branch if post is Post.BRANCH_LEADER else None
        words = {"since": timezone.localdate(self.at), "by": None, "at": self.at}
        self.attempt("appoint", lambda: register.appoint(member=member, post=post, branch=branch, **words))

    def end_an_office(self, chance: Random) -> None:
        """Mostly of somebody who works on a case by it; their seat may end with it."""
        person = self.somebody_near(chance)
        held = Office.objects.filter(until=None).order_by("pk")
        office = chance.choice(list(held.filter(member=person)) or list(held))
        words = {"until": timezone.localdate(self.at), "by": None, "at": self.at}
        self.attempt("end an office", lambda: register.end_office(office=office, **words))

    def leave(self, chance: Random) -> None:
        words = {"left_on": timezone.localdate(self.at), "by": None, "at": self.at}
        member = self.somebody_near(chance)
        self.attempt("leave", lambda: register.leave(member=member, **words))

    def merge(self, chance: Random) -> None:
        """Two entries turn out to be one person: a side, somebody who judges, somebody who was kept out, or anybody."""
        out = list(Conflict.objects.filter(until=None).order_by("pk").values_list("member", flat=True))
        barred = Member.objects.get(pk=chance.choice(out)) if out else self.somebody(chance)
        pair = [self.somebody_near(chance), chance.choice([barred, self.somebody_near(chance), self.somebody(chance)])]
        chance.shuffle(pair)
        kept, gone = pair
        if self.attempt("merge", lambda: merging.merge(kept=kept, gone=gone, by=None, at=self.at)):
            assert not access.open_to(gone).exists() and not access.followed_by(gone).exists()

    # time

    def time_passes(self, chance: Random) -> None:
        """Letters leave, and the clocks do what is due."""
        self.at += timedelta(days=chance.choice([0, 1, 4, 9, 16, 35]))
        self.attempt("letters", lambda: delivery.deliver_due(at=self.at))
        self.attempt("time", lambda: deadlines.sweep(at=self.at))


def test_whatever_anybody_does_what_must_hold_holds(stage, db, capsys):
    Play.cast, Play.start = stage
    DONE.clear()
    once = settings(max_examples=RUNS, stateful_step_count=STEPS, phases=[Phase.generate])  # shrinking takes minutes
    run_state_machine_as_test(Play, settings=once)
    with capsys.disabled():
        print(f"\n  {RUNS} plays: " + ", ".join(f"{name} {count}" for name, count in DONE.most_common()))
    acts = sum(count for name, count in DONE.items() if name != "refused")
    assert acts > 5 * RUNS
    assert len(DONE) > 12, DONE


def test_every_act_can_be_played():
    """An act that a page offers and the machine does not know would never be tried."""
    import inspect

    known = {"case_id", "by", "at", "seen"}
    needing = {
        action
        for action, use_case in ACTS.items()
        for name, it in inspect.signature(use_case).parameters.items()
        if name not in known and it.default is inspect.Parameter.empty
    }
    assert needing <= set(play.WORDS), needing - set(play.WORDS)
