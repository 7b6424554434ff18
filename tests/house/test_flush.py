"""After a test that commits, the database is as freshly migrated: empty, with its law and its triggers."""

import pytest
from django.contrib.auth.models import Permission
from django.db import DatabaseError, transaction

from branches.models import Branch
from cases.models import CaseEvent, ChainHead, PublishedProcedure


@pytest.mark.parametrize("time", ["first", "second", "third"])
@pytest.mark.django_db(transaction=True)
def test_every_test_that_commits_finds_the_same_beginning(time):
    assert not Branch.objects.exists()
    assert (CaseEvent.objects.count(), ChainHead.objects.get().number) == (2, 2)
    assert PublishedProcedure.objects.count() == 1
    assert Permission.objects.filter(codename="open_case").count() == 1
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        CaseEvent.objects.update(kind="forged")
    Branch.objects.create(name=time, slug=time)
