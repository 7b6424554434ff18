"""Who is in a case: the people named, those who work on it, the panel, and who stepped aside."""

from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop

from branches.models import Member
from cases.domain.vocabulary import Part, Role, SeatKind, SeatStatus, Why
from cases.models import Case, CaseRole, Conflict, Delivery, Party, Proceeding, Seat
from cases.queries.folder import Folder
from cases.queries.parts import draws
from cases.together import Reading, reads

WITHHELD = gettext_noop("Name withheld")
NAMES_OF = frozenset({Part.COMPLAINT, Part.COMPLAINANT_NAME, Part.ALLEGATIONS})
NOT_SAID = frozenset({Why.PARTY, Why.WITNESS, Why.EXCLUDED})
CATEGORY = {
    Why.PARTNER: "partner",
    Why.FAMILY: "family",
    Why.HOUSEMATE: "housemate",
    Why.FRIEND: "close friend",
    Why.HOSTILE: "open conflict",
    Why.EMPLOYER: "employer",
    Why.COLLEAGUE: "the same employer",
    Why.INTEREST: "something to gain or lose",
    Why.ADVISER: "advised or supported a party",
    Why.LINKED: "another reason",
    Why.SAME_LEADERSHIP: "leads a branch together with a party",
    Why.SAME_BODY: "the same national body",
    Why.SAME_BRANCH: "the same branch",
    Why.SLATE: "stood for election together with a party",
    Why.ADVERSARY: "another reason",
    Why.PREJUDGED: "took a view in advance",
    Why.CONTACTED: "was spoken to about the case",
    Why.SAW_BEFORE: "had seen papers of the case",
    Why.PANEL_TIE: "close to another member of the panel",
    Why.UNDER_COMPLAINT: "another reason",
    Why.STRUCK: "taken off by a party, without a reason",
    Why.SELF_DECLARED: "own decision",
    Why.CHALLENGED: "on hold",
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
    """The two sides and those beside them, with the names that this reader may know.

    A side sees its own support persons, and not whether they are members.
    """
    without = {Role.WITNESS} if folder.side and not folder.may(Part.EVIDENCE) else set()
    return tuple(
        Named(number=row.number, role=Role(row.side).label, name=_name(folder, row), known=_known(folder, row))
        for row in folder.parties
        if row.side not in without and (row.side != Role.SUPPORTER or _sees_supporter(folder, row))
    )


@reads
def handlers(folder: Folder) -> Reading[tuple[Person, ...]]:
    """Everyone who can open the case now, by role."""
    rows = CaseRole.objects.filter(case=folder.case, until__isnull=True).select_related("member").order_by("since")
    return tuple(Person(role=Role(row.role).label, name=row.member.full_name) for row in (yield rows))


def workers(case: Case) -> tuple[tuple[int, str, str], ...]:
    """Everyone who has ever had a role in the case: number, role, name."""
    rows = CaseRole.objects.filter(case=case).select_related("member").order_by("member", "role")
    found = ((row.member.pk, Role(row.role).label, row.member.full_name) for row in rows)
    return tuple(dict.fromkeys(found))


def panel(folder: Folder, proceeding: Proceeding) -> tuple[Person, ...]:
    """Those who sit in a proceeding, the chair first; and who is on hold."""
    sitting = (SeatStatus.SEATED, SeatStatus.HELD)
    rows = Seat.objects.filter(proceeding=proceeding, status__in=sitting).select_related("member", "member__branch")
    return tuple(
        Person(role=seat_name(row), name=row.member.full_name, note=_standing(row))
        for row in rows.order_by("-chair", "kind", "order")
    )


@reads
def asked(folder: Folder) -> Reading[tuple[Person, ...]]:
    """Who was drawn and has not answered yet; for the registrar, who waits for them."""
    rows = Seat.objects.filter(proceeding=folder.proceeding, status=SeatStatus.ASKED).select_related("member")
    return tuple(
        Person(
            role=SeatKind(row.kind).label, name=row.member.full_name, note=f"asked, answer by {row.answer_by:%-d %B}"
        )
        for row in (yield rows.order_by("order"))
    )


def recused(folder: Folder, proceeding: Proceeding) -> tuple[Recused, ...]:
    """Who stepped aside, and who of a body that the draw came to was passed over because of a conflict of interest.

    SC-05 names the member of a committee whom the lot would have found. An ordinary member whom a lot among many
    passed over is not named: nobody expected them there, and the tie is theirs (ADR 0008). Neither is a person
    whom the complaint asked to keep out: it would tell what the complaint said.
    """
    seats = list(Seat.objects.filter(proceeding=proceeding).order_by("order"))
    if not seats:
        return ()
    kinds = _conflicts(folder)
    away = {seat.member_id for seat in seats if seat.status in (SeatStatus.LEFT, SeatStatus.DECLINED)}
    asked = {seat.member_id for seat in seats}
    passed = draws.office_holders(folder, proceeding) - asked
    out = [member for member in (away | passed) if member in kinds]
    names = Member.objects.filter(pk__in=out).order_by("full_name")
    return tuple(Recused(name=member.full_name, category=CATEGORY[kinds[member.pk]]) for member in names)


def served(proceeding: Proceeding) -> bool:
    """Were both sides told who sits? Until then the panel is nobody's business but the registrar's."""
    return Delivery.objects.filter(proceeding=proceeding).exists()


def _known(folder: Folder, row: Party) -> bool:
    return row.member_id is not None or (bool(folder.side) and row.side == Role.SUPPORTER)


def _sees_supporter(folder: Folder, row: Party) -> bool:
    return not folder.side or row.named_by_id == folder.reader.pk


def _name(folder: Folder, row: Party) -> str:
    if row.member_id == folder.reader.pk:
        return folder.read_own(row, "name", Part.COMPLAINANT_NAME, row.member_id)
    if row.side == Role.COMPLAINANT:
        return (
            folder.read(row, "name", Part.COMPLAINANT_NAME) if folder.may(Part.COMPLAINANT_NAME) else gettext(WITHHELD)
        )
    allowed = next((part for part in sorted(NAMES_OF & folder.parts)), None)
    return folder.read(row, "name", allowed) if allowed else gettext(WITHHELD)


def seat_name(row: Seat) -> str:
    return Role.PANEL_CHAIR.label if row.chair else SeatKind(row.kind).label


def _standing(row: Seat) -> str:
    held = gettext("on hold until others have ruled") if row.status == SeatStatus.HELD else ""
    return ", ".join(filter(None, (_branch(row.member), held)))


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
