"""No database is without a law: migrating publishes the one that comes with the software, once."""

import pytest
from django.core.management.sql import emit_post_migrate_signal

from cases.models import CaseEvent, ChainHead, CodeOfConduct, PublishedProcedure

pytestmark = pytest.mark.django_db


def migrated_again() -> None:
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")


def test_a_database_that_was_just_migrated_has_its_law():
    assert (PublishedProcedure.objects.count(), CodeOfConduct.objects.count()) == (1, 1)
    assert {event.kind for event in CaseEvent.objects.all()} == {"procedure_published", "code_published"}
    assert {event.system for event in CaseEvent.objects.all()} == {"first start"}


def test_migrating_again_publishes_nothing():
    migrated_again()
    assert CaseEvent.objects.count() == ChainHead.objects.get().number == 2


def test_a_database_without_a_head_is_left_alone():
    """Half migrated back, or being emptied: there is no record to begin with."""
    ChainHead.objects.all().delete()
    migrated_again()
    assert CaseEvent.objects.count() == 2
