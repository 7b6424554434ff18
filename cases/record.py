"""The only writer of events and notices.

Every event is one link in two chains: over its case and over everything. The head of the long chain is
locked last by every writer, so that no two events can take the same place.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from branches.models import Member
from cases.domain import chain, notices
from cases.domain.vocabulary import EventKind, Role
from cases.models import Case, CaseEvent, CaseRole, ChainHead, Notice, Party


@dataclass(frozen=True)
class System:
    """The clock or a rule that acts by itself, with its reason. Never None, never a person."""

    reason: str


Actor = Member | System


def person(by: Actor) -> Member | None:
    """The member who acts, or None when the system does."""
    return None if isinstance(by, System) else by


Recipients = Mapping[Role, Iterable[int]]


def record(
    kind: EventKind,
    *,
    case: Case | None,
    by: Actor,
    at: datetime,
    data: dict[str, Any] | None = None,
    to: Recipients | None = None,
) -> CaseEvent:
    """Append one event, and put the letters it calls for into the outbox. Runs in the caller's transaction.

    `data` holds codes, numbers and dates as text; sealed words never. `to` names people for roles that
    have no row in the case, such as a drawn candidate.
    """
    event = _append(kind, case=case, by=by, at=at, data=data or {})
    if case is not None:
        _put_in_outbox(event, case, at, to or {})
    return event


def _append(kind: EventKind, *, case: Case | None, by: Actor, at: datetime, data: dict[str, Any]) -> CaseEvent:
    head = ChainHead.objects.select_for_update().get(pk=1)
    number, previous = head.number + 1, head.hash
    case_number, case_hash = _case_link(case)
    event = CaseEvent(
        number=number,
        case=case,
        case_number=case_number,
        kind=kind,
        at=at,
        actor=person(by),
        system=by.reason if isinstance(by, System) else "",
        data=data,
    )
    fields = fields_of(event)
    event.case_hash = chain.link(case_hash, *fields) if case else ""
    event.hash = chain.link(previous, str(number), event.case_hash, *fields)
    event.save(force_insert=True)
    ChainHead.objects.filter(pk=1).update(number=number, hash=event.hash)
    return event


def _case_link(case: Case | None) -> tuple[int | None, str]:
    if case is None:
        return None, ""
    last = CaseEvent.objects.filter(case=case).order_by("-case_number").values_list("case_number", "case_hash").first()
    return (last[0] + 1, last[1]) if last else (1, "")


def fields_of(event: CaseEvent) -> tuple[str, ...]:
    """What the two hashes of an event cover, as text in a fixed order."""
    return (
        str(event.case_id or ""),
        str(event.case_number or ""),
        str(event.kind),
        event.at.isoformat(timespec="microseconds"),
        str(event.actor_id or ""),
        event.system,
        chain.canonical(event.data).decode(),
    )


def _put_in_outbox(event: CaseEvent, case: Case, at: datetime, to: Recipients) -> None:
    rows = [
        Notice(event=event, case=case, member_id=member, role=role, letter=letter, created_at=at, due_at=at)
        for roles, letter in notices.TABLE.get(EventKind(event.kind), ())
        for member, role in _people(case, roles, to)
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)


def _people(case: Case, roles: frozenset[Role], to: Recipients) -> set[tuple[int, Role]]:
    named = {(member, role) for role in roles for member in to.get(role, ())}
    handlers = CaseRole.objects.filter(case=case, role__in=roles, until__isnull=True).values_list("member_id", "role")
    parties = Party.objects.filter(case=case, side__in=roles, member__isnull=False, informed_at__isnull=False)
    return named | {(m, Role(r)) for m, r in [*handlers, *parties.values_list("member_id", "side")]}
