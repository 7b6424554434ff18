"""Which kind of page a view is. Every view names one, and a system check fails where one does not."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from django.contrib.auth.decorators import login_not_required

View = TypeVar("View", bound=Callable[..., Any])


class Policy(StrEnum):
    """Who may ask for a page at all; which rows they then see is decided at the doors."""

    OPEN = "open"  # anyone, signed in or not
    MEMBER = "member"  # any member who is signed in
    OWN_DRAFT = "own_draft"  # the writer of a draft
    PARTY = "party"  # a party's page of a case
    HANDLER = "handler"  # a handler's page of a case
    REGISTER = "register"  # the registrar or an administrator
    OVERSIGHT = "oversight"  # the registrar or an auditor; process data only
    FIGURES = "figures"  # the national offices; counts, and no case
    AUDIT = "audit"  # the auditor; process data and the names of those who decide
    GUEST = "guest"  # somebody who has opened a link that was made for them, in this browser
    OPERATIONS = "operations"  # alive or not, for machines anywhere
    MACHINES = "machines"  # how the work goes, for this machine or who holds its token


WITHOUT_SIGN_IN = frozenset({Policy.OPEN, Policy.GUEST, Policy.OPERATIONS, Policy.MACHINES})


def policy(kind: Policy) -> Callable[[View], View]:
    """Name the policy of a view; the open kinds also need no sign-in."""

    def mark(view: View) -> View:
        view.policy = kind  # type: ignore[attr-defined]
        return login_not_required(view) if kind in WITHOUT_SIGN_IN else view

    return mark
