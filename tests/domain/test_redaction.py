"""What is found however it is written, and that the length of what is hidden tells nothing."""

import pytest

from cases.domain.redaction import BLACK, hide, passages, spans

ADDRESS = ["12 Mill Lane"]


@pytest.mark.parametrize(
    "written",
    [
        "12 Mill Lane",
        "12 MILL lane",
        "12\nMill\n  Lane",
        "12 Mill La-\nne",
        "12 Mi\u00adll\u200b Lane",
        "1 2 M i l l L a n e",
        "12 Mill Lane",
    ],
)
def test_a_passage_is_found_however_it_is_spaced_broken_or_written_large(written):
    assert hide(f"She lives at {written}, upstairs.", ADDRESS) == f"She lives at {BLACK}, upstairs."


def test_a_ligature_and_an_accent_hide_nothing():
    assert hide("The ofﬁce of José.", ["office", "Jose"]) == f"The {BLACK} of {BLACK}."


def test_a_long_name_and_a_short_one_look_the_same():
    assert hide("Ann saw it.", ["Ann"]) == hide("Bartholomew saw it.", ["Bartholomew"])


def test_what_overlaps_is_one_place_and_every_place_is_found():
    assert spans("abcabc", ["ab", "bc"]) == [(0, 6)]
    assert hide("Ann, Ann and Ann", ["Ann"]).count(BLACK) == 3


def test_lines_are_passages_each_once_and_an_empty_one_hides_nothing():
    assert passages("Ann\n\n Ann \nBob") == ("Ann", "Bob")
    assert hide("Ann", ["", " - "]) == "Ann"
