"""System checks: every address names its policy, every sealed text its compartment, every scheduled work its task."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.module_loading import import_string

from conduct.policy import Policy

LONGEST = 3600
"""Seconds between two turns of the same work; a deadline is a day, so no clock may sleep through one."""


@register
def every_address_names_its_policy(app_configs: Sequence[AppConfig] | None, **options: Any) -> list[CheckMessage]:
    return [
        Error(
            f"The view of /{route} names no policy.",
            hint="Put @policy(Policy.X) on the view.",
            id="conduct.E001",
        )
        for route, pattern in addresses()
        if not isinstance(getattr(pattern.callback, "policy", None), Policy)
    ]


@register
def every_sealed_text_names_its_compartment(
    app_configs: Sequence[AppConfig] | None, **options: Any
) -> list[CheckMessage]:
    return [
        Error(f"{field} is sealed text without a compartment.", hint="Give it compartment=…", id="conduct.E002")
        for field in sealed_fields()
        if not getattr(field, "compartment", None)
    ]


@register
def every_scheduled_work_can_be_done(app_configs: Sequence[AppConfig] | None, **options: Any) -> list[CheckMessage]:
    """A clock that calls work nobody does would run and look healthy."""
    return [
        Error(f"The entry “{name}” of CELERY_BEAT_SCHEDULE {fault}", hint=repair, id="conduct.E003")
        for name, work in settings.CELERY_BEAT_SCHEDULE.items()
        for fault, repair in _schedule_faults(work)
    ]


def _schedule_faults(work: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if not _is_task(work.get("task")):
        yield f"calls {work.get('task')!r}, which is no task.", "Write the name of a task of cases.tasks."
    every, expires = work.get("schedule"), work.get("options", {}).get("expires")
    if not isinstance(every, int | float) or not 0 < every <= LONGEST:
        yield f"has the interval {every!r}.", f"Write seconds, from 1 to {LONGEST}."
    elif not isinstance(expires, int | float) or not 0 < expires <= every:
        yield f"expires after {expires!r}.", "Write seconds, at most its interval."


def _is_task(name: object) -> bool:
    try:
        return hasattr(import_string(str(name)), "delay")
    except ImportError:
        return False


def addresses(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the site as (route, pattern)."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, route)
        else:
            yield route, entry


def sealed_fields() -> Iterator[Any]:
    """Every sealed column of the cases app."""
    for model in apps.get_app_config("cases").get_models():
        yield from (field for field in model._meta.get_fields() if _is_sealed(field))


def _is_sealed(field: object) -> bool:
    # By name, so that the project does not import the models of an app that is still loading.
    return any(kind.__name__ in ("SealedText", "SealedBytes") for kind in type(field).__mro__)
