"""Sealed text opens in its own place, with its own key, and nowhere else."""

import ast
import itertools

import pytest
from django.apps import apps
from django.conf import settings as site
from django.db.models import Model
from hypothesis import given
from hypothesis import strategies as st

from cases import sealed
from cases.domain.vocabulary import Choice, Compartment, Response
from cases.models import AllegationAnswer, Ballot, Complaint, Party, SealKey
from cases.models.secrets import SealedText
from cases.sealed import KeyMissing, Keys, Unreadable
from tests.everything import owner_of, sealed_columns
from tests.house.sizes import ROOT

pytestmark = pytest.mark.django_db
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


def values() -> list[tuple[Model, str, bytes]]:
    """Every sealed value there is, with its row and column."""
    return [
        (row, field.name, bytes(getattr(row, field.name)))
        for model, field in sealed_columns()
        for row in model.objects.all()
        if getattr(row, field.name)
    ]


def a_complaint() -> Complaint:
    return Complaint.objects.order_by("received_at", "pk")[0]


# Every value is where it was sealed


def test_every_sealed_column_was_filled_and_every_value_opens_in_its_place(every_case):
    found = values()
    assert {(type(row), name) for row, name, _ in found} == {(m, f.name) for m, f in sealed_columns()}
    for row, name, _ in found:
        Keys(owner_of(row)).open(row, name)


def test_a_value_moved_to_any_other_place_never_opens(every_case):
    """All pairs: other rows, other columns, other compartments, other cases; thousands of moves."""
    found = values()
    keys = Keys.of({owner_of(row) for row, _, _ in found})
    moves = 0
    for (row, name, own), (_, _, other) in itertools.permutations(found, 2):
        setattr(row, name, other)
        with pytest.raises(Unreadable):
            keys[owner_of(row)].open(row, name)
        setattr(row, name, own)
        moves += 1
    assert moves > 6_000


@given(where=st.integers(0), bit=st.integers(0, 7))
def test_a_value_with_one_bit_changed_never_opens(every_case, where, bit):
    row = a_complaint()
    value = bytearray(row.narrative)
    value[where % len(value)] ^= 1 << bit
    row.narrative = bytes(value)
    with pytest.raises(Unreadable):
        Keys(row.case_id).open(row, "narrative")


@given(length=st.integers(1))
def test_a_value_cut_short_never_opens(every_case, length):
    row = a_complaint()
    row.narrative = bytes(row.narrative)[: length % len(row.narrative) or 1]
    with pytest.raises(Unreadable):
        Keys(row.case_id).open(row, "narrative")


# What a sealed value shows


@given(text=TEXT)
def test_what_is_sealed_opens_as_the_same_text(every_case, text):
    row = a_complaint()
    Keys(row.case_id).seal(row, narrative=text)
    assert Keys(row.case_id).open(row, "narrative") == text


@given(text=TEXT)
def test_equal_texts_are_never_equal_when_sealed(every_case, text):
    keys, row = Keys(every_case[0].pk), Complaint(case=every_case[0])
    keys.seal(row, narrative=text, details=text)
    first, second = bytes(row.narrative), bytes(row.details)
    keys.seal(row, narrative=text)
    assert len({first, second, bytes(row.narrative)}) == 3


@pytest.mark.parametrize(
    ("model", "column", "words"), [(Ballot, "choice", Choice), (AllegationAnswer, "stance", Response)]
)
def test_the_length_of_a_vote_or_a_stance_does_not_tell_it(every_case, model, column, words):
    row, keys = model(case=every_case[0]), Keys(every_case[0].pk)
    lengths = set()
    for word in ("", *words.values()):
        keys.seal(row, **{column: word})
        lengths.add(len(getattr(row, column)))
    assert len(lengths) == 1


def test_an_empty_text_is_sealed_and_a_column_never_filled_is_empty(every_case):
    row = a_complaint()
    Keys(row.case_id).seal(row, narrative="")
    assert row.narrative
    assert Keys(row.case_id).open(row, "narrative") == ""
    assert Keys(row.case_id).open(Complaint(case=every_case[0]), "narrative") == ""


# Keys


def test_every_case_has_its_own_key_for_every_compartment(every_case):
    rows = list(SealKey.objects.all())
    assert {row.compartment for row in rows} == set(Compartment.values())
    opened = {Keys(row.owner)._known()[row.compartment] for row in rows}
    assert len(opened) == len({bytes(row.wrapped) for row in rows}) == len(rows)


def test_a_key_says_which_key_of_the_ring_wraps_it(every_case):
    assert set(SealKey.objects.values_list("ring_key", flat=True)) == {next(iter(site.SEALING_KEY_RING))}


def test_the_first_key_of_the_ring_seals_and_all_of_them_open(every_case, settings):
    old = settings.SEALING_KEY_RING
    settings.SEALING_KEY_RING = {"newer": bytes(32), **old}
    row = a_complaint()
    assert Keys(row.case_id).open(row, "narrative")
    keys = Keys(row.pk)  # nobody's keys yet
    keys.prepare(Compartment.NARRATIVE)
    assert SealKey.objects.get(owner=row.pk).ring_key == "newer"


def test_a_ring_without_the_key_names_it_and_its_place(every_case, settings):
    settings.SEALING_KEY_RING = {"other": bytes(32)}
    row = a_complaint()
    with pytest.raises(KeyMissing, match=r"The key test is not in the ring. Put its file back under var/keys."):
        Keys(row.case_id).open(row, "narrative")


def test_another_key_under_the_same_name_opens_nothing(every_case, settings):
    settings.SEALING_KEY_RING = {"test": bytes(32)}
    row = a_complaint()
    with pytest.raises(KeyMissing, match="does not open what was sealed under that name"):
        Keys(row.case_id).open(row, "narrative")


def test_a_wrapped_key_given_to_another_case_or_compartment_opens_nothing(every_case):
    rows = list(SealKey.objects.all())
    for one, two in itertools.permutations(rows, 2):
        with pytest.raises(Unreadable):
            Keys(one.owner, [SealKey(**_but(one, wrapped=two.wrapped))])._known()


def _but(row: SealKey, **other: object) -> dict[str, object]:
    return {
        "owner": row.owner,
        "compartment": row.compartment,
        "ring_key": row.ring_key,
        "wrapped": row.wrapped,
    } | other


def test_opening_never_makes_a_key(every_case):
    row = a_complaint()
    with pytest.raises(KeyMissing):
        Keys(row.pk).open(row, "narrative")
    assert not SealKey.objects.filter(owner=row.pk).exists()


def test_several_cases_have_their_keys_in_one_statement(every_case, django_assert_num_queries):
    complaints = list(Complaint.objects.all())
    with django_assert_num_queries(1):
        keys = Keys.of(complaint.case_id for complaint in complaints)
        assert all(keys[c.case_id].open(c, "narrative") for c in complaints)


def test_no_error_repeats_a_text_or_a_key(every_case):
    row, other = Party.objects.order_by("pk")[:2]
    text = Keys(row.case_id).open(row, "name")
    row.name = other.name
    with pytest.raises(Unreadable) as error:
        Keys(row.case_id).open(row, "name")
    assert text not in str(error.value)
    assert str(error.value) == "cases_party.name does not open in this place."


# Nobody else fills a sealed column

WRITERS = {"create", "update", "get_or_create", "update_or_create", "bulk_update"}


def filled_by_hand(source: str) -> list[str]:
    """Places where a sealed column is given anything but emptiness, other than by `Keys.seal`."""
    columns = {field.name for _, field in sealed_columns()}
    models = {m.__name__: {f.name for f in m._meta.fields if isinstance(f, SealedText)} for m in apps.get_models()}
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            own = models.get(_model(node), columns) if called in WRITERS else models.get(called, set())
            found += [f"{called}({k.arg}=…)" for k in node.keywords if k.arg in own and not _empty(k.value)]
        if isinstance(node, ast.Assign) and not _empty(node.value):
            rows = [t for t in node.targets if isinstance(t, ast.Attribute) and not _self(t)]
            found += [f".{target.attr} = …" for target in rows if target.attr in columns]
    return found


def _model(call: ast.Call) -> str:
    """The name with which a call begins, as in `Branch.objects.create`."""
    part = call.func
    while isinstance(part, ast.Attribute | ast.Call):
        part = part.value if isinstance(part, ast.Attribute) else part.func
    return getattr(part, "id", "")


def _empty(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value in (b"", "")


def _self(target: ast.Attribute) -> bool:
    return isinstance(target.value, ast.Name) and target.value.id == "self"


def test_a_sealed_column_filled_by_hand_would_be_seen():
    assert filled_by_hand("Complaint(narrative='x')") == ["Complaint(narrative=…)"]
    assert filled_by_hand("Complaint.objects.update(contact=text)") == ["update(contact=…)"]
    assert filled_by_hand("row.narrative = text.encode()") == [".narrative = …"]
    assert filled_by_hand("draft.answers = b''; keys.seal(row, narrative=text)") == []


def test_sealed_columns_are_filled_only_by_the_one_caller_of_cryptography():
    files = [path for app in ("branches", "cases", "conduct") for path in (ROOT / app).rglob("*.py")]
    found = {str(path): filled_by_hand(path.read_text()) for path in files if path != ROOT / sealed.__file__}
    assert {path: places for path, places in found.items() if places} == {}
