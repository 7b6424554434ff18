"""The app of the cases. It listens to changes among people, and a new database gets its law when it is migrated."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils import timezone


class CasesConfig(AppConfig):
    name = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from branches import hooks
        from cases.usecases import people

        if people.people_changed not in hooks.LISTENERS:
            hooks.LISTENERS.append(people.people_changed)
        post_migrate.connect(publish_first_law, sender=self)


def publish_first_law(using: str, **_: Any) -> None:
    """No database is without a law. One that is migrated back, or being emptied, has no record to begin."""
    from cases.models import ChainHead
    from cases.usecases import law

    if ChainHead._meta.db_table not in connections[using].introspection.table_names():
        return
    if ChainHead.objects.exists():
        law.publish_default(timezone.now())
