"""A copy of a case goes to an authorised body outside: on the word of two people, and never without an entry."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from branches import queries as people
from branches.models import Member
from branches.posts import Post
from cases import load
from cases.domain import copies
from cases.domain.copies import Recipient, Signatory
from cases.domain.vocabulary import EventKind, Part, Role
from cases.models import Case, CaseCopy, Conflict, Party
from cases.record import record
from cases.sealed import Keys


def require(*, case: Case, asked_by: Member, agreed_by: Member, parts: Iterable[Part], at: datetime) -> None:
    """May a copy with these parts leave on the word of these two? Raises `Refused` with every reason."""
    copies.may_leave(_signatory(case, asked_by, at), _signatory(case, agreed_by, at)).require()
    copies.chosen(parts).require()


@transaction.atomic
def let_out(
    *,
    case: Case,
    recipient: Recipient,
    reason: str,
    parts: Iterable[Part],
    sha256: str,
    asked_by: Member,
    agreed_by: Member,
    at: datetime,
) -> CaseCopy:
    """Keep that a copy left, in the transaction in which it was made. Both who gave their word get a letter at once."""
    held = sorted(str(part) for part in parts)
    row = CaseCopy(
        case=case,
        recipient=recipient,
        parts=held,
        asked_by=asked_by,
        agreed_by=agreed_by,
        made_at=at,
        sha256=sha256,
    )
    Keys(case.pk).seal(row, reason=reason)
    row.save(force_insert=True)
    data = {"recipient": str(recipient), "parts": held, "agreed": agreed_by.pk, "sha256": sha256}
    to = {Role.CANDIDATE: [asked_by.pk, agreed_by.pk]}
    record(EventKind.COPY_MADE, case=case, by=asked_by, at=at, data=data, to=to)
    return row


def _signatory(case: Case, member: Member, at: datetime) -> Signatory:
    """What somebody holds on this day; somebody who has left holds nothing."""
    day = load.local_day(at)
    posts = {post for post, _ in people.posts_of(member, day)} if member.left_on is None else set()
    party = Party.objects.filter(case=case, member=member)
    barred = Conflict.objects.filter(case=case, member=member, until__isnull=True)
    return Signatory(
        member=member.pk,
        registrar=Post.REGISTRAR in posts,
        auditor=Post.AUDITOR in posts,
        barred=party.exists() or barred.exists(),
    )
