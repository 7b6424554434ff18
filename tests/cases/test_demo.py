"""The demo world: every state, every story where it says it is, and nobody where they must not be."""

import json
from collections import Counter, defaultdict
from datetime import timedelta
from functools import partial
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db.models import Q
from django.utils import timezone

from branches.models import Member
from cases import access, verify
from cases.demo import logins, world
from cases.domain.catalogue import PUBLISHED, Shape
from cases.domain.vocabulary import Role, State, Tier, Why
from cases.load import figures
from cases.load.figures import Scope
from cases.models import Case, CaseEvent, CaseRole, Complaint, Conflict, Notice, Publication
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


def test_there_are_figures_to_look_at(demo_world):
    row = Publication.objects.get()
    tables = {table["slug"]: table["lines"] for table in row.tables}
    for slug in ("intake-by-month", "first-look"):
        assert tables[slug][-1][:2] == ["All together", True]
        assert tables[slug][-1][2] >= world.PUBLISHED


def test_no_two_published_reports_count_the_same_cases(demo_world):
    """A number that stood in two tables could be hidden in one and shown in the other."""
    cells = defaultdict(set)
    for report in PUBLISHED:
        for line, cases in counted_cases(report).items():
            if sum(cases.values()) >= 5 and not report.slug.startswith("intake-by"):
                cells[frozenset(cases.items())].add((report.slug, line))
    assert len(cells) > 5
    assert not [same for same in cells.values() if len({slug for slug, _ in same}) > 1]


def counted_cases(report):
    """How often each case counts in each cell and sum of a report."""
    today = timezone.localdate() + timedelta(days=1)
    found = defaultdict(Counter)
    for case in Case.objects.values_list("pk", flat=True):
        reach = partial(one_case, case)
        scope = Scope(since=today - timedelta(days=900), until=today, today=today, reach=reach)
        for fact in figures.SOURCES[report.slug](scope) if report.shape is Shape.COUNTS else ():
            for cell in {(fact.row, fact.col), (fact.row, None), (None, fact.col), (None, None)}:
                found[cell][case] += fact.n
    return found


def one_case(case, path):
    return Q(**{path: case})


def test_the_record_of_the_world_is_intact(demo_world):
    report = verify.whole(lambda *_: None)
    assert report.verdict == "intact", report
    assert report.texts > 80


def rechecked(*options):
    """What `recheck_conflicts --json` says, and its exit code."""
    out = StringIO()
    try:
        call_command("recheck_conflicts", "--json", *options, stdout=out)
    except SystemExit as end:
        return json.loads(out.getvalue()), end.code
    return json.loads(out.getvalue()), 0


def test_nothing_is_to_be_mended_about_conflicts_in_the_world(demo_world):
    entries = CaseEvent.objects.count()
    open_now = Case.objects.exclude(state=State.CLOSED).count()
    assert rechecked() == ({"cases": open_now, "mended": True, "faults": []}, 0)
    assert CaseEvent.objects.count() == entries


def test_what_differs_in_the_world_is_found_case_by_case_and_mended_once(demo_world):
    """A bar was taken away, one has no reason any more, and somebody works on against whom one stands."""
    working = CaseRole.objects.filter(until=None, role=Role.PANEL_MEMBER).exclude(case__state__in=PANEL.split()[-3:])
    by_case = {role.case_id: role for role in working.select_related("case", "member").order_by("case__received_at")}
    lost, over, at_work = list(by_case.values())[:3]
    Conflict.objects.filter(case=lost.case, kind=Why.PARTY, until=None).delete()
    Conflict.objects.create(
        case=over.case, member=demo_world.cast.yara, kind=Why.FAMILY, by_rule=True, since=lost.since
    )
    words = {"kind": Why.SELF_DECLARED, "by_rule": False, "since": lost.since}
    Conflict.objects.create(case=at_work.case, member=at_work.member, **words)
    expected = [
        {"case": lost.case.code, "missing": 2, "over": 0, "at_work": 0},
        {"case": over.case.code, "missing": 0, "over": 1, "at_work": 0},
        {"case": at_work.case.code, "missing": 0, "over": 0, "at_work": 1},
    ]
    found, code = rechecked("--dry-run")
    assert code == 1 and found["mended"] is False
    assert sorted(found["faults"], key=str) == sorted(expected, key=str)
    mended, code = rechecked()
    assert (code, mended["mended"], mended["faults"]) == (1, True, found["faults"])
    assert rechecked()[1] == 0


def test_the_record_was_written_in_the_order_of_time(demo_world):
    begun = CaseEvent.objects.filter(case__isnull=False).order_by("number")[0].number
    moments = list(CaseEvent.objects.filter(number__gte=begun).order_by("number").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert moments[-1] <= timezone.now()


def test_the_clock_finds_nothing_left_to_do(demo_world):
    now = timezone.now()
    assert set(deadlines.sweep(at=now).values()) == {0}
    assert not Notice.objects.filter(released_at=None, dropped_at=None, due_at__lte=now).exists()


def test_something_is_overdue_and_something_is_due_soon(demo_world):
    today = timezone.localdate()
    waiting = Case.objects.exclude(state=State.CLOSED)
    assert waiting.filter(due_on__lt=today).count() >= 2
    assert waiting.filter(due_on__range=(today, today + timedelta(days=3))).count() >= 5


def test_old_letters_are_read_and_new_ones_are_not(demo_world):
    now = timezone.now()
    assert not Notice.objects.filter(released_at__lt=now - timedelta(days=8), read_at=None).exists()
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
