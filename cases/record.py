"""The only writer of events and notices.

Every event is one link in two chains: over its case and over everything. The head of the long chain is
locked last by every writer, so that no two events can take the same place.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from branches.models import Member
from cases import law, wakeup
from cases.domain import chain, durations, notices, silence
from cases.domain.vocabulary import EventKind, Role, State
from cases.models import Case, CaseEvent, CaseRole, ChainHead, Notice, Party, Reached
from cases.together import fetch


@dataclass(frozen=True)
class System:
    """The clock or a rule that acts by itself, with its reason. Never None, never a person."""

    reason: str


@dataclass(frozen=True)
class Guest(System):
    """A person without an account, who came by a link: never a member, and in one role of one case."""

    role: Role


Actor = Member | System


def person(by: Actor) -> Member | None:
    """The member who acts, or None when the system does."""
    return None if isinstance(by, System) else by


SIDES = frozenset({Role.COMPLAINANT, Role.RESPONDENT})
Recipients = Mapping[Role, Iterable[int]]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing to record. `data` holds codes, numbers and dates as text; sealed words never.

    `to` names people for roles that have no row in the case, such as a drawn candidate; `among` leaves out every
    side that is not one of these members.
    """

    kind: EventKind
    data: dict[str, Any] = field(default_factory=dict)
    to: Recipients = field(default_factory=dict)
    among: Iterable[int] | None = None


def record(
    kind: EventKind,
    *,
    case: Case | None,
    by: Actor,
    at: datetime,
    data: dict[str, Any] | None = None,
    to: Recipients | None = None,
    among: Iterable[int] | None = None,
) -> CaseEvent:
    """Append one event, and put the letters it calls for into the outbox. Runs in the caller's transaction."""
    return record_all([Entry(kind=kind, data=data or {}, to=to or {}, among=among)], case=case, by=by, at=at)[0]


def record_all(entries: Sequence[Entry], *, case: Case | None, by: Actor, at: datetime) -> list[CaseEvent]:
    """Append several events of one moment, in this order, with one lock of the head.

    A clock that was set back reorders nothing: no event of a case is earlier than the one before it.
    """
    if not entries:
        return []
    if case is not None:
        _stir(case, [entry.kind for entry in entries], timezone.localdate(at))
    events = [_event(entry, case, by, at) for entry in entries]
    letters = _letters(case, list(zip(events, entries, strict=True))) if case else []
    waiting = _waiting.get()
    if waiting is not None:
        waiting.append((case, events, letters))
    else:
        _append(case, events, letters)
    return events


Part = tuple[Case | None, list[CaseEvent], list[Notice]]
_waiting: ContextVar[list[Part] | None] = ContextVar("waiting", default=None)


@contextmanager
def in_one_go() -> Iterator[None]:
    """What is recorded inside is written at the end, case by case and in its order.

    Who gets a letter is settled when it is recorded: whoever comes or goes later in the act changes nothing. Only for
    an act that is undone as a whole, and in which nothing reads the record it has just made.
    """
    parts: list[Part] = []
    mark = _waiting.set(parts)
    try:
        yield
    finally:
        _waiting.reset(mark)
    for one in dict.fromkeys(case for case, _, _ in parts):
        mine = [(events, letters) for case, events, letters in parts if case == one]
        _append(one, [e for events, _ in mine for e in events], [row for _, letters in mine for row in letters])


def _event(entry: Entry, case: Case | None, by: Actor, at: datetime) -> CaseEvent:
    """Not in the chain yet: numbers and hashes come when it is appended."""
    reason = by.reason if isinstance(by, System) else ""
    return CaseEvent(case=case, kind=entry.kind, at=at, actor=person(by), system=reason, data=entry.data)


def _append(case: Case | None, events: Sequence[CaseEvent], letters: Sequence[Notice]) -> None:
    head = ChainHead.objects.select_for_update().get(pk=1)
    case_number, case_hash, last_at = _case_link(case)
    for place, event in enumerate(events):
        event.number = head.number + 1
        event.case_number = None if case is None else case_number + place
        event.at = last_at = max(event.at, last_at or event.at)
        fields = fields_of(event)
        event.case_hash = case_hash = chain.link(case_hash, *fields) if case else ""
        event.hash = chain.link(head.hash, str(event.number), event.case_hash, *fields)
        head.number, head.hash = event.number, event.hash
    CaseEvent.objects.bulk_create(events)
    head.save(update_fields=["number", "hash"])
    if case is not None:
        _keep_reached(case, [event for event in events if event.kind in durations.WAITED_FOR])
    if case is not None and letters:
        _put_in_outbox(case, letters)


def _keep_reached(case: Case, events: Sequence[CaseEvent]) -> None:
    """What people waited for has come; where it comes again, the first time stands."""
    days = {event.kind: timezone.localdate(event.at) for event in reversed(events)}
    if days:
        rows = [
            Reached(case=case, point=kind, reached_on=day, days=max(0, (day - case.received_on).days))
            for kind, day in days.items()
        ]
        Reached.objects.bulk_create(rows, ignore_conflicts=True)


def _stir(case: Case, kinds: Sequence[EventKind], day: date) -> None:
    """Something happens: tomorrow somebody looks whether the step has an owner, and a silence may end here (INV-08).

    Whoever finds the case locked leaves it to who holds it, and writes there, too: the head stays the last lock.
    """
    if not silence.heard(kinds):
        return
    tomorrow = day + timedelta(days=1)
    changes: dict[str, date | None] = {"look_on": min(case.look_on or tomorrow, tomorrow)}
    if silence.alive(kinds):
        changes = {"look_on": tomorrow, "quiet_since": max(case.quiet_since, day), "alarmed_on": None}
    if all(getattr(case, name) == value for name, value in changes.items()):
        return
    skip = connection.features.has_select_for_update_skip_locked
    rows = Case.objects.select_for_update(no_key=True, skip_locked=skip).filter(pk=case.pk).exclude(state=State.CLOSED)
    Case.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(**changes)
    for name, value in changes.items():
        setattr(case, name, value)


def _case_link(case: Case | None) -> tuple[int, str, datetime | None]:
    """The number of the next event of a case; the hash and the moment of its last one."""
    if case is None:
        return 0, "", None
    rows = CaseEvent.objects.filter(case=case).order_by("-case_number")
    last = rows.values_list("case_number", "case_hash", "at").first()
    return (last[0] + 1, last[1], last[2]) if last and last[0] else (1, "", None)


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


def _letters(case: Case, events: Sequence[tuple[CaseEvent, Entry]]) -> list[Notice]:
    """The letters that these events call for, to whoever holds the roles at this moment."""
    wanted = [(event, entry, *letter) for event, entry in events for letter in notices.TABLE.get(entry.kind, ())]
    people = _people(case, frozenset[Role]().union(*(roles for _, _, roles, _ in wanted)))
    return [
        Notice(event=event, case=case, member_id=member, role=role, letter=letter)
        for event, entry, roles, letter in wanted
        for member, role in sorted({p for p in people if p[1] in roles and _meant(entry, p)} | _named(entry.to, roles))
    ]


def _put_in_outbox(case: Case, rows: Sequence[Notice]) -> None:
    for row in rows:
        row.event = row.event  # it has its number now
        row.created_at = row.due_at = row.event.at
    _keep_quiet(case, rows, rows[-1].event.at)
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    wakeup.after_commit()


def _keep_quiet(case: Case, rows: Sequence[Notice], at: datetime) -> None:
    """The first letter to a respondent waits for a decent hour, and all that goes to the two sides with or after it.

    What protects somebody is told at once, at any hour.
    """
    rows = [row for row in rows if row.letter not in notices.AT_ONCE]
    about = {row.member_id for row in rows if row.role == Role.RESPONDENT}
    if not about:
        return
    before = Notice.objects.filter(case=case, role=Role.RESPONDENT, member__in=about)
    before = before.exclude(letter__in=notices.AT_ONCE).order_by("due_at")
    earlier = dict(before.values_list("member_id", "due_at"))
    due = max([at, *earlier.values()])
    if about - earlier.keys():
        moment = timezone.localtime(due, timezone.get_default_timezone())
        due = law.procedure_of(case.procedure).first_word(moment)
    events = {row.event_id for row in rows if row.role == Role.RESPONDENT}
    for row in rows:
        if row.event_id in events and row.role in SIDES:
            row.due_at = due


def _meant(entry: Entry, person: tuple[int, Role]) -> bool:
    """A letter that concerns some of the sides goes to no other; those who work on the case are not meant by this."""
    return entry.among is None or person[1] not in SIDES or person[0] in entry.among


def _named(to: Recipients, roles: frozenset[Role]) -> set[tuple[int, Role]]:
    return {(member, role) for role in roles for member in to.get(role, ())}


def _people(case: Case, roles: frozenset[Role]) -> set[tuple[int, Role]]:
    """Who holds these roles now: handlers with an open role, and parties who have been told of the case."""
    if not roles - {Role.CANDIDATE}:  # who is drawn, or leaves, has no row: the entry names them
        return set()
    handlers = CaseRole.objects.filter(case=case, role__in=roles, until__isnull=True).values_list("member_id", "role")
    parties = Party.objects.filter(case=case, side__in=roles, member__isnull=False, informed_at__isnull=False)
    found = fetch([handlers, parties.values_list("member_id", "side")])
    return {(member, Role(role)) for rows in found for member, role in rows}
