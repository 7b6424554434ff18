"""One spelling for equal data, and no change that stays hidden."""

import enum
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain import chain
from cases.domain.chain import GENESIS, Entry, Head, canonical, link, verify

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text('ab1 é"\\', max_size=5),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=6,
)
DATA = st.dictionaries(st.text("abcdef", max_size=4), PLAIN, max_size=5)
FIELDS = st.lists(st.tuples(st.text("ab", max_size=3), st.text("ab", max_size=3)), min_size=2, max_size=8)


def build(rows) -> list[Entry]:
    entries, previous = [], GENESIS
    for number, fields in enumerate(rows, start=1):
        previous = link(previous, str(number), *fields)
        entries.append(Entry(number, (str(number), *fields), previous))
    return entries


def head(entries: list[Entry]) -> Head:
    return Head(len(entries), entries[-1].hash if entries else GENESIS)


def test_the_order_of_keys_does_not_matter():
    assert canonical({"b": 1, "a": [True, None, "x"]}) == b'{"a":[true,null,"x"],"b":1}'


def test_the_spelling_and_the_hash_never_change():
    """Records that exist must verify with every later version of this software."""
    assert canonical({"name": "Zoë", "n": -1}) == '{"n":-1,"name":"Zoë"}'.encode()
    assert link("", "a", "") == "f25b4d3b6076fb9288c8e8ff16bfe1f94aa2d52cdfc2084a674e1c313cd29ed9"


def test_composed_and_decomposed_letters_are_the_same_text():
    assert canonical({"name": unicodedata.normalize("NFD", "Zoë")}) == canonical({"name": "Zoë"})


def test_words_of_the_vocabulary_are_stored_as_their_values():
    class Colour(enum.StrEnum):
        RED = "red"

    assert canonical({"c": Colour.RED, "t": (1, 2), "d": {"k": 1}}) == b'{"c":"red","d":{"k":1},"t":[1,2]}'


@pytest.mark.parametrize("value", [1.0, float("nan"), b"x", {1, 2}, object(), {1: "x"}, [0.5]])
def test_what_has_no_single_spelling_is_refused(value):
    with pytest.raises(TypeError):
        canonical({"value": value})


def test_two_keys_that_become_one_are_refused():
    with pytest.raises(ValueError, match="spelt the same"):
        canonical({unicodedata.normalize("NFD", "é"): 1, unicodedata.normalize("NFC", "é"): 2})


def test_fields_do_not_run_into_each_other():
    assert link("", "ab", "c") != link("", "a", "bc") != link("", "abc")
    assert link("", "a") != link("a")
    assert link("", "") != link("")


@given(DATA, DATA)
def test_different_data_are_spelt_differently(one, two):
    assert (canonical(one) == canonical(two)) is (repr(sorted(one.items())) == repr(sorted(two.items())))


@given(FIELDS)
def test_an_untouched_chain_holds(rows):
    entries = build(rows)
    assert verify(entries) is None
    assert verify(entries, head=head(entries)) is None


def test_an_empty_chain_holds():
    assert verify([]) is None
    assert verify([], head=Head(0, GENESIS)) is None


@given(FIELDS, st.data())
def test_a_changed_entry_is_named(rows, data):
    entries = build(rows)
    place = data.draw(st.integers(0, len(entries) - 1))
    entry = entries[place]
    changed = data.draw(
        st.sampled_from(
            [
                replace(entry, fields=(*entry.fields[:-1], entry.fields[-1] + "x")),
                replace(entry, fields=entry.fields[:-1]),
                replace(entry, fields=(*entry.fields, "")),
                replace(entry, hash=link(entry.hash)),
                replace(entry, hash=""),
            ]
        )
    )
    entries[place] = changed
    assert verify(entries).number == place + 1


@given(FIELDS, st.data())
def test_a_removed_entry_is_named(rows, data):
    entries = build(rows)
    end = head(entries)
    place = data.draw(st.integers(0, len(entries) - 1))
    del entries[place]
    assert verify(entries, head=end).number == place + 1


@given(FIELDS, st.data())
def test_a_removed_entry_is_found_when_the_rest_is_renumbered(rows, data):
    entries = build(rows)
    place = data.draw(st.integers(0, len(entries) - 2))
    del entries[place]
    entries = [replace(e, number=n, fields=(str(n), *e.fields[1:])) for n, e in enumerate(entries, start=1)]
    assert verify(entries).number == place + 1


@given(FIELDS, st.data())
def test_an_inserted_entry_is_found(rows, data):
    entries = build(rows)
    end = head(entries)
    place = data.draw(st.integers(0, len(entries)))
    previous = entries[place - 1].hash if place else GENESIS
    fields = (str(place + 1), "b", "b", "inserted")
    entries.insert(place, Entry(place + 1, fields, link(previous, *fields)))
    later = [replace(e, number=n) for n, e in enumerate(entries, start=1)]
    assert verify(entries, head=end) is not None
    assert verify(later, head=end).number in (place + 1, place + 2)


@given(FIELDS, st.data())
def test_entries_that_changed_places_are_found(rows, data):
    entries = build(rows)
    one, two = sorted(data.draw(st.lists(st.integers(0, len(entries) - 1), min_size=2, max_size=2, unique=True)))
    entries[one], entries[two] = entries[two], entries[one]
    assert verify(entries).number == one + 1


@given(FIELDS)
def test_a_chain_written_anew_is_found_by_its_head(rows):
    end = head(build(rows))
    assert verify(build([("z", "z"), *rows[1:]]), head=end) == chain.Break(
        len(rows), "is not the entry with which the record ended"
    )


def test_what_is_wrong_is_said_in_words():
    entries = build([("a", "a"), ("b", "b"), ("c", "c")])
    end = head(entries)
    assert verify(entries[:2], head=end) == chain.Break(3, "is missing from the end")
    assert verify(entries, head=Head(2, entries[1].hash)) == chain.Break(3, "was added after the end")
    assert verify([entries[0], entries[2]]) == chain.Break(2, "is missing or out of order")
    assert verify([entries[0], entries[0]]) == chain.Break(1, "is there twice or out of order")
