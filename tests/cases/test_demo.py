"""The demo world: every state, every story where it says it is, and nobody where they must not be."""

from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.utils import timezone

from branches.models import Member
from cases import access, verify
from cases.demo import logins
from cases.domain.vocabulary import State, Tier
from cases.models import Case, CaseEvent, Complaint, Notice
from cases.usecases import deadlines

pytestmark = pytest.mark.django_db
PANEL = (
    "forming responding investigating evidence_review hearing deliberating signed appeal_window final monitoring closed"
)
PLACES = {
    Tier.INTAKE: "routing triage waiting_for_facts dismissal_proposed dismissed under_review closed",
    Tier.INFORMAL: "informal_offered informal informal_agreed closed",
    Tier.BRANCH: PANEL,
    Tier.NATIONAL: PANEL,
    Tier.APPEAL: "admissibility forming responding deliberating signed final monitoring closed",
    Tier.EXTERNAL: "awaiting_external closed",
}


def sees(member: Member, road) -> bool:
    doors = access.open_to, access.followed_by
    return any(door(member).filter(pk=road.case.pk).exists() for door in doors)


# The world as it stands


def test_every_story_is_where_it_says(demo_world):
    for scene in demo_world.scenes:
        case = Case.objects.get(pk=scene.road.case.pk)
        assert (case.tier, case.state) == (scene.story.tier, scene.story.state), scene.story.title


def test_there_is_a_case_in_every_state_at_every_level(demo_world):
    wanted = {(tier, state) for tier, states in PLACES.items() for state in states.split()}
    assert set(Case.objects.values_list("tier", "state")) == wanted
    assert {state for _, state in wanted} == set(State.values())


def test_the_record_of_the_world_is_intact(demo_world):
    report = verify.whole(lambda *_: None)
    assert report.verdict == "intact", report
    assert report.texts > 80


def test_the_record_was_written_in_the_order_of_time(demo_world):
    begun = CaseEvent.objects.filter(case__isnull=False).order_by("number")[0].number
    moments = list(CaseEvent.objects.filter(number__gte=begun).order_by("number").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert moments[-1] <= timezone.now()


def test_the_clock_finds_nothing_left_to_do(demo_world):
    now = timezone.now()
    assert set(deadlines.sweep(at=now).values()) == {0}
    assert not Notice.objects.filter(sent_at=None, dropped_at=None, due_at__lte=now).exists()


def test_something_is_overdue_and_something_is_due_soon(demo_world):
    today = timezone.localdate()
    waiting = Case.objects.exclude(state=State.CLOSED)
    assert waiting.filter(due_on__lt=today).count() >= 2
    assert waiting.filter(due_on__range=(today, today + timedelta(days=3))).count() >= 5


def test_old_letters_are_read_and_new_ones_are_not(demo_world):
    now = timezone.now()
    assert not Notice.objects.filter(sent_at__lt=now - timedelta(days=8), read_at=None).exists()
    assert Notice.objects.filter(read_at=None).exists()


# The scenarios


def test_a_relative_of_the_respondent_has_none_of_the_respondents_cases(demo_world):
    cases = access.followed_by(demo_world.cast.rob)
    assert cases.count() >= 4
    assert cases.filter(tier=Tier.NATIONAL).exists(), "where Fay could have been drawn"
    assert not access.open_to(demo_world.cast.fay).filter(pk__in=cases).exists()


def test_nobody_of_the_branch_has_the_case_about_their_chair(demo_world):
    road = demo_world.road("About the chair of a branch: nobody of the branch knows of it")
    insiders = Member.objects.filter(branch=demo_world.cast.branches["Northside"]).exclude(pk=demo_world.cast.tara.pk)
    assert [member for member in insiders if sees(member, road)] == []


def test_a_person_named_as_one_who_must_not_see_it_does_not(demo_world):
    road = demo_world.road("A committee member is named as a person who must not see it")
    assert not sees(demo_world.cast.hana, road)


def test_the_withheld_name_is_marked_as_withheld(demo_world):
    road = demo_world.road("The complainant's name is withheld")
    assert Complaint.objects.get(case=road.case).name_withheld


def test_the_tiny_branch_hands_its_case_to_the_national_committee(demo_world):
    road = demo_world.road("Too few in a tiny branch: straight to the national committee")
    moved = CaseEvent.objects.get(case=road.case, kind="national_opened")
    assert moved.data["ground"] == "G1"


def test_the_member_who_stepped_aside_has_left_the_case(demo_world):
    road = demo_world.road("A panel member stepped aside; the votes were cleared")
    left = Member.objects.get(pk=CaseEvent.objects.get(case=road.case, kind="recused").actor_id)
    assert not sees(left, road)
    assert CaseEvent.objects.filter(case=road.case, kind="ballots_voided").exists()


# Logins


def test_there_is_one_login_for_each_role_and_it_works(demo_world):
    people = logins.of(demo_world, "demo")
    assert len({person["role"] for person in people}) == len(people) == 13
    for person in people:
        assert authenticate(username=person["email"], password="demo"), person["role"]


@pytest.mark.parametrize(
    "role", ["Intake officer", "Branch leader", "Facilitator", "Panel member", "Panel chair", "Registrar"]
)
def test_whoever_handles_cases_has_some(demo_world, role):
    email = next(person["email"] for person in logins.of(demo_world, "") if person["role"] == role)
    assert access.open_to(Member.objects.get(email=email)).exists()
