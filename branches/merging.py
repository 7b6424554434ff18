"""Two entries of one person become one: the register follows the person, and nothing is forgotten (R-11)."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from branches import hooks, queries
from branches.models import Interest, Member, Membership, Office
from branches.refused import ONLY_REGISTER, NotAllowed


@transaction.atomic
def merge(*, kept: Member, gone: Member, by: Member | None, at: datetime) -> Member:
    """Make one entry of two. Offices, ties and memberships move; the other entry signs in no more.

    Irreversible, and never done by one of the two. What either entry was marked with holds for the one that stays.
    """
    _require(by is None or queries.keeps_register(by, localdate(at)), ONLY_REGISTER)
    _require(kept.pk != gone.pk, "Choose two different entries.")
    _require(by is None or by.pk not in (kept.pk, gone.pk), "Nobody merges their own entry. Ask another registrar.")
    locked = Member.objects.select_for_update(no_key=True).filter(pk__in=[kept.pk, gone.pk]).order_by("pk")
    entries = {member.pk: member for member in locked}
    kept, gone = entries[kept.pk], entries[gone.pk]
    _require(kept.same_as_id is None and gone.same_as_id is None, "One of these entries was merged before.")
    _require(kept.left_on is None or gone.left_on is not None, "Keep the entry of the member who has not left.")
    _memberships(kept, gone, at)
    _offices(kept, gone)
    _ties(kept, gone)
    Member.objects.filter(same_as=gone).update(same_as=kept)
    kept.needs_approval |= gone.needs_approval
    kept.joined_on = min(kept.joined_on, gone.joined_on)
    kept.birth_year = kept.birth_year or gone.birth_year
    kept.save(update_fields=["needs_approval", "joined_on", "birth_year"])
    gone.same_as, gone.is_active = kept, False
    gone.set_unusable_password()
    gone.save(update_fields=["same_as", "is_active", "password"])
    both = frozenset({kept.pk, gone.pk})
    hooks.people_changed("members_merged", both, by=by, at=at, kept=kept.pk, gone=gone.pk)
    return kept


def _memberships(kept: Member, gone: Member, at: datetime) -> None:
    """A person is in one branch at a time: where both entries are, the other one ends today and stays on record."""
    if kept.memberships.filter(until__isnull=True).exists():
        for row in gone.memberships.filter(until__isnull=True):
            Membership.objects.filter(pk=row.pk).update(until=max(row.since, localdate(at)))
    elif kept.branch_id is None and kept.left_on is None:
        Member.objects.filter(pk=kept.pk).update(branch=gone.branch_id)
    gone.memberships.update(member=kept)


def _offices(kept: Member, gone: Member) -> None:
    for row in gone.offices.all():
        held = kept.offices.filter(post=row.post, branch=row.branch_id, until__isnull=True)
        if row.until is not None or not held.exists():
            Office.objects.filter(pk=row.pk).update(member=kept)


def _ties(kept: Member, gone: Member) -> None:
    """A tie that both had stays where it is; so does one that the two entries had with each other."""
    for row in queries.ties_of([gone.pk]):
        other = row.other_id if row.member_id == gone.pk else row.member_id
        if other == kept.pk:
            continue
        same = queries.ties_between(kept, Member(pk=other)).filter(relation=row.relation, until__isnull=True)
        if row.until is not None or not same.exists():
            end = {"member": kept} if row.member_id == gone.pk else {"other": kept}
            Interest.objects.filter(pk=row.pk).update(**end)


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise NotAllowed(otherwise)
