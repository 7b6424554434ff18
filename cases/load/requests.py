"""What waits for a person's ruling, or came of it, as the rules see it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from cases.domain.requests import JoiningFacts, WithdrawalFacts
from cases.models import Case, Joining, Withdrawal

Row = tuple[str, list[int], date | None]
CARRIED = ("carried_on", "no_ruling")
"""How a withdrawal ends when the organisation goes on."""
RESTS = ("at_once", "accepted")
"""How it ends when nobody decides any more on what was withdrawn."""


def asked(case: Case) -> QuerySet[Withdrawal, Any]:
    """What became of everything that the complainant withdrew, and what waits."""
    return Withdrawal.objects.filter(case=case).order_by("number").values_list("how", "allegations", "rule_by")


def withdrawals(rows: Iterable[Row]) -> tuple[frozenset[int], dict[str, Any]]:
    """The allegations that rest; the withdrawal that waits, and whether the organisation goes on with everything."""
    found = list(rows)
    waiting = (WithdrawalFacts(rule_by=day, allegations=frozenset(n)) for how, n, day in found if not how and day)
    rest = frozenset(number for how, numbers, _ in found if how in RESTS for number in numbers)
    carried = any(how in CARRIED and not numbers for how, numbers, _ in found)
    return rest, {"withdrawal": next(waiting, None), "carried_on": carried}


def proposed(case: Case) -> QuerySet[Joining]:
    """Every proposal about this case that waits, on either side of it, and every case that was joined to it."""
    rows = Joining.objects.filter(Q(case=case, how="joined") | Q(case=case, how="") | Q(other=case, how=""))
    return rows.order_by("number")


def joinings(case: Case, rows: Iterable[Joining], objected: Iterable[int]) -> tuple[frozenset[int], dict[str, Any]]:
    """The allegations that left with their case; the proposal that waits, and the allegations that came with a case."""
    found = list(rows)
    waiting = next((row for row in found if not row.how), None)
    facts = waiting and JoiningFacts(
        leads=waiting.case_id == case.pk, object_until=waiting.object_until, objected=frozenset(objected)
    )
    left = frozenset(number for row in found if row.separated_at for number in row.allegations)
    came = frozenset(number for row in found if not row.separated_at for number in row.allegations)
    return left, {"joining": facts, "joined": came}


def resting(case: Case) -> frozenset[int]:
    """The numbers of the allegations on which nobody decides here any more: their words stay as they were written."""
    return withdrawals(asked(case))[0] | joinings(case, proposed(case), ())[0]
