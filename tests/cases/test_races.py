"""Several people in the same moment: no wrong tally, no vote of a barred member, nothing twice, nothing lost.

On SQLite the acts queue before the database, on PostgreSQL before the case; the answers must be the same.
"""

from datetime import timedelta
from functools import partial

import pytest

from branches.posts import Post
from branches.usecases import appoint, declare_interest, transfer_member
from cases import access
from cases.demo.roads import Road
from cases.domain.vocabulary import (
    Action,
    AppealGround,
    Category,
    Choice,
    DismissalGround,
    EventKind,
    Ground,
    Relation,
    Role,
    SeatStatus,
    State,
    Tier,
)
from cases.models import Ballot, Case, CaseEvent, CaseRole, Draft, Motion, Notice, Proceeding, Seat
from cases.usecases import ACTS, intake
from cases.usecases.deadlines import sweep
from cases.usecases.intake import Filing
from tests import build, invariants
from tests.cases.at_once import assert_whole, at_once, done
from tests.cast import moment, organisation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db):
    return organisation()


def act(road, action, member, **words):
    return partial(ACTS[action], case_id=road.case.pk, by=member, at=road.at, **words)


def vote(road, member, motion=1, choice=Choice.YES):
    return act(road, Action.VOTE, member, motion=motion, choice=choice)


def tie(road, member):
    words = {"relation": Relation.FAMILY, "by": None, "at": road.at}
    return partial(declare_interest, member=member, other=road.cast.rob, **words)


def deliberating(cast, *categories):
    road = build.filed(cast).screen().frame(*categories).to_national(Ground.EXPULSION).to_vote()
    for member in road.panel():
        road.declare(member)
    return road


def standing(road):
    return Ballot.objects.filter(case=road.case, void_at=None)


def count(road, kind):
    return CaseEvent.objects.filter(case=road.case, kind=kind).count()


def test_votes_cast_in_the_same_moment_are_all_counted_once(cast):
    road = deliberating(cast, Category.HARASSMENT, Category.SEXUAL_HARASSMENT)
    results = at_once(*(vote(road, member, motion) for motion in (1, 2) for member in road.panel()))
    assert done(results) == 10
    assert [(m.yes, m.seated, m.carried) for m in Motion.objects.order_by("number")] == [(5, 5, True)] * 2
    assert (standing(road).count(), count(road, EventKind.MOTION_CLOSED)) == (10, 2)
    assert_whole()


def test_a_vote_that_is_sent_twice_counts_once(cast):
    road = deliberating(cast)
    opposite = [vote(road, m, choice=c) for m in road.panel() for c in (Choice.YES, Choice.NO)]
    assert done(at_once(*opposite)) == 5
    assert standing(road).count() == 5
    motion = Motion.objects.get()
    assert (motion.yes + motion.no, motion.seated) == (5, 5)


@pytest.mark.parametrize("leaves", [lambda road, member: act(road, Action.RECUSE, member), tie], ids=["recuse", "tie"])
def test_no_vote_of_one_who_leaves_in_that_moment_stands(cast, leaves):
    """By their own will, or because somebody declares a tie that they never mentioned."""
    road = deliberating(cast)
    panel = road.panel()
    leaving = panel[2]
    at_once(leaves(road, leaving), *(vote(road, member) for member in panel))
    assert not standing(road).filter(member=leaving).exists()
    assert not access.open_to(leaving).exists()
    road.case.refresh_from_db()
    assert (road.case.state, len(road.panel())) == (State.DELIBERATING, 4)
    missing = [m for m in road.panel() if not standing(road).filter(member=m).exists()]
    (motion,) = Motion.objects.filter(void_at=None)
    for member in missing:
        road.do(Action.VOTE, member, motion=motion.number, choice=Choice.YES)
    motion.refresh_from_db()
    assert (motion.yes, motion.seated, motion.needed) == (4, 4, 3)
    assert_whole()


def test_a_whole_panel_that_steps_aside_in_one_moment_leaves_nobody_behind(cast):
    road = deliberating(cast)
    panel = road.panel()
    at_once(*(act(road, Action.RECUSE, member) for member in panel))
    road.case.refresh_from_db()
    assert road.case.state == State.AWAITING_EXTERNAL
    assert not standing(road).exists()
    assert not any(access.open_to(member).exists() for member in panel)
    assert set(CaseRole.objects.filter(until=None).values_list("role", flat=True)) == {Role.REGISTRAR}
    assert_whole()


def test_a_panel_that_loses_several_in_one_moment_asks_as_many_others(cast):
    road = build.national(cast).seat_panel().notice()
    panel = road.panel()
    at_once(*(act(road, Action.RECUSE, member) for member in panel[:3]))
    assert Seat.objects.filter(status=SeatStatus.LEFT).count() == len(road.asked()) == 3
    assert not set(road.asked()) & set(panel)
    assert_whole()


def test_everybody_who_was_drawn_may_answer_in_the_same_moment(cast):
    road = build.national(cast).draw()
    assert done(at_once(*(act(road, Action.ANSWER_CONFLICT, m, clear=True) for m in road.asked()))) == 6
    assert Seat.objects.filter(chair=True).count() == 1
    assert road.who(Role.PANEL_CHAIR) == road.panel()[0]


def test_a_case_moves_up_once_however_many_reasons_come_together(cast):
    road = build.ask_to_move_up(build.branch(cast).seat_panel().notice()).later(days=60)
    panel, north = road.panel(), cast.branches["Northside"]
    lead = partial(appoint, member=cast.rob, post=Post.BRANCH_LEADER, branch=north, since=road.at.date())
    at_once(
        partial(sweep, at=road.at),
        partial(sweep, at=road.at),
        partial(lead, by=None, at=road.at),
        act(road, Action.RULE_ESCALATION, road.who(Role.ESCALATION_RULER), upheld=True, reason="They are friends."),
        act(road, Action.RECUSE, panel[0]),
    )
    assert list(Proceeding.objects.order_by("number").values_list("tier", flat=True)) == [
        "intake",
        "branch",
        "national",
    ]
    assert count(road, EventKind.ESCALATED) == 1
    assert not any(access.open_to(member).exists() for member in panel)
    assert_whole()


def test_a_vote_and_a_move_up_in_the_same_moment(cast):
    """The vote falls with the proceeding that was left, or comes too late; it decides nothing."""
    road = build.ask_to_move_up(build.PLACES[Tier.BRANCH, State.DELIBERATING](cast))
    ruler = road.who(Role.ESCALATION_RULER)
    yes = act(road, Action.RULE_ESCALATION, ruler, upheld=True, reason="They are friends.")
    at_once(yes, *(vote(road, member) for member in road.panel()))
    road.case.refresh_from_db()
    assert (road.case.tier, road.case.state) == (Tier.NATIONAL, State.FORMING)
    assert not Motion.objects.filter(proceeding__ended_at=None).exists()
    assert_whole()


PAIRS = {
    "two ways to go on": (
        build.framed,
        (Action.OPEN_BRANCH, "omar", {"reason": "We can."}),
        (Action.OPEN_NATIONAL, "omar", {"ground": Ground.EXPULSION, "reason": "We cannot."}),
    ),
    "open and dismiss": (
        build.framed,
        (Action.OPEN_BRANCH, "omar", {"reason": "We can."}),
        (Action.PROPOSE_DISMISSAL, "omar", {"ground": DismissalGround.OUT_OF_SCOPE, "reason": "No."}),
    ),
    "both leave the talks": (build.talks, (Action.LEAVE_INFORMAL, "ana", {}), (Action.LEAVE_INFORMAL, "rob", {})),
    "yes and no to the talks": (
        build.offered,
        (Action.DECLINE_INFORMAL, "ana", {}),
        (Action.DECLINE_INFORMAL, "rob", {}),
    ),
    "both sides appeal": (
        lambda cast: build.branch(cast).to_decision(),
        *((Action.FILE_APPEAL, who, {"ground": AppealGround.MEASURE, "text": "No."}) for who in ("ana", "rob")),
    ),
    "delivered twice": (
        lambda cast: build.signed(build.branch(cast).to_vote()),
        *[(Action.SERVE_DECISION, "zed", {})] * 2,
    ),
    "drawn twice": (build.branch, *[(Action.FORM_PANEL, "zed", {})] * 2),
}


def test_of_two_people_taking_the_same_step_one_does_and_the_other_is_told(cast):
    for pair, (start, *both) in PAIRS.items():
        road = start(cast)
        acts = [act(road, action, getattr(cast, who), **words) for action, who, words in both]
        assert done(at_once(*acts)) == 1, pair
    assert_whole()


def test_two_signatures_in_the_same_moment_are_both_kept(cast):
    """Neither may believe that the other's is still missing."""
    road = build.offered(cast)
    for action, state in ((Action.CONSENT, State.INFORMAL), (Action.SIGN_TERMS, State.INFORMAL_AGREED)):
        if action is Action.SIGN_TERMS:
            road.do(Action.PROPOSE_TERMS, road.who(Role.FACILITATOR), terms="No shouting.")
        assert done(at_once(act(road, action, cast.ana), act(road, action, cast.rob))) == 2
        road.case.refresh_from_db()
        assert road.case.state == state


def test_a_draft_that_is_sent_from_two_windows_gives_one_case(cast):
    at = moment(6, 2)
    draft = Draft.objects.create(owner=cast.ana, created_at=at, updated_at=at)
    filing = Filing(narrative="Shouting.", contact="", about_leader="no", branch=cast.ana.branch_id)
    send = partial(intake.send_draft, draft_id=draft.pk, filing=filing, by=cast.ana, at=at)
    cases = at_once(*[send] * 4)
    assert {case.pk for case in cases} == {Case.objects.get().pk}
    assert Notice.objects.filter(member=cast.ana, letter="n01_received").count() == 1


def test_complaints_that_arrive_together_are_all_recorded(cast):
    people = [cast.ana, cast.rob, cast.tara, cast.eva, cast.ned, cast.mona]
    filed = at_once(*(partial(Road.file, cast, m, moment(6, 1), about=("Stan Demo",)) for m in people))
    assert len({road.case.code for road in filed}) == 6
    assert CaseRole.objects.filter(role=Role.INTAKE_OFFICER, until=None).count() == 6
    assert_whole()


def test_two_sweeps_tell_everybody_once(cast):
    road = build.branch(cast).seat_panel().notice().later(days=32)
    at_once(*[partial(sweep, at=road.at)] * 3)
    letters = Notice.objects.filter(case=road.case, member=cast.ana)
    assert letters.filter(letter="n19_status").count() == 1
    assert count(road, EventKind.OVERDUE_NOTICED) == 1
    assert_whole()


def test_two_sweeps_give_a_case_to_one_officer(cast):
    road = build.unroutable(cast)
    for member in (cast.nora, cast.ira):
        appoint(member=member, post=Post.INTAKE_OFFICER, since=road.at.date(), by=None, at=road.at)
    at_once(*[partial(sweep, at=road.at + timedelta(hours=1))] * 3)
    assert CaseRole.objects.filter(role=Role.INTAKE_OFFICER, until=None).count() == 1


# Fifty at once, on PostgreSQL


FIFTY = 50


def test_fifty_people_at_once_do_everything_to_a_few_cases(postgresql, cast):
    """Votes twice over, steps aside, ties, evidence, additions, requests and rulings to move up, sweeps, transfers.

    Each in a thread and a connection of its own. Whoever is too late is told so; nobody gets an error.
    """
    one, two = (deliberating(cast, Category.HARASSMENT, Category.SEXUAL_HARASSMENT) for _ in range(2))
    late = build.filed(cast)
    three = build.ask_to_move_up(build.branch(cast).seat_panel().notice().answer())
    acts = [vote(road, member, motion) for road in (one, two) for motion in (1, 2) for member in road.panel()]
    acts += [vote(road, member, choice=Choice.NO) for road in (one, two) for member in road.panel()[:1]]
    acts += [act(road, Action.RECUSE, road.panel()[-1]) for road in (one, two, three)]
    acts += [tie(one, one.panel()[1]), tie(two, two.panel()[0]), tie(three, three.panel()[0])]
    acts += [act(three, Action.ADD_EVIDENCE, side, title="A note", text="Said.") for side in (cast.ana, cast.rob) * 2]
    acts += [act(road, Action.ADD_ADDENDUM, cast.ana, text="And once more.") for road in (one, two, three)]
    ruler = three.who(Role.ESCALATION_RULER)
    acts += [act(three, Action.RULE_ESCALATION, ruler, upheld=yes, reason="So I see it.") for yes in (True, False)]
    acts += [act(three, Action.RULE_ESCALATION, ruler, upheld=True, reason="So I see it.")]
    acts += [partial(sweep, at=three.at)] * 3
    screen = {"danger": "no", "ongoing": "no", "minors": "no", "contact": "no"}
    acts += [act(late, Action.SCREEN_SAFETY, late.who(Role.INTAKE_OFFICER), **screen)] * 2
    name_mona = {"case_id": late.case.pk, "by": cast.omar, "at": late.at, "name": "Mona", "member": cast.mona}
    acts += [partial(ACTS[Action.NAME_WITNESS], **name_mona)] * 2
    acts += [partial(Road.file, cast, cast.tara, three.at, about=("Stan Demo",))] * 2
    crowd = iter(cast.crowd("Northside"))
    moving = {"branch": cast.branches["Eastport"], "moved_on": three.at.date(), "by": None, "at": three.at}
    acts += [partial(transfer_member, member=next(crowd), **moving) for _ in range(FIFTY - len(acts))]
    assert len(acts) == FIFTY
    results = at_once(*acts)
    assert done(results) > FIFTY / 3
    assert_whole()
    assert invariants.faults(invariants.Memory(), rules=invariants.ALWAYS + invariants.IN_THE_END) == []
    for road in (one, two):
        double = Ballot.objects.filter(case=road.case, void_at=None).values("motion", "member")
        assert len({(row["motion"], row["member"]) for row in double}) == len(double)
        gone = Seat.objects.filter(case=road.case, status=SeatStatus.LEFT)
        assert gone.exists()
        assert not Ballot.objects.filter(case=road.case, void_at=None, member__in=gone.values("member")).exists()
        road.case.refresh_from_db()
        if road.case.state == State.DELIBERATING:
            _go_on_to_a_right_count(road)
    assert Proceeding.objects.filter(case=three.case, tier=Tier.NATIONAL).count() <= 1


def _go_on_to_a_right_count(road):
    """Those who are left vote on what is still open; the count is theirs and nobody else's."""
    for motion in Motion.objects.filter(case=road.case, void_at=None, closed_at=None).order_by("number"):
        voted = set(Ballot.objects.filter(motion=motion, void_at=None).values_list("member", flat=True))
        for member in road.panel():
            if member.pk not in voted:
                road.do(Action.VOTE, member, motion=motion.number, choice=Choice.YES)
        motion.refresh_from_db()
        assert (motion.yes + motion.no + motion.abstained, motion.seated) == (len(road.panel()),) * 2
