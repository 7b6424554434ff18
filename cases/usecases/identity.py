"""Two entries of the register are one person: everything that was said of one holds for the other (R-11, INV-15).

Nothing is removed. Rows that cannot move, because the entry that goes on has one like it, stay where they are.
"""

from datetime import datetime

from django.db.models import Exists, OuterRef

from branches.models import Member
from cases import access, mailing
from cases.domain.vocabulary import SeatStatus
from cases.models import Ballot, Challenge, Conflict, Draft, Mail, Notice, Party, Seat
from cases.record import System
from cases.usecases import seats

ONE_PERSON = System("two entries of one person")
SITTING = (SeatStatus.ASKED, SeatStatus.SEATED, SeatStatus.HELD)


def follow(*, kept: Member, gone: Member, at: datetime) -> None:
    """Move what is said of the entry that goes to the one that stays, in every case."""
    _conflicts(kept, gone)
    _parties(kept, gone)
    _seats(kept, gone, at=at)
    access.follow(kept=kept, gone=gone, by=ONE_PERSON, at=at)
    _doubts(kept, gone)
    _letters(kept, gone)
    Draft.objects.filter(owner=gone).update(owner=kept)


def _conflicts(kept: Member, gone: Member) -> None:
    """What stood against one stands against the other; where both were said, the one that no rule can end stays."""
    for row in Conflict.objects.filter(member=gone).order_by("pk"):
        same = Conflict.objects.filter(case=row.case_id, member=kept, kind=row.kind, until__isnull=True)
        if row.until is not None or not same.exists():
            Conflict.objects.filter(pk=row.pk).update(member=kept)
        elif not row.by_rule:
            same.update(by_rule=False)


def _parties(kept: Member, gone: Member) -> None:
    for row in Party.objects.filter(member=gone).order_by("pk"):
        same = Party.objects.filter(case=row.case_id, side=row.side, member=kept)
        if not same.exists():
            Party.objects.filter(pk=row.pk).update(member=kept)
        elif row.informed_at:
            same.filter(informed_at__isnull=True).update(informed_at=row.informed_at)
    Party.objects.filter(named_by=gone).update(named_by=kept)


def _seats(kept: Member, gone: Member, *, at: datetime) -> None:
    """A person has one seat. The second one of a panel is given up, and votes that both cast are cleared with it."""
    for seat in Seat.objects.filter(member=gone).select_related("case").order_by("pk"):
        if not Seat.objects.filter(proceeding=seat.proceeding_id, member=kept).exists():
            Seat.objects.filter(pk=seat.pk).update(member=kept)
            _votes(seat, kept, gone)
        elif seat.status in SITTING:
            seats.vacate(seat.case, gone, by=ONE_PERSON, at=at)


def _votes(seat: Seat, kept: Member, gone: Member) -> None:
    Ballot.objects.filter(motion__proceeding=seat.proceeding_id, member=gone).update(member=kept)


def _doubts(kept: Member, gone: Member) -> None:
    for row in Challenge.objects.filter(member=gone).order_by("pk"):
        waiting = Challenge.objects.filter(proceeding=row.proceeding, member=kept, kind=row.kind, ruled_at__isnull=True)
        if row.ruled_at is not None or not waiting.exists():
            Challenge.objects.filter(pk=row.pk).update(member=kept)


def _letters(kept: Member, gone: Member) -> None:
    had = Notice.objects.filter(member=kept, event=OuterRef("event"), letter=OuterRef("letter"))
    Notice.objects.filter(~Exists(had), member=gone).update(member=kept)
    same = Mail.objects.filter(member=kept, slot_at=OuterRef("slot_at"))
    mailing.unfinished().filter(~Exists(same), member=gone).update(member=kept)
