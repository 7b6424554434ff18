"""The dates of one person: hearings to attend, and last days of what they owe. Asked at the doors each time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from branches.models import Member
from cases import access
from cases.domain import lateness
from cases.domain.vocabulary import EventKind, Role, State
from cases.models import CaseEvent, CaseRole, Hearing
from cases.queries import today, work
from cases.queries.folder import SIDES

MEETING, DATE = "Meeting", "Date"
CHANGES = (EventKind.HEARING_CALLED, EventKind.POSTPONEMENT_RULED)
AT_HEARINGS = (Role.PANEL_MEMBER, Role.PANEL_CHAIR, Role.INVESTIGATOR)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One date. `kind` and `on` are all that a file says of it; `key` and `version` hold no word of the case."""

    kind: str
    on: date | datetime
    label: str
    url: str
    key: str
    version: int
    off: bool = False

    @property
    def day(self) -> date:
        return timezone.localdate(self.on) if isinstance(self.on, datetime) else self.on


def mine(member: Member, *, at: datetime) -> tuple[Entry, ...]:
    """What is ahead of this person from today on, the soonest first. Their own times, and nobody else's."""
    day = timezone.localdate(at)
    found = [*_hearings(member, day), *_last_days(member)]
    return tuple(sorted((entry for entry in found if entry.day >= day), key=lambda entry: (entry.day, entry.key)))


def _hearings(member: Member, day: date) -> Iterator[Entry]:
    sits = CaseRole.objects.filter(case=OuterRef("case"), member=member, role__in=AT_HEARINGS, until__isnull=True)
    attends = Q(Exists(sits)) & access.handles(member, "case") | access.follows(member, "case")
    called = CaseEvent.objects.filter(case=OuterRef("case"), kind__in=CHANGES)
    rows = Hearing.objects.filter(attends, held_at__isnull=True, proceeding__ended_at__isnull=True)
    times = called.order_by().values("case").annotate(times=Count("pk")).values("times")
    for row in rows.filter(starts_at__date__gte=day).select_related("case").annotate(times=times):
        side = access.followed_by(member).filter(pk=row.case_id).exists()
        off = row.off_at is not None or not _stands(row)
        yield Entry(
            kind=MEETING,
            on=row.starts_at,
            label=f"{'Hearing, called off' if off else 'Hearing'}: {row.case.code}",
            url=reverse("my-case" if side else "case", args=[row.case.code]),
            key=_key(member, str(row.pk)),
            version=row.times or 0,
            off=off,
        )


def _stands(row: Hearing) -> bool:
    """A hearing whose day came before the evidence was read, or of a case that is decided without one, is off."""
    case = row.case
    if case.state not in (State.EVIDENCE_REVIEW, State.HEARING):
        return False
    return lateness.hearing_stands(State(case.state), timezone.localdate(row.starts_at), case.entered_on, case.due_on)


def _last_days(member: Member) -> Iterator[Entry]:
    for row in work.rows(member):
        if words := today.needs(row):
            yield Entry(
                kind=DATE,
                on=row.due_on,
                label=f"{words}: {row.code}",
                url=reverse("my-case" if row.role in SIDES else "case", args=[row.code]),
                key=_key(member, f"{row.code}|{row.state}|{row.role}"),
                version=row.due_on.toordinal(),
            )


def _key(member: Member, what: str) -> str:
    """The same for the same date each time, other for every person, and nothing that leads back to the case."""
    return salted_hmac("cases.calendar", f"{member.pk}|{what}", algorithm="sha256").hexdigest()[:32]
