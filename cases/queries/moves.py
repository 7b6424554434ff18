"""The places a case has been at, as the record has them."""

from dataclasses import dataclass
from datetime import date, datetime

from cases import load
from cases.domain.vocabulary import State, Tier
from cases.models import Case, CaseEvent
from cases.queries.timeline import READINGS


@dataclass(frozen=True, kw_only=True)
class Move:
    """After this entry of the record the case stood here."""

    number: int
    at: datetime
    tier: Tier
    state: State
    due: date | None

    @property
    def on(self) -> date:
        return load.local_day(self.at)


def moves(case: Case, *, since: datetime | None = None) -> tuple[Move, ...]:
    """Every entry that says where the case stands, the oldest first."""
    rows = CaseEvent.objects.filter(case=case).exclude(kind__in=READINGS).order_by("case_number")
    rows = rows.filter(at__gte=since) if since else rows
    return tuple(
        Move(number=number or 0, at=at, tier=Tier(data["tier"]), state=State(data["state"]), due=_due(data))
        for number, at, data in rows.values_list("case_number", "at", "data")
        if "state" in data and "tier" in data
    )


def _due(data: dict[str, str]) -> date | None:
    """The date that held after this entry; an entry of a case without one says none."""
    return date.fromisoformat(data["due_on"]) if "due_on" in data else None
