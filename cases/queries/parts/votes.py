"""Questions put to the panel: how many have voted, the counts once all have, and one's own vote."""

from dataclasses import dataclass

from django.db.models import Q

from cases.domain.vocabulary import Choice, MotionKind, Outcome, Part
from cases.models import Ballot, Dissent, Motion
from cases.queries.folder import Folder
from cases.queries.parts import measures
from cases.together import Reading, reads


@dataclass(frozen=True, kw_only=True)
class Vote:
    """One question. The counts are None until all have voted; `own` is the reader's vote and nobody else's."""

    number: int
    question: str
    terms: str
    details: tuple[measures.Detail, ...]
    open: bool
    cast: int
    needed: int
    yes: int | None
    no: int | None
    abstained: int | None
    carried: bool | None
    own: str


@reads
def votes(folder: Folder) -> Reading[tuple[Vote, ...]]:
    """The questions of the proceeding that is running; those of an earlier one are its panel's alone."""
    if not folder.may(Part.VOTES):
        return ()
    rows = Motion.objects.filter(proceeding=folder.proceeding, void_at__isnull=True).select_related("allegation")
    cast = Ballot.objects.filter(motion__proceeding=folder.proceeding, void_at__isnull=True)
    motions, ballots = yield [rows.order_by("number"), cast]
    return tuple(_vote(folder, row, [b for b in ballots if b.motion_id == row.pk]) for row in motions)


@reads
def own_dissent(folder: Folder) -> Reading[str]:
    """The reader's own minority opinion, before it is delivered with the decision."""
    standing = Dissent.objects.filter(proceeding=folder.proceeding, void_at__isnull=True)
    if not folder.may(Part.DELIBERATION):
        return ""
    rows = yield standing.filter(Q(member=folder.reader) | Q(member__same_as=folder.reader)).order_by("pk")[:1]
    return folder.read(rows[0], "text", Part.DELIBERATION) if rows else ""


def question(row: Motion) -> str:
    """What is asked, in one line."""
    if row.kind == MotionKind.FINDING and row.allegation:
        return f"Is allegation {row.allegation.number} substantiated?"
    if row.kind == MotionKind.OUTCOME:
        return f"Appeal: {Outcome(row.outcome).label.lower()}?" + (
            f" {measures.asked(row)}" if row.measure_kind else ""
        )
    return f"Shall this measure be taken: {measures.asked(row)}?"


def _vote(folder: Folder, row: Motion, ballots: list[Ballot]) -> Vote:
    own = next((ballot for ballot in ballots if ballot.member_id == folder.reader.pk), None)
    closed = row.closed_at is not None
    return Vote(
        number=row.number,
        question=question(row),
        terms=folder.read(row, "terms", Part.DELIBERATION) if folder.may(Part.DELIBERATION) else "",
        details=measures.details(folder, row, Part.DELIBERATION) if folder.may(Part.DELIBERATION) else (),
        open=not closed,
        cast=len(ballots),
        needed=row.needed,
        yes=row.yes if closed else None,
        no=row.no if closed else None,
        abstained=row.abstained if closed else None,
        carried=row.carried if closed else None,
        own=Choice(folder.read_own(own, "choice", Part.VOTES, own.member_id)).label if own else "",
    )
