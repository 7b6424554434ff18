"""Doubts about people on the panel, as each reader may see them: the kind for many, the words for those who rule."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from cases import load
from cases.domain import challenges as rules
from cases.domain import declarations
from cases.domain.facts import CaseFacts
from cases.domain.vocabulary import Action, EventKind, Part, Role, SeatKind, SeatStatus, Why
from cases.models import CaseEvent, Challenge, Proceeding, Ruling, Seat, Writing
from cases.queries.folder import Folder

SITS = SeatStatus.SEATED
ENDED = {
    "ruled": "by a ruling",
    "waived": "both sides agreed",
    "not_waived": "one side did not agree",
    "time": "nobody ruled in time",
    "moot": "the person had left by then",
    "proceeding_ended": "the case went on elsewhere",
    "struck": "without a reason",
}


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """One ruling: who, keep or not, and why."""

    by: str
    keep: bool
    reason: str


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """One doubt. Words are there only for those who may rule; a doubt about the reader shows no more than its kind."""

    number: int
    name: str
    kind: str
    raised_by: str
    raised_on: date
    rule_by: date | None
    result: str
    open: bool
    waits_for: str
    grounds: str = ""
    information: str = ""
    rulings: tuple[Opinion, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Seated:
    """Somebody on the panel, and what is due from them."""

    name: str
    role: str
    status: str
    told_on: date | None
    until: date | None
    declared: bool | None


@dataclass(frozen=True, kw_only=True)
class Told:
    """A doubt as a letter tells of it."""

    name: str
    kind: str
    excluded: bool
    how: str
    by_rule: bool
    url: str


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Somebody from outside spoke to a member about the case (C18)."""

    by: str
    at: datetime
    text: str


def doubts(folder: Folder, proceeding: Proceeding, facts: CaseFacts) -> tuple[Doubt, ...]:
    """Every doubt of a proceeding, the newest first; strikes are no doubts and stand with those who left."""
    rows = Challenge.objects.filter(proceeding=proceeding).exclude(kind=Why.STRUCK)
    rows = rows.select_related("member").order_by("-number")
    return tuple(_doubt(folder, row, facts) for row in rows)


def _doubt(folder: Folder, row: Challenge, facts: CaseFacts) -> Doubt:
    own = row.member_id == folder.reader.pk
    inside = folder.may(Part.CHALLENGES) and not own
    known = next((c for c in facts.challenges if c.number == row.number), None)
    return Doubt(
        number=row.number,
        name=row.member.full_name,
        kind=Why(row.kind).label if own or folder.side or folder.may(Part.CHALLENGES) else "",
        raised_by="" if own or folder.side else _raised_by(row),
        raised_on=load.local_day(row.filed_at),
        rule_by=row.rule_by if row.ruled_at is None else None,
        result=result(row),
        open=row.ruled_at is None,
        waits_for=_waits_for(folder, facts, row) if known else "",
        grounds=folder.read(row, "grounds", Part.CHALLENGES) if inside else "",
        information=folder.read(row, "information", Part.CHALLENGES) if inside else "",
        rulings=_opinions(folder, row) if inside and row.ruled_at else (),
    )


def result(row: Challenge) -> str:
    """How it ended, in words."""
    if row.ruled_at is None:
        return "on hold until the ruling"
    return f"{'takes no part' if row.excluded else 'may stay'} ({ENDED.get(row.how, row.how)})"


def contacts(folder: Folder, proceeding: Proceeding) -> tuple[Contact, ...]:
    """What members told of contacts from outside, for those who rule."""
    if not folder.may(Part.CHALLENGES):
        return ()
    rows = Writing.objects.filter(proceeding=proceeding, action=Action.DISCLOSE).select_related("written_by")
    return tuple(
        Contact(
            by=row.written_by.full_name if row.written_by else "",
            at=row.written_at,
            text=folder.read(row, "text", Part.CHALLENGES),
        )
        for row in rows.order_by("written_at")
    )


def seated(folder: Folder, proceeding: Proceeding, facts: CaseFacts) -> tuple[Seated, ...]:
    """The panel as it stands, with the last day for a challenge and the declarations that are due."""
    rows = Seat.objects.filter(proceeding=proceeding, status__in=(SeatStatus.SEATED, SeatStatus.HELD))
    told = rules.may_be_declared(folder.procedure, facts)
    return tuple(
        Seated(
            name=row.member.full_name,
            role=Role.PANEL_CHAIR.label if row.chair else SeatKind(row.kind).label,
            status="on hold" if row.status == SeatStatus.HELD else "",
            told_on=row.told_on,
            until=rules.last_day(folder.procedure, row.told_on) if row.told_on else None,
            declared=declarations.is_declared(facts, row.member_id)
            if told and row.status == SeatStatus.SEATED
            else None,
        )
        for row in rows.select_related("member").order_by("-chair", "kind", "order")
    )


def named(folder: Folder) -> tuple[str, ...]:
    """Whom a declaration is about: everybody named in the case, and who else sits. Names only."""
    rows = Seat.objects.filter(proceeding=folder.proceeding, status__in=(SeatStatus.SEATED, SeatStatus.HELD))
    sitting = rows.exclude(member=folder.reader).values_list("member__full_name", flat=True)
    parties = [folder.read(row, "name", Part.COMPLAINANT_NAME) for row in folder.parties] if _names(folder) else []
    return tuple(dict.fromkeys([*parties, *sitting]))


def _names(folder: Folder) -> bool:
    return folder.may(Part.COMPLAINANT_NAME)


def _raised_by(row: Challenge) -> str:
    if row.role == Role.SYSTEM:
        return "a rule"
    return "the person themself" if row.role == Role.CANDIDATE else f"the {Role(row.role).label.lower()}"


def _waits_for(folder: Folder, facts: CaseFacts, row: Challenge) -> str:
    known = next(c for c in facts.challenges if c.number == row.number)
    if rules.waivable(folder.procedure, facts, known):
        return "the word of both sides"
    if known.passed_on:
        return "the ruling of the next level"
    left = len(rules.rulers(facts, known) - set(dict(known.rulings)))
    return f"the ruling of {left} more member{'' if left == 1 else 's'}"


def _opinions(folder: Folder, row: Challenge) -> tuple[Opinion, ...]:
    rows = Ruling.objects.filter(challenge=row, void_at__isnull=True).select_related("member").order_by("given_at")
    return tuple(
        Opinion(by=r.member.full_name, keep=r.keep, reason=folder.read(r, "reason", Part.CHALLENGES)) for r in rows
    )


def told(event: CaseEvent) -> Told | None:
    """What a letter says of a doubt: who, which kind, and how it ended; never the grounds."""
    data = event.data
    if event.kind not in (EventKind.MEMBER_HELD, EventKind.CHALLENGE_CLOSED):
        return None
    row = Challenge.objects.filter(case=event.case_id, number=data["challenge"]).select_related("member").first()
    if row is None:
        return None
    return Told(
        name=row.member.full_name,
        kind=Why(row.kind).label,
        excluded=bool(data.get("excluded")),
        how=ENDED.get(data.get("how", ""), ""),
        by_rule=row.role == Role.SYSTEM,
        url=reverse("challenge", args=[row.pk]),
    )


def until(folder: Folder, proceeding: Proceeding) -> date | None:
    """The last day on which both sides can challenge whoever was seated last, without newly known facts."""
    rows = Seat.objects.filter(proceeding=proceeding, status=SITS, told_on__isnull=False)
    last: date | None = max(filter(None, rows.values_list("told_on", flat=True)), default=None)
    return rules.last_day(folder.procedure, last) if last else None


def still_until(folder: Folder, proceeding: Proceeding) -> date | None:
    """The same, while it has not passed."""
    last = until(folder, proceeding)
    return last if last and last >= folder.today else None


def on_offer(folder: Folder, facts: CaseFacts, members: Iterable[int]) -> tuple[tuple[int, str], ...]:
    """People on the panel as a form offers them."""
    wanted = set(members)
    rows = Seat.objects.filter(proceeding=folder.proceeding, member__in=wanted).select_related("member")
    return tuple(
        (row.member_id, f"{row.member.full_name}, {SeatKind(row.kind).label.lower()}") for row in rows.order_by("order")
    )
