"""System checks: every address names its policy, every sealed text its compartment."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver

from conduct.policy import Policy


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
