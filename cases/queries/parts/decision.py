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
from cases.models import AllegationFinding, Appeal, Decision, Dissent, Measure, Motion, Proceeding
from cases.queries.folder import Folder

PANEL = frozenset({Role.PANEL_MEMBER, Role.PANEL_CHAIR, Role.INVESTIGATOR})
SAFETY = frozenset({MeasureKind.RESTRICTION, MeasureKind.REMOVAL, MeasureKind.SUSPENSION, MeasureKind.EXPULSION})
DROPPED = {
    "remanded": "No longer in force: the case is heard again",
    "reversed": "No longer in force: the finding was reversed",
    "modified": "Replaced by another measure",
}


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
    kind: str
    terms: str
    days: int | None
    starts_on: date | None
    ends_on: date | None
    dropped: str
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
    proceeding: Proceeding


@dataclass(frozen=True, kw_only=True)
class AppealPart:
    side: str
    own: bool
    ground: str
    text: str
    filed_at: datetime
    answer: str
    answered_at: datetime | None
    admitted: bool | None


def decisions(folder: Folder) -> tuple[DecisionPart, ...]:
    """The decisions this reader may read, the newest first."""
    if not folder.may(Part.DECISION):
        return ()
    rows = Decision.objects.filter(case=folder.case).select_related("proceeding").order_by("-proceeding__number")
    return tuple(_decision(folder, row) for row in rows if _open(folder, row))


def of_proceeding(folder: Folder, proceeding: Proceeding) -> DecisionPart | None:
    """The delivered decision of one proceeding."""
    found = (part for part in decisions(folder) if part.proceeding.pk == proceeding.pk)
    return next(found, None)


def draft(folder: Folder) -> DecisionPart | None:
    """What the panel has written so far; nobody else sees it."""
    row = Decision.objects.filter(proceeding=folder.proceeding, signed_at__isnull=True).first()
    if row is None or not folder.may(Part.DELIBERATION):
        return None
    return _decision(folder, row, part=Part.DELIBERATION)


def appeal(folder: Folder) -> AppealPart | None:
    """The newest appeal. A side that filed it reads it at once."""
    row = Appeal.objects.filter(case=folder.case).order_by("filed_at").last()
    if row is None or not (folder.may(Part.APPEAL) or row.filed_by_id == folder.reader.pk):
        return None
    return AppealPart(
        side=Role(row.side).label,
        own=row.filed_by_id == folder.reader.pk,
        ground=AppealGround(row.ground).label,
        text=folder.read_own(row, "text", Part.APPEAL, row.filed_by_id),
        filed_at=row.filed_at,
        answer=folder.read(row, "answer", Part.APPEAL) if folder.may(Part.APPEAL) else "",
        answered_at=row.answered_at,
        admitted=row.admitted,
    )


def _open(folder: Folder, row: Decision) -> bool:
    """A delivered decision; a panel reads its own and the one appealed against, never those of other panels."""
    own = row.proceeding_id == folder.proceeding.pk
    if row.served_at is None:
        return own and row.signed_at is not None and rights.sees_undelivered(folder.roles)
    appealed = folder.proceeding.tier == Tier.APPEAL and row.proceeding_id == folder.proceeding.predecessor_id
    return own or appealed or not folder.roles <= PANEL


def _decision(folder: Folder, row: Decision, *, part: Part = Part.DECISION) -> DecisionPart:
    motions = list(
        Motion.objects.filter(proceeding=row.proceeding, void_at__isnull=True, closed_at__isnull=False).order_by(
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
        proceeding=row.proceeding,
    )


def _findings(folder: Folder, row: Decision, motions: Iterable[Motion], part: Part) -> tuple[FindingPart, ...]:
    counts = {motion.allegation_id: motion for motion in motions if motion.kind == MotionKind.FINDING}
    rows = AllegationFinding.objects.filter(proceeding=row.proceeding).select_related("allegation")
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
    return tuple(
        MeasurePart(
            kind=MeasureKind(measure.kind).label,
            terms=folder.read(measure, "terms", Part.DECISION) if _terms_open(folder, measure) else "",
            days=measure.days,
            starts_on=measure.starts_on,
            ends_on=measure.ends_on,
            dropped=DROPPED.get(measure.dropped_because, "") if measure.dropped_at else "",
            count=_count(counts.get(measure.motion_id)),
        )
        for measure in Measure.objects.filter(proceeding=row.proceeding).order_by("motion__number")
    )


def _terms_open(folder: Folder, measure: Measure) -> bool:
    """The complainant learns of every measure, and the terms of those that bear on their own safety."""
    return folder.side is not Role.COMPLAINANT or measure.kind in SAFETY


def _opinions(folder: Folder, row: Decision) -> tuple[Opinion, ...]:
    rows = Dissent.objects.filter(proceeding=row.proceeding).select_related("member").order_by("written_at")
    return tuple(
        Opinion(text=folder.read(opinion, "text", Part.DECISION), by=opinion.member.full_name if opinion.signed else "")
        for opinion in rows
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
