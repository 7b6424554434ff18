"""SC-01 and SC-02: talks that work, and talks that somebody leaves."""

from datetime import date

import pytest

from cases.demo.roads import Road
from cases.domain.answer import Refused
from cases.domain.vocabulary import Action, ClosureReason, Part, Role, State, Tier, Why
from cases.models import CheckIn, Complaint, Decision, Measure, Motion, TalkNote
from cases.queries import folder as folders
from cases.queries.parts import talks
from cases.sealed import Keys
from tests import build
from tests.cast import moment
from tests.journeys.eyes import doors, letters, post, sees

NOTE = "Rob said in confidence that he is ill."


def talking(cast) -> Road:
    """Both sides agree on 3 March; Cal leads the talks."""
    road = Road.file(cast, cast.ana, moment(3, 1)).screen().frame().do(Action.OFFER_INFORMAL, cast.omar)
    build.both(road.until(moment(3, 3)), Action.CONSENT)
    return road.do(Action.ADD_TALK_NOTE, cast.cal, text=NOTE)


def agreed(cast) -> Road:
    road = talking(cast).until(moment(3, 20)).do(Action.PROPOSE_TERMS, cast.cal, terms="No shouting at meetings.")
    return build.both(road, Action.SIGN_TERMS)


def notes_for(member, road) -> tuple:
    return talks.notes(folders.of_handler(road.case, member, today=road.at.date()))


def test_an_agreement_that_is_kept_ends_the_case_without_finding_or_measure(cast):
    """SC-01."""
    road = agreed(cast)
    assert road.case.state == State.INFORMAL_AGREED
    dates = [date(2026, 4, 19), date(2026, 5, 19), date(2026, 6, 18)]
    assert list(CheckIn.objects.order_by("due_on").values_list("due_on", flat=True)) == dates
    for day in dates:
        road.until(moment(day.month, day.day)).do(Action.RECORD_CHECK_IN, cast.cal, kept=True)
    road.do(Action.COMPLETE_AGREEMENT, cast.cal)
    assert (road.case.state, road.case.closure_reason) == (State.CLOSED, ClosureReason.INFORMAL_AGREEMENT_COMPLETED)
    for kind in (Measure, Motion, Decision):
        assert not kind.objects.filter(case=road.case).exists()
    assert doors(cast.cal, road) == set()


def test_the_case_is_not_over_before_every_check_in(cast):
    road = agreed(cast).do(Action.RECORD_CHECK_IN, cast.cal, kept=True)
    with pytest.raises(Refused) as refused:
        road.do(Action.COMPLETE_AGREEMENT, cast.cal)
    assert [against.because for against in refused.value.against] == ["Record every check-in first."]


def test_talk_notes_are_read_by_nobody_but_the_one_who_wrote_them(cast):
    road = agreed(cast)
    assert [note.text for note in notes_for(cast.cal, road)] == [NOTE]
    for member in (cast.zed, cast.omar, cast.bo):
        assert not notes_for(member, road)
    for member in (cast.ana, cast.rob):
        assert Part.TALK_NOTES not in folders.of_party(road.case, member, today=road.at.date()).parts


def test_whoever_facilitates_next_does_not_get_the_notes_of_the_one_before(cast):
    road = talking(cast).do(Action.RECUSE, cast.cal)
    after = road.who(Role.FACILITATOR)
    assert after != cast.cal
    assert not notes_for(after, road)


def left(cast) -> Road:
    """SC-02: Ana leaves on day 12, without a reason."""
    return talking(cast).until(moment(3, 15)).do(Action.LEAVE_INFORMAL, cast.ana)


def test_leaving_the_talks_goes_back_to_the_first_look_at_once(cast):
    road = left(cast)
    assert (road.case.tier, road.case.state) == (Tier.INTAKE, State.TRIAGE)
    assert road.who(Role.INTAKE_OFFICER) == cast.omar
    post(road)
    assert letters(cast.rob, road) == ["n04_informal_offer", "n04_talks_begin", "n04_talks_ended"]
    assert doors(cast.cal, road) == set() and sees(cast.cal, road) == set()


@pytest.mark.parametrize("who", ["ana", "rob", "cal"])
def test_each_of_the_three_may_leave_at_any_time_without_a_reason(cast, who):
    road = talking(cast).later(days=1)
    assert road.do(Action.LEAVE_INFORMAL, getattr(cast, who)).case.state == State.TRIAGE


@pytest.mark.parametrize("who", ["ana", "rob"])
def test_either_side_may_leave_when_only_the_other_has_signed(cast, who):
    road = talking(cast).do(Action.PROPOSE_TERMS, cast.cal, terms="No shouting.").do(Action.SIGN_TERMS, cast.ana)
    assert road.do(Action.LEAVE_INFORMAL, getattr(cast, who)).case.state == State.TRIAGE


def test_changed_terms_need_both_signatures_anew(cast):
    road = talking(cast).do(Action.PROPOSE_TERMS, cast.cal, terms="No shouting.").do(Action.SIGN_TERMS, cast.ana)
    road.do(Action.PROPOSE_TERMS, cast.cal, terms="No shouting, and no letters.").do(Action.SIGN_TERMS, cast.rob)
    assert road.case.state == State.INFORMAL
    assert road.do(Action.SIGN_TERMS, cast.ana).case.state == State.INFORMAL_AGREED


def test_the_formal_file_has_no_word_of_the_talks_and_reuses_the_complaint(cast):
    road = left(cast)
    before = Complaint.objects.get(case=road.case)
    road.to_branch().seat_panel().notice()
    after = Complaint.objects.get(case=road.case)
    assert (after.pk, after.fingerprint) == (before.pk, before.fingerprint)
    note = TalkNote.objects.get(case=road.case)
    assert Keys(road.case.pk).open(note, "text") == NOTE
    for member in (*road.panel(), cast.zed):
        parts = folders.of_handler(road.case, member, today=road.at.date()).parts
        assert Part.TALK_NOTES not in parts and Part.AGREEMENT not in parts
        assert not notes_for(member, road)


def test_the_facilitator_has_no_further_part_in_the_case(cast):
    road = left(cast).to_branch()
    cast.branches["Northside"].members.exclude(
        pk__in=[m.pk for m in (cast.cal, cast.ana, cast.rob, cast.tara, cast.lena)]
    ).update(is_active=False)
    road.draw()
    assert road.case.tier == Tier.NATIONAL, "with Cal there would have been three"
    with pytest.raises(Refused) as refused:
        road.do(Action.NAME_WITNESS, cast.cal, name="Somebody")
    assert {Why.EARLIER_HAND, Why.NOT_YOUR_ROLE} <= {against.why for against in refused.value.against}


def test_talks_that_run_out_of_time_end_by_themselves(cast):
    road = talking(cast)
    assert road.until(moment(4, 2)).clock().case.state == State.INFORMAL
    assert road.until(moment(4, 3)).clock().case.state == State.TRIAGE


def test_an_offer_that_nobody_takes_lapses(cast):
    road = build.offered(cast).do(Action.CONSENT, cast.ana)
    assert road.later(days=6).clock().case.state == State.INFORMAL_OFFERED
    assert road.later(days=1).clock().case.state == State.TRIAGE


@pytest.mark.parametrize("side", build.SIDES)
def test_a_no_to_the_offer_ends_it_and_no_reason_is_asked(cast, side):
    road = build.offered(cast)
    assert road.do(Action.DECLINE_INFORMAL, road.side(side)).case.state == State.TRIAGE


def test_after_the_talks_a_formal_case_comes_to_its_decision(cast):
    assert left(cast).to_branch().to_decision().case.state == State.APPEAL_WINDOW
