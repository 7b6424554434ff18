"""Loading the demo world: sizes and seeds, what it prints, where it refuses to go."""

import json
import stat
from datetime import UTC, datetime
from io import StringIO
from itertools import pairwise
from random import Random

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from branches.models import Member
from cases.demo import logins, stories, world
from cases.demo.stories import Story
from cases.domain.vocabulary import State, Tier
from cases.load import local_day
from cases.models import Case, CaseEvent
from tests.cast import moment

pytestmark = pytest.mark.django_db
SHORT = tuple(
    story for story in stories.ALL if story.title in ("Two votes are missing", "No answer came; the inquiry goes on")
)


# Sizes and seeds


def plan(size: str, seed: int) -> list[tuple[Story, tuple[object, ...]]]:
    scenes = world._plan(size, Random(seed), moment(6, 1))
    return [(scene.story, (*scene.moments, scene.random.random())) for scene in scenes]


def test_the_same_seed_tells_the_same_stories():
    assert plan("medium", 3) == plan("medium", 3)
    assert plan("medium", 3) != plan("medium", 4)


@pytest.mark.parametrize(("size", "number"), [("small", len(stories.ALL)), ("medium", 250), ("large", 2000)])
def test_each_size_has_its_number_of_cases_and_every_story(size, number):
    told = [story.title for story, _ in plan(size, 1)]
    assert len(told) == number + world.PUBLISHED
    assert set(told) >= {story.title for story in stories.ALL}


@pytest.mark.parametrize("seed", range(5))
def test_no_act_is_in_the_future_or_before_the_one_before_it(seed):
    for scene in world._plan("medium", Random(seed), moment(6, 1)):
        assert scene.moments == sorted(scene.moments)
        assert scene.moments[-1] < moment(6, 1)
        assert len(scene.moments) == len(scene.story.way) + 1


@pytest.mark.parametrize("now", [datetime(2026, 11, 22, 23, 30, tzinfo=UTC), datetime(2026, 4, 5, 20, 30, tzinfo=UTC)])
def test_as_many_days_lie_between_two_acts_as_the_story_says_also_when_the_clocks_change(now):
    """A hearing that was called for a day is recorded on that day, on whichever evening the world is built."""
    for scene in world._plan("small", Random(1), now):
        days = [local_day(moment) for moment in scene.moments]
        between = [(later - day).days for day, later in pairwise(days)]
        waits = [int(wait) for wait, _ in scene.story.way]
        assert all(there >= said for there, said in zip(between, waits, strict=True)), scene.story.title


# The command


@pytest.fixture
def quick(monkeypatch):
    """Two of the stories and none for figures, so that the command itself is quick."""
    monkeypatch.setattr(stories, "ALL", SHORT)
    monkeypatch.setattr(world, "PUBLISHED", 0)


def test_for_a_program_there_is_one_object_and_nothing_else(quick, capfd):
    out = StringIO()
    call_command("demo", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert {case["story"] for case in told["cases"]} == {story.title for story in SHORT}
    assert {(case["tier"], case["state"]) for case in told["cases"]} == {
        ("branch", "deliberating"),
        ("branch", "investigating"),
    }
    assert set(Case.objects.values_list("code", flat=True)) == {case["code"] for case in told["cases"]}
    assert capfd.readouterr().out == ""
    file = settings.VAR / "demo-logins.json"
    assert json.loads(file.read_text()) == told["logins"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_world_goes_into_a_database_once(quick):
    call_command("demo", stdout=StringIO())
    entries = CaseEvent.objects.count()
    with pytest.raises(CommandError, match="holds its demo world already"):
        call_command("demo")
    assert CaseEvent.objects.count() == entries


def test_the_world_never_goes_among_real_members():
    Member.objects.create_user("real@example.org", full_name="A Real Member", joined_on=moment(1, 1).date())
    with pytest.raises(CommandError, match="has members of its own"):
        call_command("demo")
    assert Member.objects.count() == 1


def test_a_world_that_fails_leaves_nothing(quick, monkeypatch):
    def fail(road):
        raise RuntimeError("out of stories")

    monkeypatch.setattr(stories, "ALL", (*SHORT, Story("Broken", Tier.INTAKE, State.TRIAGE, 1, way=((1, fail),))))
    entries = CaseEvent.objects.count()
    with pytest.raises(RuntimeError) as problem:
        call_command("demo", stdout=StringIO())
    assert problem.value.__notes__ == ["in the story “Broken”, act 1"]
    assert (Member.objects.count(), CaseEvent.objects.count()) == (0, entries)


def test_a_password_can_be_read_aloud_and_is_new_each_time():
    words = {logins.new_password() for _ in range(50)}
    assert len(words) == 50
    assert all(len(password.split("-")) == 5 for password in words)
    assert len(set(logins.WORDS)) == len(logins.WORDS) >= 128
