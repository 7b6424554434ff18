"""One whole national case: two complaints, three witnesses, a challenge, another day, a dissent, an appeal, a plan.

Every day in it was counted by hand from the numbers of the procedure; in brackets the paragraph of the domain paper.
"""

from dataclasses import dataclass
from datetime import date
from html import unescape

import pytest
from django.core.cache import cache
from django.test import Client

from branches.models import Member
from cases.demo.matters import REMARKS
from cases.domain.measures import Details, Task
from cases.domain.plan_words import BreachRuling
from cases.domain.vocabulary import (
    Action,
    AppealGround,
    ClosureReason,
    Ground,
    MeasureKind,
    Outcome,
    PostponementGround,
    Role,
    State,
    Tier,
    Why,
)
from cases.load import local_day
from cases.models import (
    Appeal,
    Breach,
    Case,
    EvidenceItem,
    Hearing,
    Joining,
    Measure,
    Motion,
    Notice,
    Party,
    PlanStep,
    RollOut,
    Statement,
)
from tests.cast import moment, organisation
from tests.clock import stopped
from tests.journeys.eyes import browser, doors, post
from tests.journeys.slow import Slow
from tests.journeys.test_witness_link import LINK

pytestmark = pytest.mark.django_db
TASKS = Details(tasks=(Task(days=20, text="A letter of apology."), Task(days=50, text="The course.")))
HEARD = {"Petra Lang": "I stood by the door and heard shouting.", "Paul Roth": "I saw her leave in tears."}


@dataclass
class Story:
    road: Slow
    later: Slow
    doubted: Member
    monitor: Member
    steps: list[tuple[str, str, str, str]]

    def reached(self, what: str, road: Slow | None = None) -> None:
        case = (road or self.road).case
        case.refresh_from_db()
        due = f"{case.due_on:%d %b}" if case.due_on else ""
        self.steps.append((f"{(road or self.road).at:%d %b}", what, case.state, due))


@pytest.fixture(scope="module")
def story(standing):
    """The whole of it, walked once; the clock is swept every morning until the decision, then on days that count."""
    cast = organisation()
    cache.clear()
    road = Slow.file(cast, cast.ana, moment(6, 1))
    told = Story(road, road, cast.rob, cast.rob, [])
    told.reached("filed")
    _begins(told)
    _joined(told)
    _witnesses(told)
    _hearing(told)
    _decision(told)
    _appeal(told)
    _plan(told)
    post(road)
    return told


def _begins(told):
    road = told.road
    road.to(6, 3).screen().frame().to_national(Ground.EXPULSION)
    told.reached("to the national committee")
    road.to(6, 5).seat_panel().to(6, 8).notice()
    told.reached("notice")
    *_, told.doubted = road.to(6, 10).panel()
    words = {"kind": Why.SLATE, "text": "They stood together last year."}
    road.do(Action.CHALLENGE, road.cast.rob, member=told.doubted.pk, **words)
    for place, ruler in enumerate(road.panel()):
        road.do(Action.RULE_CHALLENGE, ruler, challenge=1, keep=place < 2, reason="So I see it.")
    road.clear()
    told.reached("challenged, out, replaced")


def _joined(told):
    road, cast = told.road, told.road.cast
    told.later = Slow.file(cast, cast.tara, road.to(6, 11).at, matter=REMARKS)
    told.later.screen().frame().to_national(Ground.EXPULSION)
    told.reached("the second complaint", told.later)
    road.to(6, 15).answer()
    words = {"other": told.later.case.code, "reason": "Both are about the same evening."}
    road.do(Action.PROPOSE_JOINING, road.who(Role.REGISTRAR), **words)
    told.reached("answered; joining proposed")
    road.to(6, 22).do(Action.RULE_JOINING, road.who(Role.PANEL_CHAIR), upheld=True, reason="The same evening.")
    told.reached("joined")
    road.clear().notice()
    told.reached("notice of both")
    road.to(6, 29).answer()
    told.reached("answered")


def _witnesses(told):
    """Two sign, by a link; the third would rather say nothing."""
    road = told.road
    lead = road.who(Role.INVESTIGATOR)
    for name in (*HEARD, "Karl Moos"):
        road.do(Action.NAME_WITNESS, lead, name=name)
    with stopped(road.at):
        for party in Party.objects.filter(case=road.case, side=Role.WITNESS).order_by("number"):
            asked = {"party": party.number, "topic": "An evening in May", "questions": "What did you hear?"}
            page = browser(lead).post(f"/cases/{road.case.code}/do/invite_witness/", asked).content.decode()
            witness, signed = Client(), dict(enumerate(HEARD.items(), 4)).get(party.number)
            assert witness.post(LINK.search(page)[0])["Location"] == "/statement/"
            words = (
                {"sign": "yes", "name": signed[0], "text": signed[1], "true": "on"} if signed else {"decline": "yes"}
            )
            assert witness.post("/statement/", words).status_code == 200
    road.to(7, 13).report()
    told.reached("report")


def _hearing(told):
    road, cast = told.road, told.road.cast
    for side in (cast.ana, cast.tara, cast.rob):
        road.do(Action.REPLY_EVIDENCE, side, text="I have read it.")
    road.to(7, 20).close_review()
    chair = road.who(Role.PANEL_CHAIR)
    road.do(Action.CALL_HEARING, chair, starts_at=moment(8, 4, 18), place="The library")
    told.reached("hearing called")
    words = {"ground": PostponementGround.ILLNESS, "text": "I am in hospital that day."}
    road.to(7, 21).do(Action.ASK_POSTPONEMENT, cast.rob, **words)
    words = {"upheld": True, "reason": "Both can come then.", "starts_at": moment(8, 6, 18)}
    road.to(7, 22).do(Action.RULE_POSTPONEMENT, chair, **words)
    told.reached("another day")
    road.to(8, 6, 21).do(Action.HOLD_HEARING, chair, minutes="All were heard.")
    told.reached("heard")


def _decision(told):
    road = told.road
    road.to(8, 17).vote(yes=4).do(
        Action.PROPOSE_MEASURE, road.who(Role.PANEL_CHAIR), kind=MeasureKind.SUSPENSION, days=180,
        terms="His rights as a member rest.",
    ).vote(yes=4)  # fmt: skip
    road.do(Action.ADD_DISSENT, road.panel()[-1], text="A plan would do more.", signed=True)
    road.reasons().sign()
    told.reached("signed")
    road.to(8, 19).serve()
    told.reached("delivered")


def _appeal(told):
    road, cast = told.road, told.road.cast
    words = {"ground": AppealGround.MEASURE, "text": "Half a year is too hard."}
    road.to_day(9, 10).do(Action.FILE_APPEAL, cast.rob, **words)
    told.reached("appealed")
    road.to_day(9, 14).rule_in().seat_panel().to_day(9, 15).notice()
    told.reached("the panel of the appeal")
    road.to_day(9, 18).do(Action.ANSWER_APPEAL, cast.ana, text="It is right as it is.")
    told.reached("one answers")
    road.to_day(9, 21).do(Action.ANSWER_APPEAL, cast.tara, text="I would be content with a plan.")
    told.reached("the other answers")
    milder = {"kind": MeasureKind.PLAN, "days": 90, "terms": "He learns.", "details": TASKS}
    road.to_day(9, 28).outcome(Outcome.MODIFY, **milder)
    told.reached("modified")


def _plan(told):
    road, cast = told.road, told.road.cast
    told.monitor = road.who(Role.MONITOR)
    road.do(Action.TAKE_UP_PLAN, told.monitor).do(Action.START_MONITORING, road.who(Role.REGISTRAR))
    told.reached("followed")
    for day in ((10, 11), (10, 18), (10, 25), (10, 26)):
        road.to_day(*day)
    told.reached("breached")
    road.to_day(10, 30).do(Action.ANSWER_BREACH, cast.rob, text="I was ill.")
    words = {"ruling": BreachRuling.EXCUSED, "reason": "He has shown it."}
    road.do(Action.RULE_BREACH, road.who(Role.MEASURE_CHAIR), **words)
    road.to_day(11, 5).do(Action.SHOW_TASK, cast.rob, number=1, text="Here is the letter.")
    for number, day in ((1, (11, 5)), (2, (11, 6)), (3, (11, 16)), (4, (11, 27))):
        road.to_day(*day).do(Action.SETTLE_TASK, told.monitor, number=number, text="I have seen it.")
    road.to_day(11, 28).do(Action.COMPLETE_PLAN, told.monitor, text="Both are done.")
    told.reached("completed")
    road.to_day(11, 30).do(Action.CLOSE, road.who(Role.REGISTRAR))
    told.reached("closed")


def test_every_step_is_taken_before_its_last_day(story):
    assert story.steps == [
        ("01 Jun", "filed", "triage", "11 Jun"),  # 10 days for the first look
        ("03 Jun", "to the national committee", "forming", "10 Jun"),  # 7 to form a panel
        ("08 Jun", "notice", "responding", "22 Jun"),  # 14 to answer
        ("10 Jun", "challenged, out, replaced", "responding", "22 Jun"),  # a challenge stops no clock
        ("11 Jun", "the second complaint", "forming", "18 Jun"),
        ("15 Jun", "answered; joining proposed", "investigating", "14 Aug"),  # 60 for the inquiry
        ("22 Jun", "joined", "forming", "29 Jun"),  # 5 to object and one more; then everybody is asked anew
        ("22 Jun", "notice of both", "responding", "06 Jul"),
        ("29 Jun", "answered", "investigating", "28 Aug"),
        ("13 Jul", "report", "evidence_review", "23 Jul"),  # 10 to read and reply
        ("20 Jul", "hearing called", "hearing", "10 Aug"),  # 21 to hear
        ("22 Jul", "another day", "hearing", "10 Aug"),  # a ruling on the day gives no time
        ("06 Aug", "heard", "deliberating", "20 Aug"),  # 14 to decide
        ("17 Aug", "signed", "signed", "20 Aug"),  # 3 to deliver
        ("19 Aug", "delivered", "appeal_window", "18 Sep"),  # 30 to appeal
        ("10 Sep", "appealed", "admissibility", "20 Sep"),  # 10 to check the ground
        ("15 Sep", "the panel of the appeal", "responding", "29 Sep"),  # 14 to answer
        ("18 Sep", "one answers", "responding", "29 Sep"),  # the other keeps all her days
        ("21 Sep", "the other answers", "deliberating", "21 Oct"),  # 30 to decide
        ("28 Sep", "modified", "final", "28 Oct"),
        ("28 Sep", "followed", "monitoring", "27 Dec"),  # the 90 days of the plan
        ("26 Oct", "breached", "monitoring", "27 Dec"),
        ("28 Nov", "completed", "monitoring", "27 Dec"),
        ("30 Nov", "closed", "closed", ""),
    ]


def told(story, member, case=None):
    """The letters of one person about one case, each with its day."""
    rows = Notice.objects.filter(case=case or story.road.case, member=member, released_at__isnull=False)
    return [(f"{local_day(row.created_at):%d %b}", row.letter) for row in rows.order_by("created_at", "event__number")]


TO_BOTH = [
    ("22 Jun", "n35_ruled"),
    ("22 Jun", "n06_notice"),
    ("01 Jul", "n19_status"),
    ("13 Jul", "n15_evidence_open"),
    ("20 Jul", "n15_evidence_closed"),
    ("20 Jul", "n16_hearing"),
    ("22 Jul", "n16_postponement"),
    ("31 Jul", "n19_status"),
    ("19 Aug", "n21_decision"),
    ("10 Sep", "n19_status"),
    ("10 Sep", "n23_appeal_received"),
    ("14 Sep", "n23_admitted"),
    ("15 Sep", "n24_appeal_panel"),
    ("28 Sep", "n25_appeal_decision"),
    ("11 Oct", "n19_status"),
    ("30 Oct", "n19_status"),
    ("28 Nov", "n19_status"),
    ("30 Nov", "n26_closed"),
]
"""From the joining on all three hear the same on the same day; the plan is the respondent's own."""

OF_THE_PLAN = [
    ("28 Sep", "n28_monitoring"),
    ("11 Oct", "n28_due"),
    ("18 Oct", "n28_due"),
    ("25 Oct", "n28_due"),  # the check-in of the 28th is near
    ("26 Oct", "n28_breach"),
    ("30 Oct", "n28_ruled"),
    ("06 Nov", "n28_due"),
    ("16 Nov", "n28_due"),
    ("27 Nov", "n28_due"),
    ("28 Nov", "n29_measure_ended"),
]


def test_each_side_gets_exactly_these_letters_on_exactly_these_days(story):
    cast = story.road.cast
    panel = [("08 Jun", "n06_notice"), ("10 Jun", "n10_challenge"), ("10 Jun", "n10_ruled")]
    panel += [("10 Jun", "n08_panel_changed")] * 2
    first = [("01 Jun", "n01_received"), ("01 Jun", "n02_officer"), ("03 Jun", "n07_moved_up"), *panel]
    second = [("11 Jun", "n01_received"), ("11 Jun", "n02_officer"), ("11 Jun", "n07_moved_up")]
    together = [("15 Jun", "n35_proposed"), ("22 Jun", "n35_ruled")]
    assert told(story, cast.ana) == [*first, ("15 Jun", "n35_proposed"), *TO_BOTH]
    assert told(story, cast.tara, story.later.case) == [*second, *together]
    assert told(story, cast.tara) == TO_BOTH
    reminded = [("15 Jun", "n12_reminder"), ("29 Jun", "n12_reminder")]
    own = [row for row in told(story, cast.rob) if row not in OF_THE_PLAN + reminded]
    assert own == [*panel, ("15 Jun", "n35_proposed"), *TO_BOTH]
    assert [row for row in told(story, cast.rob) if row in OF_THE_PLAN] == OF_THE_PLAN
    assert told(story, cast.rob, story.later.case) == [], "of the second complaint he heard in the case it joined"


def page(story, member, code=None):
    return unescape(browser(member).get(f"/my/{code or story.road.case.code}/").content.decode())


def test_two_complaints_are_one_case(story):
    row = Joining.objects.get()
    assert (row.how, row.case, row.other) == ("joined", story.road.case, story.later.case)
    assert Case.objects.get(pk=row.other_id).closure_reason == ClosureReason.JOINED
    assert story.road.numbers() == [1, 2]
    cast = story.road.cast
    for member, own, other in ((cast.ana, story.road, story.later), (cast.tara, story.later, story.road)):
        seen = page(story, member)
        assert own.matter.allegation in seen and other.matter.allegation in seen
        assert other.matter.narrative not in seen


def test_the_challenged_member_is_out_for_good_and_a_tie_was_enough(story):
    chair = story.road.case.proceedings.get(number=2).seats.get(chair=True).member
    assert chair != story.doubted and doors(story.doubted, story.road) == set()
    assert [letter for _, letter in told(story, story.doubted)][-2:] == ["n11_on_hold", "n11_ruled"]
    seats = story.road.case.proceedings.get(number=2).seats.filter(kind="member")
    assert sorted(seats.values_list("status", flat=True)) == ["left", *["seated"] * 5]


def test_two_witnesses_signed_one_said_nothing_and_all_three_read_the_same(story):
    cast = story.road.cast
    assert EvidenceItem.objects.filter(given_as=Role.WITNESS).count() == Statement.objects.count() == 2
    for member in (cast.ana, cast.tara, cast.rob):
        seen = page(story, member)
        assert all(text in seen and f"signed “{name}”" in seen for name, text in HEARD.items())


def test_the_hearing_was_held_two_days_later_than_it_was_called_for(story):
    row = Hearing.objects.get()
    assert (row.starts_at, row.minutes_final_because) == (moment(8, 6, 18), "approved")
    assert "All were heard." in page(story, story.road.cast.tara)


def test_four_of_five_decided_and_the_fifth_said_why_not(story):
    rows = Motion.objects.filter(case=story.road.case, proceeding__tier=Tier.NATIONAL).order_by("number")
    assert [(m.kind, m.yes, m.no, m.needed, m.carried) for m in rows] == [
        ("finding", 4, 1, 3, True),
        ("finding", 4, 1, 3, True),
        ("measure", 4, 1, 4, True),  # two thirds of five for more than ninety days (4.2)
    ]
    for member in (story.road.cast.ana, story.road.cast.tara, story.road.cast.rob):
        assert "A plan would do more." in page(story, member)


def test_the_suspension_waited_for_the_appeal_and_never_began(story):
    suspension, plan = Measure.objects.filter(case=story.road.case).order_by("number")
    assert (suspension.kind, suspension.starts_on, suspension.dropped_because) == ("suspension", None, "modified")
    assert (plan.kind, plan.starts_on, plan.ends_on) == ("plan", date(2026, 9, 28), date(2026, 12, 27))
    assert not RollOut.objects.filter(case=story.road.case).exists(), "nobody was ever told to apply anything"


def test_both_complainants_answered_the_appeal_and_each_once(story):
    appeal = Appeal.objects.get()
    rows = appeal.answers.order_by("answered_at").values_list("answered_by", "answered_at")
    assert list(rows) == [
        (story.road.cast.ana.pk, moment(9, 18)),
        (story.road.cast.tara.pk, moment(9, 21)),
    ]
    for member in (story.road.cast.ana, story.road.cast.tara, story.road.cast.rob):
        seen = page(story, member)
        assert "It is right as it is." in seen and "I would be content with a plan." in seen


def test_the_breach_was_found_by_the_clock_excused_and_mended(story):
    row = Breach.objects.get()
    days = (local_day(row.reported_at), row.hear_by, row.rule_by, row.ruling)
    assert days == (date(2026, 10, 26), date(2026, 11, 5), date(2026, 11, 19), BreachRuling.EXCUSED)
    steps = PlanStep.objects.filter(case=story.road.case).order_by("number").values_list("task", "due_on")
    assert list(steps) == [
        (True, date(2026, 11, 13)),  # was 18 October: 14 days more from the ruling
        (False, date(2026, 11, 13)),  # was 28 October
        (True, date(2026, 11, 17)),
        (False, date(2026, 11, 27)),
        (False, date(2026, 12, 27)),
    ]
    plan = Measure.objects.get(kind=MeasureKind.PLAN)
    assert (plan.ended_because, plan.ended_at) == ("completed", moment(11, 28))


def test_it_closed_as_carried_out_and_who_followed_it_has_nothing_left(story):
    case = Case.objects.get(pk=story.road.case.pk)
    assert (case.state, case.closure_reason) == (State.CLOSED, ClosureReason.SANCTION_COMPLETED)
    assert doors(story.monitor, story.road) == set()
