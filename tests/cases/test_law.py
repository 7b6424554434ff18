"""Publishing the law: what is in force, what is refused, and what never changes."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, transaction

from cases import law
from cases.domain.code import Code
from cases.domain.reading import LawFault
from cases.domain.vocabulary import Category, EventKind
from cases.models import CaseEvent, CodeOfConduct, PublishedProcedure
from cases.record import System
from cases.usecases import law as usecases
from tests.domain.broken import DEFAULT, TEXT, text

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
BY = System("test")
CODE = law.DEFAULT_CODE.read_text(encoding="utf-8")
OWN = TEXT.replace('name = "iso-2014"', 'name = "harbour"')


@pytest.fixture(autouse=True)
def letters(monkeypatch):
    """These tests are about publishing, whatever letters are installed."""
    monkeypatch.setattr(law, "letters", lambda: frozenset(DEFAULT.letters))


def own(*, version: str = "1", since: str = "2020-01-01") -> str:
    changed = OWN.replace('version = "1"', f'version = "{version}"')
    return changed.replace("in_force_from = 2014-01-01", f"in_force_from = {since}")


def events() -> list[dict[str, str]]:
    return [event.data for event in CaseEvent.objects.filter(kind=EventKind.PROCEDURE_PUBLISHED).order_by("number")]


def test_every_database_has_the_default_law_once():
    usecases.publish_default(AT)
    assert [row.edition for row in law.versions(PublishedProcedure)] == ["iso-2014.1"]
    assert [row.edition for row in law.versions(CodeOfConduct)] == ["iso-2014.1"]


def test_the_default_never_replaces_what_an_organisation_published():
    row = usecases.publish(own(), by=BY, at=AT)
    usecases.publish_default(AT)
    assert law.current(AT) == row


def test_publishing_is_recorded_with_the_fingerprint():
    row = usecases.publish(own(), by=BY, at=AT)
    assert events()[-1] == {"edition": "harbour.1", "sha256": row.sha256}


def test_the_same_text_again_is_the_same_version():
    first = usecases.publish(own(), by=BY, at=AT)
    before = events()
    assert usecases.publish(own(), by=BY, at=AT) == first
    assert events() == before


def test_other_words_need_another_version():
    usecases.publish(own(), by=BY, at=AT)
    with pytest.raises(LawFault, match="is published with other words"):
        usecases.publish(own().replace("days   = 10", "days = 11", 1), by=BY, at=AT)


def test_a_version_counts_from_the_day_it_is_in_force():
    first = usecases.publish(own(), by=BY, at=AT)
    later = usecases.publish(own(version="2", since="2026-07-01"), by=BY, at=AT)
    assert law.current(AT) == first
    assert law.current(datetime(2026, 6, 30, 22, 30, tzinfo=UTC)) == first
    assert law.current(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == later  # already July in London


def test_before_any_law_there_is_a_plain_answer():
    with pytest.raises(law.NoLaw, match="is in force on 1 June 2010"):
        law.current(datetime(2010, 6, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    "words",
    [
        text('letter = "n02_officer"\n', ""),
        text("[[clock]]", "[[alarm]]"),
        text('guards = ["panel_complete"]', 'guards = ["full_moon"]'),
        text('version = "1"', 'version = "1 a"'),
        text('version = "1"', "version = "),
    ],
)
def test_a_file_with_a_fault_changes_nothing_and_says_what(words):
    before = events()
    with pytest.raises(LawFault) as fault:
        usecases.publish(words, by=BY, at=AT)
    assert fault.value.faults
    assert events() == before
    assert PublishedProcedure.objects.count() == 1


def test_a_code_with_a_fault_changes_nothing_and_says_where():
    with pytest.raises(LawFault, match=r"provision 1 \(harassment\), line \d+: “category” is missing"):
        usecases.publish_code(CODE.replace('category = "harassment"', ""), by=BY, at=AT)
    with pytest.raises(LawFault, match="Two provisions are called “consent”"):
        usecases.publish_code(CODE.replace('"coercion"', '"consent"'), by=BY, at=AT)
    assert CodeOfConduct.objects.count() == 1


def test_what_is_published_never_changes():
    row = law.current(AT)
    for change in (lambda: PublishedProcedure.objects.update(text=""), row.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert PublishedProcedure.objects.get() == row


def test_a_text_is_read_once(django_assert_num_queries):
    row = law.current(AT)
    assert law.procedure_of(row) is law.procedure_of(PublishedProcedure.objects.get())
    with django_assert_num_queries(1):
        law.procedure_of(PublishedProcedure.objects.defer("text").get())


def test_every_version_can_be_found_by_its_full_name():
    row = law.current(AT)
    assert law.find(PublishedProcedure, row.edition) == row
    assert law.find(PublishedProcedure, "iso-2014.2") is None
    assert law.find(PublishedProcedure, "nonsense") is None


def test_the_code_covers_every_category_and_says_what_we_added():
    code = Code.parse(CODE)
    assert {provision.category for provision in code.provisions} == set(Category)
    added = {provision.category for provision in code.provisions if provision.added}
    assert added >= {Category.RETALIATION, Category.FALSE_COMPLAINT, Category.CONFIDENTIALITY, Category.FINANCIAL}
    assert all(provision.added == provision.source.startswith("our addition") for provision in code.provisions)
    assert code.in_force_from == date(2014, 1, 1)


def test_every_letter_the_default_names_is_written(monkeypatch):
    monkeypatch.undo()
    assert set(DEFAULT.letters) <= law.letters()


def test_discriminatory_harassment_asks_for_its_basis():
    assert Code.parse(CODE).provision("discriminatory-harassment").basis
