"""SC-15: a respondent complains about those who are to judge him. Nobody is taken off by that; others rule."""

from datetime import timedelta

import pytest

from cases.demo.roads import Road
from cases.domain.vocabulary import (
    Action,
    EventKind,
    LinkKind,
    Role,
    SeatStatus,
    State,
    Tier,
    Why,
)
from cases.models import CaseEvent, CaseLink, Challenge, Conflict, Ruling, Seat
from cases.sealed import Keys
from tests import build
from tests.journeys.eyes import browser, doors, letters, post, sees

SCREEN = "Possible retaliation"


@pytest.fixture
def road(cast):
    """A panel of five of the national committee; both sides were told of it two days ago."""
    return build.national(cast).seat_panel().notice().later(days=2)


def complain(road, by, about) -> Road:
    road.later(hours=1)
    return Road.file(road.cast, by, road.at, about=(about.full_name,))


def status(road, member) -> SeatStatus:
    return SeatStatus(Seat.objects.get(case=road.case, member=member).status)


def doubt(road, member) -> Challenge:
    return Challenge.objects.get(case=road.case, member=member, ruled_at=None)


def rule(road, member, *, keep: int) -> list[str]:
    """All who may rule do, the first `keep` of them for the person; who they were."""
    row = doubt(road, member)
    doubted = set(Challenge.objects.filter(case=road.case, ruled_at=None).values_list("member", flat=True))
    rulers = [m for m in road.panel() if m.pk not in doubted]
    for place, ruler in enumerate(rulers):
        words = {"keep": place < keep, "reason": f"Reason {place} of who rules."}
        road.do(Action.RULE_CHALLENGE, ruler, challenge=row.number, **words)
    return [ruler.full_name for ruler in rulers]


def formal(road, other) -> None:
    """The other complaint becomes a formal case: a panel is drawn, the notice is served."""
    other.until(road.at).screen().frame().to_national().seat_panel().notice()
    road.until(other.at)
    road.case.refresh_from_db()


def page_of(member, road) -> str:
    return browser(member).get(f"/cases/{road.case.code}/").content.decode()


def test_complaints_about_two_of_the_panel_are_cases_of_their_own_and_take_nobody_off(cast, road):
    five, due = road.panel(), road.case.due_on
    _, _, gus, hana, _ = five
    others = [complain(road, cast.rob, member) for member in (gus, hana)]
    road.case.refresh_from_db()
    assert len({road.case.code, *(other.case.code for other in others)}) == 3
    assert all((o.case.tier, o.case.state) == (Tier.INTAKE, State.TRIAGE) for o in others)
    assert (road.case.state, road.case.due_on) == (State.RESPONDING, due), "the first case waits for nothing"
    assert road.panel() == five and all(doors(member, road) == {"open_to"} for member in five)
    assert not Challenge.objects.exists()
    for member, other in zip((gus, hana), others, strict=True):
        assert doors(member, other) == sees(member, other) == set()


def test_the_retaliation_screen_tells_who_takes_the_first_look_and_nobody_else(cast, road):
    gus = road.panel()[2]
    other = complain(road, cast.rob, gus)
    kinds = set(
        CaseLink.objects.filter(case=other.case, other=road.case, after_roster=True).values_list("kind", flat=True)
    )
    assert kinds == {LinkKind.COUNTER, LinkKind.RETALIATION}
    other.screen()
    officer = other.who(Role.INTAKE_OFFICER)
    page = page_of(officer, other)
    assert SCREEN in page and road.case.code not in page, "that it may be so, and nothing of the other case"
    assert SCREEN not in browser(cast.rob).get(f"/my/{other.case.code}/").content.decode()
    assert all(SCREEN not in page_of(member, road) for member in road.panel())
    unrelated = complain(road, cast.yara, gus).screen()
    assert SCREEN not in page_of(unrelated.who(Role.INTAKE_OFFICER), unrelated)


def test_both_are_challenged_at_once_and_the_three_others_rule(cast, road):
    """Two are less than half of five: the panel rules on both, each time without either."""
    dee, eli, gus, hana, ivo = road.panel()
    for member in (gus, hana):
        complain(road, cast.rob, member)
        text = f"I have complained about {member.full_name}."
        road.do(Action.CHALLENGE, cast.rob, member=member.pk, kind=Why.HOSTILE, text=text)
    assert [status(road, m) for m in (gus, hana)] == [SeatStatus.HELD] * 2
    assert doors(gus, road) == doors(hana, road) == set()
    assert not Challenge.objects.filter(case=road.case, passed_on_at__isnull=False).exists()
    three = [m.full_name for m in (dee, eli, ivo)]
    assert rule(road, gus, keep=2) == three
    assert status(road, gus) is SeatStatus.SEATED
    assert rule(road, hana, keep=1) == [m.full_name for m in (dee, eli, gus, ivo)]
    assert status(road, hana) is SeatStatus.LEFT
    assert road.panel()[1:] == [eli, gus, ivo]


def test_when_one_becomes_a_formal_case_the_others_rule_within_five_days_and_write_down_why(cast, road):
    """R-8 has an exception: where a party filed it after the roster was known, it takes nobody off by itself."""
    *_, gus, hana, _ = road.panel()
    about_gus = complain(road, cast.rob, gus)
    complain(road, cast.rob, hana)
    formal(road, about_gus)
    assert gus not in about_gus.panel()
    assert (status(road, gus), status(road, hana)) == (SeatStatus.HELD, SeatStatus.SEATED)
    row = doubt(road, gus)
    assert (row.role, row.kind, row.filed_by) == (Role.SYSTEM, Why.UNDER_COMPLAINT, None)
    assert row.rule_by == road.at.date() + timedelta(days=5) and row.passed_on_at is None
    assert doors(gus, road) == set() and doors(gus, about_gus) == {"followed_by"}
    four = [member.full_name for member in road.panel()]
    assert rule(road, gus, keep=3) == four and len(four) == 4
    assert (status(road, gus), doors(gus, road)) == (SeatStatus.SEATED, {"open_to"})
    reasons = [Keys(road.case.pk).open(ruling, "reason") for ruling in Ruling.objects.filter(challenge=row)]
    assert sorted(reasons) == [f"Reason {place} of who rules." for place in range(4)]
    closed = CaseEvent.objects.get(case=road.case, kind=EventKind.CHALLENGE_CLOSED)
    assert closed.data["excluded"] is False and closed.data["how"] == "ruled"
    post(road)
    assert letters(cast.ana, road)[-1] == letters(cast.rob, road)[-1] == "n10_ruled"


def test_a_tie_of_the_others_puts_out_whoever_has_to_answer(cast, road):
    *_, gus, _, _ = road.panel()
    formal(road, complain(road, cast.rob, gus))
    rule(road, gus, keep=2)
    assert status(road, gus) is SeatStatus.LEFT
    assert Conflict.objects.filter(case=road.case, member=gus, kind=Why.UNDER_COMPLAINT, until=None).exists()


def test_a_formal_case_that_no_party_filed_takes_whoever_must_answer_off_at_once(cast, road):
    """R-8 itself: the exception is for tactics of a party, and for nothing else."""
    *_, gus, _, _ = road.panel()
    formal(road, complain(road, cast.yara, gus))
    assert status(road, gus) is SeatStatus.LEFT
    assert not Challenge.objects.filter(case=road.case).exists()
