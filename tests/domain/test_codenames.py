"""Names taken out of a text, against sentences written by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.codenames import SOMEBODY, stand_ins, without_names
from cases.domain.vocabulary import Role

CPL, RSP, WIT = Role.COMPLAINANT, Role.RESPONDENT, Role.WITNESS
PEOPLE = [(CPL, "Ana Demo"), (RSP, "José  Álvarez-Demo"), (WIT, "Wim de Wit"), (WIT, "Bo Li")]
SAID = {
    "Ana Demo wrote to José Álvarez-Demo.": "[the complainant] wrote to [the respondent].",
    "ANA  DEMO, ana and Ana's sister": "[the complainant], [the complainant] and [the complainant]'s sister",
    "Jose Alvarez said so; A\u0301lvarez too.": "[the respondent] [the respondent] said so; [the respondent] too.",
    "The Demo family": "The [somebody] family",
    "Analysis of the anagram": "Analysis of the anagram",
    "Wim de\nWit and Bo": "[witness 2] and [witness 1]",
    "B. Li": "B. [witness 1]",
    "Nobody was named.": "Nobody was named.",
    "": "",
}


@pytest.mark.parametrize(("text", "left"), SAID.items())
def test_whoever_is_named_stands_as_what_they_are(text, left):
    assert without_names(text, stand_ins(PEOPLE)) == left


def test_a_person_named_twice_on_one_side_has_one_place_and_names_without_letters_hide_nothing():
    assert stand_ins([(RSP, "Rob Demo"), (RSP, "Rob Demo"), (CPL, " ")]) == [("Rob Demo", "[the respondent]")]
    assert without_names("A B", stand_ins([(RSP, "A.")])) == "A B"


def test_without_anybody_the_text_stays():
    assert without_names("Ana Demo", []) == "Ana Demo"


NAMES = st.text(st.characters(categories=["L", "M"]), min_size=2, max_size=8)


@given(st.lists(NAMES, min_size=1, max_size=4), st.lists(st.sampled_from([*"., -\n"]), max_size=3))
def test_no_name_stands_alone_any_more(names, between):
    people = stand_ins([(WIT, name) for name in names])
    text = "".join(f" {name} {mark}" for name, mark in zip(names, [*between, *"    "], strict=False))
    left = without_names(text, people)
    assert not {word for word in left.split() if word in {name for name, _ in people}} - {SOMEBODY}
