"""Asking for a bundle, and what becomes of it. The pages themselves are made by `cases.bundling`."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import F, Max, Q, QuerySet

from branches.models import Member
from cases.domain import bundles as rules
from cases.domain.vocabulary import EventKind, Part, Role
from cases.models import Bundle, BundlePiece, Case, CaseEvent
from cases.models.bundle import UNDONE
from cases.record import record
from cases.sealed import Keys

LEASE = timedelta(minutes=10)
PIECE = 1 << 20
LOOKED = (
    EventKind.SEALED_PART_READ,
    EventKind.ACCESS_REFUSED,
    EventKind.ACT_REFUSED,
    EventKind.BUNDLE_MADE,
    EventKind.BUNDLE_TAKEN,
    EventKind.NOTICE_SENT,
)


def of(case: Case, member: Member, *, as_side: bool) -> Bundle | None:
    """The newest bundle of a reader that is not gone."""
    rows = Bundle.objects.filter(case=case, member=member, as_side=as_side, gone_at__isnull=True)
    return rows.order_by("-asked_at").first()


def ask(*, case_id: UUID, roles: Iterable[Role], as_side: bool, by: Member, at: datetime) -> None:
    """Ask for a bundle; one that is being made is enough. Raises `Refused`."""
    mine = Bundle.objects.filter(case=case_id, member=by, as_side=as_side)
    if mine.filter(UNDONE).exists():
        return
    today = Bundle.objects.filter(member=by, asked_at__gt=at - timedelta(days=1)).count()
    rules.may_ask(roles, today).require()
    try:
        with transaction.atomic():
            Bundle.objects.create(case_id=case_id, member=by, as_side=as_side, asked_at=at)
    except IntegrityError:  # the other tab was faster
        return


@transaction.atomic
def claim(*, at: datetime) -> Bundle | None:
    """Take the bundle that has waited longest and that nobody makes, until the lease ends."""
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=at)
    skip = connection.features.has_select_for_update_skip_locked
    rows = Bundle.objects.filter(UNDONE, free).order_by("asked_at", "pk")
    key = rows.select_for_update(no_key=True, skip_locked=skip).values_list("pk", flat=True).first()
    if key is None:
        return None
    mine = Bundle.objects.filter(pk=key)
    mine.update(claim=uuid.uuid4(), claimed_until=at + LEASE, attempts=F("attempts") + 1, step=0)
    return mine.select_related("case__procedure", "case__code_of_conduct", "member").get()


def progress(bundle: Bundle, step: int) -> None:
    """Let the reader see how far it is."""
    _held(bundle).update(step=step)


@transaction.atomic
def keep(
    bundle: Bundle, body: bytes, *, pages: int, parts: Iterable[Part], roles: Iterable[Role], at: datetime
) -> bool:
    """Seal the pages and record that they were made; False when the lease was lost to somebody else meanwhile."""
    if not _held(bundle).select_for_update(no_key=True).exists():
        return False
    keys, rows = Keys(bundle.case_id), []
    for number, start in enumerate(range(0, len(body), PIECE)):
        row = BundlePiece(case_id=bundle.case_id, bundle=bundle, number=number)
        keys.seal_bytes(row, "body", body[start : start + PIECE], place=f"{bundle.pk}|{number}")
        rows.append(row)
    BundlePiece.objects.bulk_create(rows, batch_size=20)
    held, digest = sorted(str(part) for part in parts), sha256(body).hexdigest()
    told = {"parts": held, "roles": sorted(str(role) for role in roles), "sha256": digest, "pages": pages}
    record(EventKind.BUNDLE_MADE, case=bundle.case, by=bundle.member, at=at, data=told)
    made = {"made_at": at, "pages": pages, "size": len(body), "sha256": digest, "parts": held}
    _held(bundle).update(**made, through=last_entry(bundle.case), claim=None, claimed_until=None)
    return True


def give_up(bundle: Bundle, *, at: datetime, for_good: bool) -> None:
    """It could not be made: tried again, or, for good, said so to its reader."""
    _held(bundle).update(claim=None, claimed_until=None, **({"failed_at": at} if for_good else {}))


def read(bundle: Bundle) -> bytes:
    """The pages as they were made."""
    keys = Keys(bundle.case_id)
    rows = BundlePiece.objects.filter(bundle=bundle).order_by("number")
    return b"".join(keys.open_bytes(row, "body", place=f"{bundle.pk}|{row.number}") for row in rows)


@transaction.atomic
def take(*, bundle: Bundle, roles: Iterable[Role], by: Member, at: datetime) -> bytes:
    """A reader takes their copy: the record says so, as for anything that is opened (domain paper 2.8)."""
    told = {"parts": bundle.parts, "roles": sorted(str(role) for role in roles), "sha256": bundle.sha256}
    record(EventKind.BUNDLE_TAKEN, case=bundle.case, by=by, at=at, data=told)
    return read(bundle)


def expire(at: datetime) -> int:
    """Take away the pages whose time is over; that there was a bundle stays known."""
    old = Bundle.objects.filter(Q(made_at__lte=at - rules.KEPT) | Q(failed_at__lte=at - rules.KEPT))
    keys = list(old.filter(gone_at__isnull=True).values_list("pk", flat=True))
    with transaction.atomic():
        BundlePiece.objects.filter(bundle__in=keys).delete()
        return Bundle.objects.filter(pk__in=keys, gone_at__isnull=True).update(gone_at=at)


def last_entry(case: Case) -> int:
    """The last entry of a case in which something happened, and not only somebody looked."""
    rows = CaseEvent.objects.filter(case=case).exclude(kind__in=LOOKED)
    return rows.aggregate(last=Max("case_number"))["last"] or 0


def _held(bundle: Bundle) -> QuerySet[Bundle]:
    return Bundle.objects.filter(UNDONE, pk=bundle.pk, claim=bundle.claim)
