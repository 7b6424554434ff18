"""SC-04: a complaint about the chair of the branch. Nobody of the leadership hears of it before the notice."""

import pytest

from cases.demo.roads import Road
from cases.domain.answer import Refused
from cases.domain.vocabulary import Action, Ground, Role, State, Tier
from cases.models import CaseEvent, CaseRole, CaseUserObjectPermission, Notice, Proceeding
from tests.cast import moment
from tests.journeys.eyes import doors, letters, lists, post, sees

LEADERS = ("Bo", "Lena")
LOCAL = (*LEADERS, "Omar", "Cal")


def complaint(cast, **answers) -> Road:
    return Road.file(cast, cast.ana, moment(6, 1), **{"about": ("Bo Demo",), "about_leader": "yes"} | answers)


def traces(member) -> dict[str, int]:
    return {
        "notices": Notice.objects.filter(member=member).count(),
        "roles": CaseRole.objects.filter(member=member).count(),
        "grants": CaseUserObjectPermission.objects.filter(user=member).count(),
        "events": CaseEvent.objects.filter(actor=member).count(),
    }


@pytest.mark.parametrize("said", ["yes", "no", "unsure"], ids=lambda said: f"about a leader: {said}")
def test_nobody_of_the_leadership_has_a_trace_of_it_or_sees_a_changed_page(cast, said):
    """Whatever the form says: the name is enough."""
    before = {name: lists(cast.members[name]) for name in LOCAL}
    road = complaint(cast, about_leader=said).screen().frame().to_national()
    road.seat_panel()
    post(road)
    for name in LOCAL:
        member = cast.members[name]
        assert lists(member) == before[name]
        assert traces(member) == {"notices": 0, "roles": 0, "grants": 0, "events": 0}
        assert doors(member, road) == set()


def test_the_case_is_as_absent_for_them_as_one_that_does_not_exist(cast):
    road = complaint(cast)
    for name in LOCAL:
        assert sees(cast.members[name], road) == set()


def test_a_national_officer_takes_the_first_look(cast):
    road = complaint(cast)
    assert road.who(Role.INTAKE_OFFICER) in (cast.ira, cast.nora)


def test_the_branch_may_not_open_it_and_the_ground_works_by_itself(cast):
    """G2."""
    road = complaint(cast).screen().frame()
    with pytest.raises(Refused) as refused:
        road.to_branch()
    (said,) = [against.because for against in refused.value.against]
    assert Ground.LEADERSHIP.label in said
    road.to_national()
    assert Proceeding.objects.get(case=road.case, ended_at=None).ground == "G2"


def test_bo_first_learns_of_it_from_the_notice_of_allegations(cast):
    road = complaint(cast).screen().frame().to_national().seat_panel()
    post(road)
    assert letters(cast.bo, road, sent=None) == [] and doors(cast.bo, road) == set()
    post(road.notice())
    assert letters(cast.bo, road) == ["n06_notice"]
    assert doors(cast.bo, road) == {"followed_by"}
    assert "my-case" in sees(cast.bo, road) and not {"case", "inbox"} & sees(cast.bo, road)


def test_the_rest_of_the_leadership_never_does(cast):
    road = complaint(cast).screen().frame().to_national().to_decision()
    post(road.later(days=40).clock())
    for name in ("Lena", "Omar", "Cal"):
        assert letters(cast.members[name], road, sent=None) == []
        assert sees(cast.members[name], road) == set()


def test_the_whole_road_at_the_national_level(cast):
    """Panel and inquiry are different people; nobody of the first look sits; the decision becomes final."""
    road = complaint(cast).screen()
    first = road.who(Role.INTAKE_OFFICER)
    road.frame().to_national().seat_panel()
    panel, investigator = road.panel(), road.who(Role.INVESTIGATOR)
    assert (len(panel), len({*panel, investigator, first})) == (5, 7)
    road.notice().answer()
    assert road.case.due_on == moment(7, 31).date()
    road.report().review().papers().vote().measure().decide()
    assert (road.case.tier, road.case.state) == (Tier.NATIONAL, State.APPEAL_WINDOW)
    assert doors(first, road) == set()
    road.later(days=31).clock()
    assert road.case.state == State.FINAL
    assert not any(doors(member, road) for member in [*panel, investigator])


def test_who_inquires_at_the_national_level_does_not_decide(cast):
    road = complaint(cast).screen().frame().to_national().to_vote()
    with pytest.raises(Refused):
        road.do(Action.VOTE, road.who(Role.INVESTIGATOR), motion=1, choice="yes")
    with pytest.raises(Refused):
        road.do(Action.SUBMIT_REPORT, road.who(Role.PANEL_CHAIR), agreed="a", disputed="b", weighed="c")
