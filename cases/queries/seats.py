"""The conflict question: the only page of a case for somebody who was drawn and has not answered."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from branches.models import Member
from cases import access
from cases.domain.vocabulary import Part, Role, SeatKind, SeatStatus, Tier
from cases.models import Party, Seat
from cases.queries import wording
from cases.sealed import Keys

PROMPTS = (
    "Partner, now or before, or somebody you dated",
    "Family, also by marriage",
    "You share a home, or did",
    "You lead a branch together, or did, or work in the same team or committee",
    "Employer, manager or colleague; money, a debt, a flat",
    "A close friend, or an open quarrel",
    "You know first-hand what this may be about, or said something about it to others",
)
"""The relations to think about, the nearest first."""


@dataclass(frozen=True, kw_only=True)
class SeatPage:
    """Names, and nothing else: not what it is about, and not who handles it."""

    case_id: UUID
    names: tuple[str, ...]
    body: str
    work: str
    answer_by: date
    prompts: tuple[str, ...] = PROMPTS
    opened: frozenset[Part] = frozenset({Part.COMPLAINANT_NAME})
    roles: frozenset[Role] = frozenset({Role.CANDIDATE})


def seat_page(member: Member, seat_id: UUID) -> SeatPage | None:
    """The question to this person, while it waits for an answer and they are still asked."""
    rows = Seat.objects.filter(pk=seat_id, member=member, status=SeatStatus.ASKED, case__in=access.asked(member))
    seat = rows.select_related("proceeding").first()
    if seat is None:
        return None
    keys = Keys(seat.case_id)
    sides = Party.objects.filter(case=seat.case_id, side__in=(Role.COMPLAINANT, Role.RESPONDENT)).order_by("number")
    return SeatPage(
        case_id=seat.case_id,
        names=tuple(sorted(keys.open(row, "name") for row in sides)),
        body=wording.BODY[Tier(seat.proceeding.tier)],
        work=SeatKind(seat.kind).label.lower(),
        answer_by=seat.answer_by,
    )
