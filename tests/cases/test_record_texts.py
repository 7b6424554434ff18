"""Texts and laws that the record vouches for: an exchanged, lost or slipped-in one is found."""

from uuid import uuid4

import pytest

from cases import fingerprints, verify
from cases.domain.vocabulary import EventKind
from cases.models import (
    Addendum,
    Case,
    CodeOfConduct,
    Complaint,
    Decision,
    EvidenceItem,
    ExhibitFile,
    FilePiece,
    PublishedProcedure,
    RedactedFile,
)
from cases.record import System, record
from cases.sealed import Keys
from cases.usecases import files
from cases.usecases.act import fingerprint
from tests.cast import moment
from tests.operator import entry, fault, operator

pytestmark = pytest.mark.django_db


def reseal(row, **texts: str) -> None:
    """Exchange a text as somebody with every key could."""
    Keys(row.case_id).seal(row, **texts)
    row.save()


def _complaint() -> Complaint:
    return Complaint.objects.order_by("received_at", "pk")[0]


def another_complaint() -> str:
    reseal(_complaint(), narrative="It was nothing.")
    return "complaint_received"


def another_complaint_and_fingerprint() -> str:
    row = _complaint()
    row.fingerprint = fingerprint("It was nothing.")
    reseal(row, narrative="It was nothing.")
    return "complaint_received"


def another_fingerprint() -> str:
    Complaint.objects.filter(pk=_complaint().pk).update(fingerprint="0" * 64)
    return "complaint_received"


def one_bit_of_a_complaint() -> str:
    row = _complaint()
    row.narrative = bytes(row.narrative)[:-1] + bytes([bytes(row.narrative)[-1] ^ 1])
    row.save()
    return "complaint_received"


def a_complaint_in_anothers_place() -> str:
    one, two = Complaint.objects.order_by("pk")[:2]
    Complaint.objects.filter(pk=two.pk).update(narrative=one.narrative)
    return "complaint_received"


def an_emptied_addition() -> str:
    Addendum.objects.update(text=b"")
    return "addendum_added"


def no_addition() -> str:
    Addendum.objects.all().delete()
    return "addendum_added"


def other_evidence() -> str:
    reseal(EvidenceItem.objects.get(given_as="respondent"), text="I saw nothing.")
    return "evidence_added"


def no_file() -> str:
    RedactedFile.objects.all().delete()
    FilePiece.objects.all().delete()
    ExhibitFile.objects.all().delete()
    return "evidence_added"


def another_file() -> str:
    row = ExhibitFile.objects.filter(offer__isnull=True).get()
    FilePiece.objects.filter(file=row, copy="original").delete()
    files.store(row, "original", b"I was never there.", Keys(row.case_id))
    return "evidence_added"


def a_file_cut_short() -> str:
    piece = FilePiece.objects.filter(copy="original", file__offer__isnull=True).get()
    FilePiece.objects.filter(pk=piece.pk).update(last=False)
    return "evidence_added"


def another_copy_of_a_file() -> str:
    row = ExhibitFile.objects.filter(offer__isnull=True).get()
    FilePiece.objects.filter(file=row, copy="working").delete()
    files.store(row, "working", b"I was never there.", Keys(row.case_id))
    ExhibitFile.objects.filter(pk=row.pk).update(copy_fingerprint=files.bytes_fingerprint(b"I was never there."))
    return "file_checked"


def no_evidence() -> str:
    no_file()
    EvidenceItem.objects.filter(given_as="respondent").delete()
    return "evidence_added"


def another_decision() -> str:
    reseal(Decision.objects.order_by("signed_at")[0], summary="Nobody did anything.")
    return "decision_signed"


def another_procedure() -> str:
    row = PublishedProcedure.objects.get()
    PublishedProcedure.objects.update(text=row.text.replace("seats         = 3", "seats         = 1"))
    return "procedure_published"


def another_procedure_and_fingerprint() -> str:
    PublishedProcedure.objects.update(text="name = 1", sha256=fingerprint("name = 1"))
    return "procedure_published"


def another_edition_of_the_code() -> str:
    CodeOfConduct.objects.update(version="2")
    return "code_published"


TEXTS = (
    another_complaint,
    another_complaint_and_fingerprint,
    another_fingerprint,
    one_bit_of_a_complaint,
    a_complaint_in_anothers_place,
    an_emptied_addition,
    no_addition,
    other_evidence,
    no_evidence,
    no_file,
    another_file,
    a_file_cut_short,
    another_copy_of_a_file,
    another_decision,
    another_procedure,
    another_procedure_and_fingerprint,
    another_edition_of_the_code,
)


@pytest.mark.parametrize("tamper", TEXTS, ids=lambda kind: kind.__name__)
def test_a_text_that_was_exchanged_is_found_by_the_entry_that_vouches_for_it(every_case, tamper):
    with operator():
        kind = tamper()
        assert (found := fault())
        assert not found.number or entry(found.number).get().kind == kind, found
    assert fault() is None


@pytest.mark.parametrize("model", [Addendum, EvidenceItem], ids=lambda model: model.__name__)
def test_a_text_that_no_entry_recorded_is_found(every_case, model):
    with operator():
        row = model.objects.latest("pk") if model is Addendum else model.objects.latest("number")
        row.pk, row.fingerprint = None, "1" * 64
        if model is EvidenceItem:
            row.number += 1
        row.save(force_insert=True)
        assert (found := fault())
        assert found.case == every_case[2].code
        assert found.because.endswith("is in the database, but no entry recorded it.")


def test_a_law_that_no_entry_published_is_found(every_case):
    with operator():
        row = PublishedProcedure.objects.get()
        row.pk, row.version = None, "99"
        row.save(force_insert=True)
        assert fault() == verify.Fault(0, "", "The law iso-2014.99 is in the database, but no entry published it.")


def test_a_case_that_no_entry_is_about_is_found(every_case):
    with operator():
        case = Case.objects.get(pk=every_case[0].pk)
        case.pk, case.code = uuid4(), "AAA-AAA-AA"
        case.save(force_insert=True)
        assert fault() == verify.Fault(0, "AAA-AAA-AA", "No entry of the record is about this case.")
        assert verify.one("AAA-AAA-AA", lambda *_: None).verdict == "broken"


def test_what_is_written_while_the_record_is_checked_is_no_fault(every_case):
    """Its entry lies beyond the head that was read first, and its row may not have been there yet."""
    case = every_case[2]
    head = verify._head().number
    record(EventKind.ADDENDUM_ADDED, case=case, by=System("a test"), at=moment(7, 1), data={"fingerprint": "new"})
    looked = [found for _, found in fingerprints.texts(Case.objects.filter(pk=case.pk), head)]
    assert [found.faults for found in looked] == [[]]
    assert fault(), "once it is below the head, its text must be there"
