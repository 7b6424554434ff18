"""The only writer of events and notices.

Every event is one link in two chains: over its case and over everything. The head of the long chain is
locked last by every writer, so that no two events can take the same place.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
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


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing to record. `data` holds codes, numbers and dates as text; sealed words never.

    `to` names people for roles that have no row in the case, such as a drawn candidate.
    """

    kind: EventKind
    data: dict[str, Any] = field(default_factory=dict)
    to: Recipients = field(default_factory=dict)


def record(
    kind: EventKind,
    *,
    case: Case | None,
    by: Actor,
    at: datetime,
    data: dict[str, Any] | None = None,
    to: Recipients | None = None,
) -> CaseEvent:
    """Append one event, and put the letters it calls for into the outbox. Runs in the caller's transaction."""
    return record_all([Entry(kind=kind, data=data or {}, to=to or {})], case=case, by=by, at=at)[0]


def record_all(entries: Sequence[Entry], *, case: Case | None, by: Actor, at: datetime) -> list[CaseEvent]:
    """Append several events of one moment, in this order, with one lock of the head."""
    if not entries:
        return []
    head = ChainHead.objects.select_for_update().get(pk=1)
    case_number, case_hash = _case_link(case)
    events = []
    for place, entry in enumerate(entries):
        event = CaseEvent(
            number=head.number + 1,
            case=case,
            case_number=None if case is None else case_number + place,
            kind=entry.kind,
            at=at,
            actor=person(by),
            system=by.reason if isinstance(by, System) else "",
            data=entry.data,
        )
        fields = fields_of(event)
        event.case_hash = case_hash = chain.link(case_hash, *fields) if case else ""
        event.hash = chain.link(head.hash, str(event.number), event.case_hash, *fields)
        head.number, head.hash = event.number, event.hash
        events.append(event)
    CaseEvent.objects.bulk_create(events)
    head.save(update_fields=["number", "hash"])
    if case is not None:
        _put_in_outbox(case, list(zip(events, entries, strict=True)), at)
    return events


def _case_link(case: Case | None) -> tuple[int, str]:
    """The number of the next event of a case, and the hash of its last one."""
    if case is None:
        return 0, ""
    last = CaseEvent.objects.filter(case=case).order_by("-case_number").values_list("case_number", "case_hash").first()
    return (last[0] + 1, last[1]) if last and last[0] else (1, "")


def fields_of(event: CaseEvent) -> tuple[str, ...]:
    """What the two hashes of an event cover, as text in a fixed order; the same before and after it is stored."""
    return (
        _text(event.case_id),
        _text(event.case_number),
        str(event.kind),
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        _text(event.actor_id),
        event.system,
        chain.canonical(event.data).decode(),
    )


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _put_in_outbox(case: Case, events: Sequence[tuple[CaseEvent, Entry]], at: datetime) -> None:
    wanted = [(event, entry, *letter) for event, entry in events for letter in notices.TABLE.get(entry.kind, ())]
    people = _people(case, frozenset[Role]().union(*(roles for _, _, roles, _ in wanted))) if wanted else set()
    rows = [
        Notice(event=event, case=case, member_id=member, role=role, letter=letter, created_at=at, due_at=at)
        for event, entry, roles, letter in wanted
        for member, role in sorted({p for p in people if p[1] in roles} | _named(entry.to, roles))
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)


def _named(to: Recipients, roles: frozenset[Role]) -> set[tuple[int, Role]]:
    return {(member, role) for role in roles for member in to.get(role, ())}


def _people(case: Case, roles: frozenset[Role]) -> set[tuple[int, Role]]:
    """Who holds these roles now: handlers with an open role, and parties who have been told of the case."""
    handlers = CaseRole.objects.filter(case=case, role__in=roles, until__isnull=True).values_list("member_id", "role")
    parties = Party.objects.filter(case=case, side__in=roles, member__isnull=False, informed_at__isnull=False)
    return {(m, Role(r)) for m, r in [*handlers, *parties.values_list("member_id", "side")] if m is not None}
