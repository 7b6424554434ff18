"""Decisions with their findings, reasons, counts, measures and minority opinions; and the appeal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from cases.domain import rights
from cases.domain.vocabulary import (
    AppealGround,
    Finding,
    MeasureKind,
    MotionKind,
    Outcome,
    Part,
    Role,
    Tier,
)
from cases.models import AllegationFinding, Appeal, AppealAnswer, Decision, Dissent, Measure, Motion, Proceeding
from cases.queries.folder import Folder
from cases.queries.parts import measures
from cases.together import Reading, reads

PANEL = frozenset({Role.PANEL_MEMBER, Role.PANEL_CHAIR, Role.INVESTIGATOR})
SAFETY = frozenset({MeasureKind.RESTRICTION, MeasureKind.REMOVAL, MeasureKind.SUSPENSION, MeasureKind.EXPULSION})


@dataclass(frozen=True, kw_only=True)
class Count:
    """The arithmetic of one vote: how many said what, and how many were needed."""

    yes: int
    no: int
    abstained: int
    needed: int
    seated: int


@dataclass(frozen=True, kw_only=True)
class FindingPart:
    number: int
    finding: Finding
    reasons: str
    count: Count | None


@dataclass(frozen=True, kw_only=True)
class MeasurePart:
    """One measure. `binds` is empty where there is only one respondent; `hangs` until when it is suspended."""

    number: int
    kind: str
    binds: str
    terms: str
    details: tuple[measures.Detail, ...]
    days: int | None
    trial_days: int | None
    starts_on: date | None
    hangs_until: date | None
    ends_on: date | None
    over: str
    count: Count | None


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """A minority opinion; `by` is empty where its author did not sign it."""

    text: str
    by: str


@dataclass(frozen=True, kw_only=True)
class DecisionPart:
    tier: str
    appeal: bool
    summary: str
    outcome: str
    outcome_count: Count | None
    findings: tuple[FindingPart, ...]
    measures: tuple[MeasurePart, ...]
    opinions: tuple[Opinion, ...]
    signed_at: datetime | None
    served_at: datetime | None
    fingerprint: str
    set_aside_at: datetime | None
    proceeding: Proceeding


@dataclass(frozen=True, kw_only=True)
class AnswerPart:
    """What one person of the other side says to it."""

    text: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class AppealPart:
    side: str
    own: bool
    ground: str
    text: str
    filed_at: datetime
    answers: tuple[AnswerPart, ...]
    admitted: bool | None


@reads
def decisions(folder: Folder) -> Reading[tuple[DecisionPart, ...]]:
    """The decisions this reader may read, the newest first."""
    if not folder.may(Part.DECISION):
        return ()
    rows = Decision.objects.filter(case=folder.case).select_related("proceeding").order_by("-proceeding__number")
    return tuple(_decision(folder, row) for row in (yield rows) if _open(folder, row))


def of_proceeding(folder: Folder, proceeding: Proceeding) -> DecisionPart | None:
    """The delivered decision of one proceeding."""
    found = (part for part in decisions(folder) if part.proceeding.pk == proceeding.pk)
    return next(found, None)


@reads
def draft(folder: Folder) -> Reading[DecisionPart | None]:
    """What the panel has written so far; nobody else sees it."""
    rows = Decision.objects.filter(proceeding=folder.proceeding, signed_at__isnull=True, void_at__isnull=True)
    found = (yield rows.order_by("pk")[:1]) if folder.may(Part.DELIBERATION) else ()
    return _decision(folder, found[0], part=Part.DELIBERATION) if found else None


@reads
def appeal(folder: Folder) -> Reading[AppealPart | None]:
    """The newest appeal. A side that filed it reads it at once."""
    rows = yield Appeal.objects.filter(case=folder.case).order_by("-filed_at")[:1]
    row = rows[0] if rows else None
    if row is None or not (folder.may(Part.APPEAL) or row.filed_by_id == folder.reader.pk):
        return None
    return AppealPart(
        side=Role(row.side).label,
        own=row.filed_by_id == folder.reader.pk,
        ground=AppealGround(row.ground).label,
        text=folder.read_own(row, "text", Part.APPEAL, row.filed_by_id),
        filed_at=row.filed_at,
        answers=(yield from _answers(folder, row)),
        admitted=row.admitted,
    )


def _answers(folder: Folder, row: Appeal) -> Reading[tuple[AnswerPart, ...]]:
    if row.admitted is None or not folder.may(Part.APPEAL):
        return ()
    found = yield AppealAnswer.objects.filter(appeal=row).order_by("answered_at")
    return tuple(AnswerPart(text=folder.read(one, "text", Part.APPEAL), at=one.answered_at) for one in found)


def _open(folder: Folder, row: Decision) -> bool:
    """A delivered decision; a panel reads its own and the one appealed against, never those of other panels.

    One that was set aside stays with the two sides, and with whoever serves or rules; no later panel reads it (2.7).
    """
    if row.void_at is not None and (row.signed_at is None or folder.roles & PANEL):
        return False
    own = row.proceeding_id == folder.proceeding.pk
    if row.served_at is None:
        return own and row.signed_at is not None and rights.sees_undelivered(folder.roles)
    appealed = folder.proceeding.tier == Tier.APPEAL and row.proceeding_id == folder.proceeding.predecessor_id
    return own or appealed or _explained(folder, row) or not folder.roles <= PANEL


def _explained(folder: Folder, row: Decision) -> bool:
    """A panel that gives its reasons anew reads those it gave, and what the appeal says of them."""
    here = folder.proceeding
    return bool(here.explains) and (row.proceeding_id == here.predecessor_id or row.proceeding.number == here.explains)


def _decision(folder: Folder, row: Decision, *, part: Part = Part.DECISION) -> DecisionPart:
    motions = list(
        Motion.objects.filter(proceeding=row.proceeding, void_at=row.void_at, closed_at__isnull=False).order_by(
            "number"
        )
    )
    outcome = next((m for m in motions if m.kind == MotionKind.OUTCOME and m.carried), None)
    return DecisionPart(
        tier=Tier(row.proceeding.tier).label,
        appeal=row.proceeding.tier == Tier.APPEAL,
        summary=folder.read(row, "summary", part),
        outcome=Outcome(outcome.outcome).label if outcome else "",
        outcome_count=_count(outcome),
        findings=_findings(folder, row, motions, part),
        measures=_measures(folder, row, motions) if part is Part.DECISION else (),
        opinions=_opinions(folder, row) if part is Part.DECISION else (),
        signed_at=row.signed_at,
        served_at=row.served_at,
        fingerprint=row.fingerprint,
        set_aside_at=row.void_at,
        proceeding=row.proceeding,
    )


def _findings(folder: Folder, row: Decision, motions: Iterable[Motion], part: Part) -> tuple[FindingPart, ...]:
    counts = {motion.allegation_id: motion for motion in motions if motion.kind == MotionKind.FINDING}
    rows = AllegationFinding.objects.filter(proceeding=row.proceeding, void_at=row.void_at).select_related("allegation")
    return tuple(
        FindingPart(
            number=found.allegation.number,
            finding=Finding(found.finding),
            reasons=folder.read(found, "reasons", part),
            count=_count(counts.get(found.allegation_id)),
        )
        for found in rows.order_by("allegation__number")
    )


def _measures(folder: Folder, row: Decision, motions: Iterable[Motion]) -> tuple[MeasurePart, ...]:
    counts = {motion.pk: motion for motion in motions}
    rows = Measure.objects.filter(proceeding=row.proceeding).select_related("bound__member").order_by("number")
    return tuple(_measure(folder, measure, _count(counts.get(measure.motion_id))) for measure in rows)


def one(folder: Folder, number: int) -> MeasurePart | None:
    """One measure of a delivered decision, for a letter about it."""
    row = Measure.objects.filter(case=folder.case, number=number).select_related("bound__member").first()
    return _measure(folder, row, None) if row and folder.may(Part.DECISION) else None


def _measure(folder: Folder, measure: Measure, count: Count | None) -> MeasurePart:
    opened = _terms_open(folder, measure)
    several = sum(party.side == Role.RESPONDENT for party in folder.parties) > 1
    return MeasurePart(
        number=measure.number,
        kind=MeasureKind(measure.kind).label,
        binds=measure.bound.member.full_name if several and measure.bound.member else "",
        terms=folder.read(measure, "terms", Part.DECISION) if opened else "",
        details=measures.details(folder, measure, Part.DECISION) if opened else (),
        days=measure.days,
        trial_days=measure.trial_days,
        starts_on=measure.starts_on,
        hangs_until=measure.trial_until,
        ends_on=measure.ends_on,
        over=measures.over(measure),
        count=count,
    )


def _terms_open(folder: Folder, measure: Measure) -> bool:
    """The complainant learns of every measure, and the terms of those that bear on their own safety."""
    return folder.side is not Role.COMPLAINANT or measure.kind in SAFETY


def _opinions(folder: Folder, row: Decision) -> tuple[Opinion, ...]:
    """Of those who decided it: an opinion on votes that were cleared before is void with them (R-3)."""
    rows = Dissent.objects.filter(proceeding=row.proceeding, void_at=row.void_at).select_related("member")
    return tuple(
        Opinion(text=folder.read(opinion, "text", Part.DECISION), by=opinion.member.full_name if opinion.signed else "")
        for opinion in rows.order_by("written_at")
    )


def _count(motion: Motion | None) -> Count | None:
    if motion is None or motion.closed_at is None:
        return None
    return Count(
        yes=motion.yes or 0,
        no=motion.no or 0,
        abstained=motion.abstained or 0,
        needed=motion.needed,
        seated=motion.seated or 0,
    )
