"""The words of the vocabulary in the language of the page; every template has this filter without loading it."""

from django import template
from django.utils.translation import gettext

register = template.Library()


@register.filter
def translated(label: str) -> str:
    """A label that stands in plain Python, such as the name of a step. What people wrote never comes here."""
    return gettext(label)
