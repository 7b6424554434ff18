"""What an auditor reads of a decision: all that was found and why, and nobody's name."""

import pytest
from django.urls import reverse

from branches import usecases as register
from branches.posts import Relation
from cases.domain.vocabulary import Action, EventKind, Outcome, Role, State
from cases.models import CaseEvent
from cases.queries import exposure
from tests import build
from tests.cases.test_challenge_pages import text
from tests.journeys.eyes import browser

REASONS = "Rob Demo admits that he shouted at Ana; Will and ROB say the same."
SUMMARY = "Demo, Rob, broke the code towards Ana Demo."


@pytest.fixture
def decided(cast):
    """Signed and not delivered; the panel's words name everybody."""
    road = build.branch(cast).to_vote().vote().measure()
    chair = road.who(Role.PANEL_CHAIR)
    road.do(Action.WRITE_REASONS, chair, summary=SUMMARY, reasons=dict.fromkeys(road.numbers(), REASONS))
    return road.sign()


def decisions(member, road) -> str:
    return text(member, "oversight-decisions", road.case.code)


def test_before_it_is_delivered_there_is_nothing(decided, cast):
    page = decisions(cast.yara, decided)
    assert "No decision has been delivered yet" in page and "shouted" not in page


def test_all_of_it_is_read_without_the_names_of_those_it_is_about(decided, cast):
    decided.serve()
    page = decisions(cast.yara, decided)
    assert "[the respondent] admits that he shouted at [the complainant];" in page
    assert "broke the code towards [the complainant]." in page
    for name in ("Ana", "Rob", "ROB"):
        assert name not in page
    assert "Fingerprint" not in page, "it would let somebody try names"


def test_a_decision_that_an_appeal_has_sent_back_is_read_while_others_decide_anew(cast):
    road = build.branch(cast).to_decision().appeal().admit().outcome(Outcome.REMAND)
    assert road.case.state == State.FORMING
    assert "A written warning" in decisions(cast.yara, road)


def test_reading_it_is_in_the_record_and_is_no_hand_in_the_case(decided, cast):
    decided.serve()
    decisions(cast.yara, decided)
    read = CaseEvent.objects.filter(kind=EventKind.SEALED_PART_READ, actor=cast.yara).get()
    assert read.data == {"parts": ["decision"], "roles": ["auditor"]}
    assert cast.yara.pk not in {one.member for one in exposure.exposures(decided.case)}


def test_for_everybody_else_and_for_an_auditor_in_conflict_there_is_no_such_page(decided, cast):
    decided.serve()
    address = reverse("oversight-decisions", args=[decided.case.code])
    for member in (cast.zed, cast.ana, cast.rob, cast.bo, decided.panel()[0]):
        assert browser(member).get(address).status_code == 404
    register.declare_interest(
        member=cast.yara, other=cast.rob, relation=Relation.FRIEND, by=cast.yara, at=decided.at, since=None
    )
    assert browser(cast.yara).get(address).status_code == 404


def test_the_way_there_stands_beside_what_an_auditor_looks_up(decided, cast):
    page = browser(cast.yara).get(reverse("oversight"), {"case": decided.case.code}).content.decode()
    assert reverse("oversight-decisions", args=[decided.case.code]) in page
