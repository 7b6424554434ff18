"""Nothing is begun again without end: what puts a first look back is limited, and its clock goes on."""

from datetime import date

import pytest

from cases.domain.answer import Refused
from cases.domain.vocabulary import Action, DismissalGround, Role, State
from tests import build
from tests.cast import moment

DISMISSAL = {"ground": DismissalGround.OUT_OF_SCOPE, "reason": "The code does not cover this."}


def ask(road, number):
    return road.do(Action.ASK_FACTS, road.who(Role.INTAKE_OFFICER), question=f"And on which evening? {number}")


def answer(road):
    return road.do(Action.ANSWER_FACTS, road.cast.ana, answer="On the first.")


def refused(act):
    with pytest.raises(Refused) as caught:
        act()
    return " ".join(against.because for against in caught.value.against)


def test_the_complainant_is_asked_for_facts_twice_and_not_a_third_time(cast):
    road = build.filed(cast).screen()
    answer(ask(road, 1))
    answer(ask(road, 2))
    assert "2 times in one case" in refused(lambda: ask(road, 3))


def test_a_dismissal_that_was_refused_twice_is_not_proposed_again(cast):
    road = build.filed(cast).screen()
    for _ in range(2):
        road.do(Action.PROPOSE_DISMISSAL, cast.omar, **DISMISSAL)
        road.do(Action.REFUSE_DISMISSAL, road.who(Role.SECOND_OFFICER), reason="The code does cover it.")
    assert "2 times in one case" in refused(lambda: road.do(Action.PROPOSE_DISMISSAL, cast.omar, **DISMISSAL))


def test_talks_are_offered_twice_at_most(cast):
    road = build.framed(cast)
    for _ in range(2):
        road.do(Action.OFFER_INFORMAL, road.who(Role.INTAKE_OFFICER))
        road.do(Action.DECLINE_INFORMAL, cast.ana)
    assert "2 times in one case" in refused(lambda: road.do(Action.OFFER_INFORMAL, road.who(Role.INTAKE_OFFICER)))


def test_the_clock_of_the_first_look_stands_still_while_others_have_the_case_and_then_goes_on(cast):
    """Received on 1 June, due on 11 June; asked on 5 June with six days left, answered on 15 June."""
    road = build.filed(cast).screen()
    assert road.case.due_on == date(2026, 6, 11)
    ask(road.until(moment(6, 5)), 1)
    assert road.case.due_on == date(2026, 6, 19)
    answer(road.until(moment(6, 15)))
    assert (road.case.state, road.case.due_on) == (State.TRIAGE, date(2026, 6, 21))


def test_asking_does_not_make_an_overdue_first_look_young_again(cast):
    road = build.filed(cast).screen()
    answer(ask(road.until(moment(6, 18)), 1).until(moment(6, 20)))
    assert road.case.due_on == date(2026, 6, 13)  # seven days overdue, as before


def test_after_a_review_somebody_else_has_the_whole_time(cast):
    road = build.reviewed(cast).until(moment(6, 8))
    road.do(Action.OVERTURN_DISMISSAL, road.who(Role.REVIEWER), reason="The code does cover shouting.")
    assert (road.case.state, road.case.due_on) == (State.TRIAGE, date(2026, 6, 18))
