"""Temporary measures on a page: to a side those that bind or protect it, to those at work all of them."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_noop

from cases.domain import interim as rules
from cases.domain.vocabulary import Action, InterimKind, Part, Role
from cases.load import interims
from cases.models import InterimMeasure, Party, Writing
from cases.queries.folder import Folder
from cases.together import Reading, reads

ENDED = {
    "lifted": "lifted",
    "ruled": "ended by a ruling",
    "not_reviewed": "ended by itself: nobody recorded its review",
    "last_day": "ended by itself on its last day",
    "case_decided": "ended with the case",
    "not_agreed": "not imposed",
}


@dataclass(frozen=True, kw_only=True)
class Temporary:
    """One measure. `reason` is empty for the one it protects; `mine` says whether it binds the reader."""

    number: int
    kind: str
    terms: str
    reason: str
    binds: str
    protects: str
    mine: bool
    state: str
    running: bool
    since: date | None
    review_by: date | None
    lapses_on: date | None
    ends_on: date | None
    rule_by: date | None


@reads
def measures(folder: Folder, *, only: int | None = None) -> Reading[tuple[Temporary, ...]]:
    """The newest first; a proposal only for those who work on the case."""
    if not folder.case.interim or not folder.may(Part.INTERIM):
        return ()
    rows = InterimMeasure.objects.filter(case=folder.case).select_related("bound", "protects").order_by("-number")
    rows = rows.filter(number=only) if only else rows
    return tuple(_part(folder, row) for row in (yield rows) if _shown(folder, row))


def why(folder: Folder, number: int, action: Action) -> str:
    """The newest reason of one kind of act on a measure, for those whom it concerns."""
    rows = Writing.objects.filter(case=folder.case, action=action, ground=str(number)).order_by("written_at")
    row = rows.last() if folder.may(Part.INTERIM) else None
    return folder.read(row, "text", Part.INTERIM) if row else ""


def _shown(folder: Folder, row: InterimMeasure) -> bool:
    if not folder.side:
        return True
    return row.imposed_at is not None and folder.reader.pk in (row.bound.member_id, row.protects.member_id)


def _part(folder: Folder, row: InterimMeasure) -> Temporary:
    mine = row.bound.member_id == folder.reader.pk
    facts = interims.facts(row)
    running = row.ended_at is None and rules.in_force(facts, folder.today)
    return Temporary(
        number=row.number,
        kind=InterimKind(row.kind).label,
        terms=folder.read(row, "terms", Part.INTERIM),
        reason=folder.read(row, "reason", Part.INTERIM) if mine or not folder.side else "",
        binds=_who(row.bound),
        protects=_who(row.protects),
        mine=mine,
        state=_state(row, running=running),
        running=running,
        since=row.starts_on,
        review_by=row.review_by if running else None,
        lapses_on=row.lapses_on if running else None,
        ends_on=row.ends_on if running else None,
        rule_by=row.rule_by if running else None,
    )


def _who(party: Party) -> str:
    return Role(party.side).label


def _state(row: InterimMeasure, *, running: bool) -> str:
    if row.ended_at is not None:
        return ENDED[row.ended_because]
    if row.imposed_at is None:
        return gettext_noop("proposed: the other of the pair must agree")
    if row.asked_by_id is not None and running:
        return gettext_noop("in force; its renewal is proposed")
    return gettext_noop("in force") if running else gettext_noop("over")
