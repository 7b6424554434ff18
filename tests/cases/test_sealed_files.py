"""A file is sealed in pieces: each opens in its own place, and the whole only when it is whole."""

import itertools

import pytest

from cases.models import ExhibitFile, FilePiece
from cases.sealed import Keys, Unreadable
from cases.usecases import files
from tests.operator import operator

pytestmark = pytest.mark.django_db
BODY = bytes(range(256)) * 5


@pytest.fixture
def file(every_case, monkeypatch) -> ExhibitFile:
    """A file in five pieces."""
    monkeypatch.setattr(files, "PIECE", 256)
    first = ExhibitFile.objects.order_by("given_at", "pk")[0]
    row = ExhibitFile(
        case_id=first.case_id, item=first.item, number=9, size=len(BODY), fingerprint=files.bytes_fingerprint(BODY),
        given_by=first.given_by, given_at=first.given_at, due_at=first.due_at,
    )  # fmt: skip
    Keys(row.case_id).seal(row, name="a.txt")
    row.save(force_insert=True)
    files.store(row, "original", BODY, Keys(row.case_id))
    return row


def read(row: ExhibitFile) -> bytes:
    return files.read(row, "original", Keys(row.case_id))


def pieces(row: ExhibitFile):
    return FilePiece.objects.filter(file=row, copy="original").order_by("number")


def test_a_file_comes_back_as_it_was_in_as_many_pieces_as_it_needs(file):
    assert read(file) == BODY
    assert pieces(file).count() == 5


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 512])
def test_a_file_of_any_size_has_one_end(file, size):
    files.store(file, "working", BODY[:size], Keys(file.case_id))
    assert files.read(file, "working", Keys(file.case_id)) == BODY[:size]


def test_none_of_its_bytes_is_stored_as_it_came(file):
    assert not any(BODY[:64] in bytes(piece.body) for piece in pieces(file))


def test_a_piece_in_any_other_place_never_opens(file):
    """All pairs of all pieces that there are: of this file, of its copies, of other files."""
    every, moves = list(FilePiece.objects.all()), 0
    for one, other in itertools.permutations(every, 2):
        with operator():
            FilePiece.objects.filter(pk=one.pk).update(body=other.body)
            with pytest.raises(Unreadable):
                files.read(one.file, one.copy, Keys(one.case_id))
        moves += 1
    assert moves > 50


def _first_missing(file):
    pieces(file).filter(number=0).delete()


def _middle_missing(file):
    pieces(file).filter(number=2).delete()


def _end_missing(file):
    pieces(file).filter(last=True).delete()


def _all_missing(file):
    pieces(file).delete()


def _ends_early(file):
    pieces(file).filter(number__gt=2).delete()
    pieces(file).filter(number=2).update(last=True)


def _one_too_many(file):
    last = pieces(file).get(last=True)
    last.pk, last.number, last.last = None, last.number + 1, False
    last.save(force_insert=True)


def _swapped(file):
    pieces(file).filter(number=1).update(number=99)
    pieces(file).filter(number=2).update(number=1)
    pieces(file).filter(number=99).update(number=2)


def _of_the_other_copy(file):
    pieces(file).update(copy="working")
    FilePiece.objects.filter(file=file).update(copy="original")
    pieces(file).filter(number=3).update(copy="working")


@pytest.mark.parametrize(
    "tamper",
    [
        _first_missing,
        _middle_missing,
        _end_missing,
        _all_missing,
        _ends_early,
        _swapped,
        _of_the_other_copy,
        _one_too_many,
    ],
    ids=lambda kind: kind.__name__.strip("_"),
)
def test_a_file_from_which_something_was_taken_never_opens(file, tamper):
    with operator():
        tamper(file)
        with pytest.raises(Unreadable):
            read(file)
    assert read(file) == BODY


def test_another_case_with_its_own_keys_opens_nothing_of_it(file, every_case):
    other = next(case for case in every_case if case.pk != file.case_id)
    with pytest.raises(Unreadable):
        files.read(file, "original", Keys(other.pk))
