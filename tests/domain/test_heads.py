"""The copy of a head: what is written can be read again, and a slip of the pen is told from a false record."""

from datetime import UTC, datetime

import pytest

from cases.domain import heads
from cases.domain.heads import Copy, NoHead

COPY = Copy("https://conduct.example.org", 4812, "ab" * 32, datetime(2026, 6, 1, 9, 0, tzinfo=UTC))


def test_what_is_written_can_be_read_again():
    assert heads.read(heads.as_text(COPY)) == COPY


def test_spaces_and_line_ends_of_a_mail_do_no_harm():
    mailed = "\r\n".join(f"  {line} " for line in heads.as_text(COPY).splitlines()) + "\r\n\r\n"
    assert heads.read(mailed) == COPY


def test_the_head_of_an_empty_record_can_be_kept_too():
    empty = Copy("https://conduct.example.org", 0, "", COPY.at)
    assert heads.read(heads.as_text(empty)) == empty


@pytest.mark.parametrize(("was", "typed"), [("4812", "4813"), ("abab", "abad"), ("2026-06", "2026-07"), ("Check", "X")])
def test_one_wrong_letter_is_found_before_anybody_accuses_the_record(was, typed):
    text = heads.as_text(COPY).replace(was, typed, 1)
    if was == "Check":
        text = text.replace("X: ", "Check: f")
    with pytest.raises(NoHead, match="check line"):
        heads.read(text)


@pytest.mark.parametrize("text", ["", "hello", "Head of the record of x\n" * 4, "a\nb\nc\nd\ne\n"])
def test_other_text_is_no_head(text):
    with pytest.raises(NoHead):
        heads.read(text)
