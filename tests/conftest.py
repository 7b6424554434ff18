"""What every test shares: which engine it runs on, and what a missing one means."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import TransactionTestCase

# Playwright keeps an event loop in the thread of the test; the database is still used by that thread alone.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

ON_CI = os.environ.get("CI") == "true"
POSTGRESQL = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")

hypothesis.settings.register_profile(
    "conduct",
    deadline=None,
    derandomize=ON_CI,
    database=None,
    suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture],
)
hypothesis.settings.load_profile("conduct")


_flush = TransactionTestCase._fixture_teardown


def _flush_the_record(test: TransactionTestCase) -> None:
    """Empty the database after a test that commits (`transaction=True`, `live_server`), as only an operator could.

    The triggers refuse the DELETE and TRUNCATE of Django's flush, and the flush takes away rows that migrating
    had put there. So they are dropped for that moment and the database is left as it was freshly migrated.
    """
    from django.utils import timezone

    from cases import triggers
    from cases.models import ChainHead
    from cases.usecases import law

    with transaction.atomic():
        triggers.drop(connection)
    _flush(test)
    with transaction.atomic():
        triggers.install(connection)
        ChainHead.objects.create(pk=1, number=0, hash="")
        law.publish_default(timezone.now())


TransactionTestCase._fixture_teardown = _flush_the_record


def pytest_report_header() -> str:
    return f"engine: {'PostgreSQL' if POSTGRESQL else 'SQLite'}"


def unavailable(what: str) -> None:
    """A missing engine or browser: a failure on CI, a skip with words elsewhere."""
    (pytest.fail if ON_CI else pytest.skip)(f"{what} is not available here.")


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser's program."""
    found = shutil.which("chromium")
    if not found:
        unavailable("Chromium")
    return Path(str(found))


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """What the module's fixtures build upon this stays for all its tests, and is gone after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def stored(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """What the module's fixtures build upon this is really stored, for other threads and for files; emptied after."""
    with django_db_blocker.unblock():
        yield
        TransactionTestCase(methodName="__init__")._fixture_teardown()


@pytest.fixture(scope="module")
def every_case(standing: None):
    """Cases in which every text is written, once for the tests of a module."""
    from tests import everything
    from tests.cast import organisation

    return everything.write_everything(organisation(), everything.numbered())


@pytest.fixture(scope="module")
def demo_world(standing: None):
    """The whole demo world, built once for the tests of a module; everyone's password is "demo"."""
    from django.utils import timezone

    from cases.demo import world

    return world.build(size="small", seed=1, now=timezone.now(), password="demo", tell=lambda *_: None)


@pytest.fixture
def postgresql() -> None:
    """For tests whose subject is a lock or a race of PostgreSQL's."""
    if not POSTGRESQL:
        pytest.skip("This test is about PostgreSQL.")


@pytest.fixture
def cast(db):
    """Everyone of the small organisation, with the law in force."""
    from tests.cast import organisation

    return organisation()


@pytest.fixture
def redis_url() -> str:
    """A broker that answers."""
    from redis import Redis, RedisError

    url = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/15")
    try:
        Redis.from_url(url, socket_timeout=2).ping()
    except RedisError:
        unavailable("Redis")
    return url


def pytest_terminal_summary(terminalreporter) -> None:
    from tests.house import sizes

    for line in sizes.report():
        terminalreporter.write_line(line)
