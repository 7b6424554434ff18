"""Who is in a case: the people named, those who work on it, the panel, and who stepped aside."""

from dataclasses import dataclass
from datetime import date

from branches.models import Member
from cases import load
from cases.domain import panels
from cases.domain.vocabulary import Part, Role, SeatKind, SeatStatus, Tier, Why
from cases.models import CaseRole, Conflict, Delivery, Party, Proceeding, Seat
from cases.queries.folder import Folder

WITHHELD = "Name withheld"
NAMES_OF = frozenset({Part.COMPLAINT, Part.COMPLAINANT_NAME, Part.ALLEGATIONS})
NOT_SAID = frozenset({Why.PARTY, Why.WITNESS, Why.EXCLUDED})
CATEGORY = {
    Why.PARTNER: "partner",
    Why.FAMILY: "family",
    Why.HOUSEMATE: "housemate",
    Why.SAME_LEADERSHIP: "leads a branch together with a party",
    Why.SELF_DECLARED: "own decision",
    Why.EARLIER_HAND: "earlier part in this case",
}
"""What both sides are told; where several apply, the first."""


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody in the case, by role; `note` says what is special."""

    role: str
    name: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Named(Person):
    """A person named in the complaint; `number` is how an act points at them."""

    number: int
    known: bool


@dataclass(frozen=True, kw_only=True)
class Recused:
    """Somebody who was drawn, or would have been, and takes no part; the category and not the reason."""

    name: str
    category: str


def named(folder: Folder) -> tuple[Named, ...]:
    """The two sides and the witnesses, with the names that this reader may know."""
    without = {Role.WITNESS} if folder.side and not folder.may(Part.EVIDENCE) else set()
    return tuple(
        Named(number=row.number, role=Role(row.side).label, name=_name(folder, row), known=row.member_id is not None)
        for row in folder.parties
        if row.side not in without
    )


def handlers(folder: Folder) -> tuple[Person, ...]:
    """Everyone who can open the case now, by role."""
    rows = CaseRole.objects.filter(case=folder.case, until__isnull=True).select_related("member").order_by("since")
    return tuple(Person(role=Role(row.role).label, name=row.member.full_name) for row in rows)


def panel(folder: Folder, proceeding: Proceeding) -> tuple[Person, ...]:
    """Those who sit in a proceeding, the chair first."""
    rows = Seat.objects.filter(proceeding=proceeding, status=SeatStatus.SEATED).select_related(
        "member", "member__branch"
    )
    return tuple(
        Person(role=_seat(row), name=row.member.full_name, note=_branch(row.member))
        for row in rows.order_by("-chair", "kind", "order")
    )


def asked(folder: Folder) -> tuple[Person, ...]:
    """Who was drawn and has not answered yet; for the registrar, who waits for them."""
    rows = Seat.objects.filter(proceeding=folder.proceeding, status=SeatStatus.ASKED).select_related("member")
    return tuple(
        Person(
            role=SeatKind(row.kind).label, name=row.member.full_name, note=f"asked, answer by {row.answer_by:%-d %B}"
        )
        for row in rows.order_by("order")
    )


def recused(folder: Folder, proceeding: Proceeding) -> tuple[Recused, ...]:
    """Who stepped aside or was passed over in the draw because of a conflict of interest.

    A person whom the complaint asked to keep out is not on the list: it would tell what the complaint said.
    """
    seats = list(Seat.objects.filter(proceeding=proceeding).order_by("order"))
    if not seats:
        return ()
    kinds = _conflicts(folder)
    away = {seat.member_id for seat in seats if seat.status in (SeatStatus.LEFT, SeatStatus.DECLINED)}
    out = [member for member in (away | _passed_over(folder, proceeding, seats)) if member in kinds]
    names = Member.objects.filter(pk__in=out).order_by("full_name")
    return tuple(Recused(name=member.full_name, category=CATEGORY[kinds[member.pk]]) for member in names)


def served(proceeding: Proceeding) -> bool:
    """Were both sides told who sits? Until then the panel is nobody's business but the registrar's."""
    return Delivery.objects.filter(proceeding=proceeding).exists()


def _name(folder: Folder, row: Party) -> str:
    if row.member_id == folder.reader.pk:
        return folder.read_own(row, "name", Part.COMPLAINANT_NAME, row.member_id)
    if row.side == Role.COMPLAINANT:
        return folder.read(row, "name", Part.COMPLAINANT_NAME) if folder.may(Part.COMPLAINANT_NAME) else WITHHELD
    allowed = next((part for part in sorted(NAMES_OF & folder.parts)), None)
    return folder.read(row, "name", allowed) if allowed else WITHHELD


def _seat(row: Seat) -> str:
    return Role.PANEL_CHAIR.label if row.chair else SeatKind(row.kind).label


def _branch(member: Member) -> str:
    return member.branch.name if member.branch else ""


def _conflicts(folder: Folder) -> dict[int, Why]:
    """One kind for each member who may not have the case, less those that must not be said."""
    rows = (
        Conflict.objects.filter(case=folder.case, until__isnull=True).order_by("-since").values_list("member", "kind")
    )
    kinds: dict[int, set[Why]] = {}
    for member, kind in rows:
        kinds.setdefault(member, set()).add(Why(kind))
    return {member: min(found, key=list(CATEGORY).index) for member, found in kinds.items() if not found & NOT_SAID}


def _passed_over(folder: Folder, proceeding: Proceeding, seats: list[Seat]) -> set[int]:
    """Whom the draw reached and did not ask: earlier in the order of the seed than the last who was asked."""
    day: date = load.local_day(seats[0].asked_at)
    pools = load.pools(folder.procedure, Tier(proceeding.tier), folder.case.branch_id, day)
    order = [member for pool in pools for member in panels.draw(pool, seed=proceeding.seed, barred=())]
    drawn = {seat.member_id for seat in seats}
    last = max((place for place, member in enumerate(order) if member in drawn), default=-1)
    return set(order[:last]) - drawn
