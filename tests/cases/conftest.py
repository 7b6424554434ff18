"""Some cases and some people, for the tests of the doors."""

import pytest

from branches.models import Office
from branches.posts import Post
from cases.demo.roads import Road
from cases.models import CaseRole, CaseUserObjectPermission, Conflict
from tests.cast import lasting, moment, organisation


@pytest.fixture(scope="module")
def rows(django_db_setup, django_db_blocker):
    """Some cases, two of them received in the same moment, and some people who have nothing to do with them."""
    with lasting(django_db_blocker):
        cast = organisation()
        moments = [moment(6, day) for day in (1, 2, 2, 3, 4)]
        cases = [Road.file(cast, cast.tara, at, about=("Eva Demo",)).case for at in moments]
        members = [cast.dee, cast.eli, cast.gus, cast.hana]
        for member in members:
            Office.objects.create(member=member, post=Post.AUDITOR, since=moment(6, 1).date())
        CaseRole.objects.all().delete()
        CaseUserObjectPermission.objects.all().delete()
        Conflict.objects.all().delete()
        yield cases, members
