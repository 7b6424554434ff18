"""Questions that travel in one statement are answered as if each had been asked by itself."""

import pytest
from django.apps import apps
from django.db import models, transaction
from django.db.models import Exists, OuterRef

from branches.models import Member
from cases import load, sealed
from cases.models import Allegation, Case, CaseEvent, CaseRole, Complaint, Party, SealKey
from cases.together import answered, fetch, reads, side_by_side

pytestmark = pytest.mark.django_db
TABLES = [model for model in apps.get_models() if model._meta.app_label in ("cases", "branches")]


def plain(row: models.Model) -> dict:
    """All columns of a row; what is sealed as bytes, whichever way the driver gives it."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {name: bytes(value) if isinstance(value, memoryview) else value for name, value in values.items()}


def test_every_table_is_read_alike_alone_and_with_all_others(every_case, django_assert_num_queries):
    alone = [list(model._default_manager.order_by("pk")) for model in TABLES]
    with django_assert_num_queries(1):
        found = fetch([model._default_manager.order_by("pk") for model in TABLES])
    assert [[plain(row) for row in rows] for rows in found] == [[plain(row) for row in rows] for rows in alone]
    assert sum(map(len, found)) > 300


def test_what_was_read_with_others_can_be_opened_and_saved(every_case):
    complaints, _ = fetch([Complaint.objects.order_by("pk"), Member.objects.all()])
    keys = sealed.Keys(complaints[0].case_id, SealKey.objects.filter(owner=complaints[0].case_id))
    assert keys.open(complaints[0], "narrative").startswith(("marker-narrative", "marker-second-narrative"))
    assert not complaints[0]._state.adding
    assert not complaints[0].get_deferred_fields()


def test_lists_keep_their_order_their_joins_and_their_kind(every_case):
    questions = [
        Party.objects.order_by("-number", "pk").values_list("case__code", "member__branch_id", "informed_at"),
        CaseEvent.objects.order_by("-number").values_list("data", flat=True),
        CaseRole.objects.annotate(
            worked=Exists(Allegation.objects.filter(case=OuterRef("case"), framed_by=OuterRef("member")))
        ).order_by("pk").values_list("worked", "role"),
        Case.objects.filter(pk__in=[]).values_list("pk"),
    ]  # fmt: skip
    assert fetch(questions) == [list(question) for question in questions]


def test_rows_bring_what_is_selected_with_them(every_case, django_assert_num_queries):
    parties, roles = fetch([Party.objects.select_related("member", "member__same_as"), CaseRole.objects.all()])
    with django_assert_num_queries(0):
        names = {party.member.full_name for party in parties if party.member}
        assert {party.member.same_as for party in parties if party.member} == {None}
    assert names and roles


def test_a_reading_gives_the_same_alone_and_beside_others(every_case):
    for case in Case.objects.all():
        today = load.local_day(case.received_at)
        beside = answered(
            side_by_side(
                one=load.case_facts.begin(case, today=today),
                two=load.case_facts.begin(every_case[0], today=today),
                three=Party.objects.filter(case=case).order_by("pk"),
                four="nothing to ask",
            )
        )
        assert beside["one"] == load.case_facts(case, today=today)
        assert (len(beside["three"]), beside["four"]) == (Party.objects.filter(case=case).count(), "nothing to ask")


def test_readings_of_different_length_wait_for_no_other(every_case, django_assert_num_queries):
    @reads
    def steps(count: int):
        found = []
        for _ in range(count):
            found += yield Case.objects.order_by("pk").values_list("code", flat=True)[:1]
        return found

    with django_assert_num_queries(3):
        found = answered(side_by_side(none=steps.begin(0), one=steps.begin(1), three=steps.begin(3)))
    assert {name: len(codes) for name, codes in found.items()} == {"none": 0, "one": 1, "three": 3}
    assert steps(2) == found["three"][:2]


def test_what_cannot_travel_with_others_says_so():
    with transaction.atomic(), pytest.raises(TypeError):
        fetch([Case.objects.select_for_update(), Party.objects.all()])
    with pytest.raises(TypeError):
        fetch([Case.objects.values("code"), Party.objects.all()])
