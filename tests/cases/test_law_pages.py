"""The law is there for everybody to read: drawn, as a list, as a file, and what changed."""

import re
from datetime import UTC, datetime
from html import unescape
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from cases import diagram, law
from cases.domain import compare, outline
from cases.domain.vocabulary import Action, State, Tier
from cases.layout import layout
from cases.models import PublishedProcedure
from cases.queries import law as pages
from cases.record import System
from cases.usecases import law as usecases
from tests.domain import broken
from tests.domain.broken import DEFAULT, TEXT

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
BY = System("test")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def published(db, monkeypatch):
    """Two versions of the procedure; the first, and the code, are in every database."""
    monkeypatch.setattr(law, "letters", lambda: frozenset(DEFAULT.letters))
    second = TEXT.replace('version = "1"', 'version = "2"').replace("days    = 10", "days    = 12", 1)
    usecases.publish(second.replace("2014-01-01", "2020-01-01"), by=BY, at=AT)


def get(client, name, *args):
    return client.get(reverse(name, args=args))


def words_of(response) -> str:
    """What a person reads."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_a_visitor_reads_the_procedure_in_force(client, published):
    response = get(client, "procedure")
    assert response.status_code == 200
    words = words_of(response)
    assert "Version iso-2014.2" in words
    assert "Time: 12 days in all, also where a case comes back. Answerable: intake officer." in words


def test_an_older_version_stays_readable(client, published):
    assert "Version iso-2014.1" in words_of(get(client, "procedure-version", "iso-2014.1"))


def test_the_list_holds_every_stage_and_every_step(client, published):
    html = unescape(get(client, "procedure").content.decode())
    for level in outline.outline(DEFAULT):
        for stage in level.stages:
            assert f'id="{stage.anchor}"' in html
    assert all(action.label in html for action in Action)


def test_the_file_itself_can_be_downloaded_unchanged(client, published):
    response = get(client, "procedure-file", "iso-2014.1")
    assert response.content.decode() == TEXT
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert 'filename="procedure-iso-2014.1.toml"' in response["Content-Disposition"]
    assert get(client, "code-file", "iso-2014.1").content.decode() == law.DEFAULT_CODE.read_text(encoding="utf-8")


def test_two_versions_can_be_compared(client, published):
    words = words_of(get(client, "procedure-compare", "iso-2014.1", "iso-2014.2"))
    assert "1 change" in words
    assert "Clock: First look, Intake days 10 12" in words


@pytest.mark.parametrize("shown", ["iso-2014.1", "iso-2014.2"])
def test_a_comparison_goes_from_the_older_to_the_newer(client, published, shown):
    html = get(client, "procedure-version", shown).content.decode()
    assert reverse("procedure-compare", args=["iso-2014.1", "iso-2014.2"]) in html
    assert reverse("procedure-compare", args=["iso-2014.2", "iso-2014.1"]) not in html


def test_a_version_compared_with_itself_has_no_changes(client, published):
    assert "Nothing changed" in words_of(get(client, "code-compare", "iso-2014.1", "iso-2014.1"))


def test_a_visitor_reads_the_code_and_each_provision(client, published):
    words = words_of(get(client, "code"))
    assert "Discriminatory harassment" in words
    assert "Our addition" in words
    assert get(client, "code-version", "iso-2014.1").status_code == 200
    words = words_of(get(client, "code-provision", "iso-2014.1", "retaliation"))
    assert "Nobody is made to suffer for a complaint" in words


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("procedure-version", ["iso-2014.9"]),
        ("procedure-version", ["nonsense"]),
        ("procedure-file", ["iso-2014.9"]),
        ("procedure-compare", ["iso-2014.1", "iso-2014.9"]),
        ("code-version", ["iso-2014.9"]),
        ("code-file", ["iso-2014.9"]),
        ("code-provision", ["iso-2014.1", "nothing"]),
        ("code-provision", ["iso-2014.9", "consent"]),
        ("code-compare", ["iso-2014.9", "iso-2014.1"]),
    ],
)
def test_what_was_never_published_is_absent(client, published, name, args):
    assert get(client, name, *args).status_code == 404


def test_a_site_without_a_law_says_so(client, published):
    before = datetime(2010, 1, 1, tzinfo=UTC)
    assert pages.procedure(before, None) is None
    assert pages.code(before, None) is None
    assert "No procedure is in force" in render_to_string("law/procedure.html", {"page": None})
    assert "No code of conduct is in force" in render_to_string("law/code.html", {"page": None})


def test_the_versions_cost_the_same_however_many_there_are(client, published, django_assert_max_num_queries):
    get(client, "procedure")
    with django_assert_max_num_queries(4):
        get(client, "procedure")
    for number in range(3, 6):
        text = TEXT.replace('version = "1"', f'version = "{number}"').replace("2014-01-01", "2016-01-01")
        usecases.publish(text, by=BY, at=AT)
    with django_assert_max_num_queries(4):
        get(client, "procedure")


def test_the_drawing_is_well_formed_and_uses_no_style_or_script():
    drawn = str(diagram.draw(DEFAULT))
    tree = ElementTree.fromstring(drawn)  # noqa: S314 - our own drawing
    assert {"style", "script"}.isdisjoint(element.tag.removeprefix(SVG) for element in tree.iter())
    assert not any("style" in element.attrib for element in tree.iter())
    assert tree.attrib["aria-label"]


def test_the_drawing_holds_every_place_and_every_way_between_two():
    made = layout(DEFAULT)
    assert {(t, s) for t, s in made.boxes if t} == {
        p for p in DEFAULT.reach() if p[1] not in {State.FINAL, State.MONITORING, State.CLOSED}
    }
    drawn = {(line.start, line.end) for line in made.lines}
    assert ((Tier.BRANCH, State.HEARING), (Tier.BRANCH, State.DELIBERATING)) in drawn
    assert ((Tier.APPEAL, State.SIGNED), (Tier.BRANCH, State.FORMING)) in drawn
    assert ((Tier.NATIONAL, State.APPEAL_WINDOW), (None, State.FINAL)) in drawn


def test_no_line_of_the_drawing_crosses_a_box():
    made = layout(DEFAULT)
    for line in made.lines:
        for one, two in zip(line.points, line.points[1:], strict=False):
            crossed = [box.key for box in made.boxes.values() if _inside(box, one, two)]
            assert not crossed, (line.start, line.end, crossed)


def test_every_line_ends_at_its_box():
    made = layout(DEFAULT)
    for line in made.lines:
        for point, box in ((line.points[0], made.boxes[line.start]), (line.points[-1], made.boxes[line.end])):
            assert box.x <= point[0] <= box.x + box.width
            assert box.y <= point[1] <= box.y + box.height


def _inside(box, one, two):
    """Whether a straight piece runs through the inside of a box."""
    (left, right), (top, bottom) = (sorted((one[0], two[0])), sorted((one[1], two[1])))
    return left < box.x + box.width and right > box.x and top < box.y + box.height and bottom > box.y


@pytest.mark.parametrize("place", sorted(DEFAULT.reach()))
def test_every_place_can_be_marked_as_here(place):
    assert 'class="here"' in diagram.draw(DEFAULT, here=place)
    assert "(you are here)" in " ".join(re.sub(r"<[^>]+>", " ", diagram.draw(DEFAULT, here=place)).split())


def test_from_here_only_the_next_places_are_drawn():
    drawn = re.sub(r"<[^>]+>", "|", diagram.draw_next(DEFAULT, (Tier.BRANCH, State.HEARING)))
    assert "Record the hearing" in drawn
    assert "Panel decides" in drawn
    assert "Decision signed" not in drawn


def test_a_drawing_of_a_broken_procedure_does_not_fail():
    for action in Action:
        diagram.draw(broken.without_step(action))


def test_the_page_of_a_case_gets_its_place_from_its_own_version(published):
    row = law.find(PublishedProcedure, "iso-2014.1")
    here = pages.here(row, (Tier.INTAKE, State.TRIAGE))
    assert here.stage.limit == "10 days in all, also where a case comes back"
    assert {act.name for act in here.stage.moves} >= {"Offer informal talks", "Refer to another body"}
    assert "Record the safety screen" in {act.name for act in here.stage.stays}


def test_an_article_that_exists_on_one_side_only_is_told_whole():
    changes = compare.procedures(DEFAULT, broken.without_step(Action.REPORT_EXTERNAL))
    assert [(change.field, change.after) for change in changes] == [("", "")]
    assert changes[0].article.startswith("Step: Record the external body's answer")
    back = compare.procedures(broken.without_step(Action.REPORT_EXTERNAL), DEFAULT)
    assert (back[0].before, back[0].after) == ("", changes[0].before)
