"""Reasons, signature, service in the same moment, measures, finality."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from branches.models import Member
from cases import access, load
from cases.domain import measures as rules
from cases.domain.answer import Refusal, Refused
from cases.domain.facts import ActFacts
from cases.domain.procedure import Start
from cases.domain.vocabulary import (
    Action,
    ClosureReason,
    Finding,
    MeasureKind,
    MotionKind,
    Role,
    Tier,
    Why,
)
from cases.models import AllegationFinding, Case, Decision, Dissent, Measure, Motion, Proceeding
from cases.record import Actor, System
from cases.sealed import Keys
from cases.usecases import act as frame
from cases.usecases import measures, outcomes

ONE_DISSENT = Refusal(Why.ALREADY_DONE, "You have added your opinion already. It is delivered with the decision.")
CLEAR = load.formal.CLEAR
WHERE = Refusal(Why.MISSING_RECORD, "Say which words tell it, so that the chair can change them.")
PANEL = frozenset({Role.PANEL_MEMBER, Role.PANEL_CHAIR, Role.INVESTIGATOR})


@transaction.atomic
def write_reasons(
    *, case_id: UUID, by: Member, at: datetime, summary: str, reasons: Mapping[int, str] | None = None, seen: str = ""
) -> None:
    """The panel's reasons: one text per allegation, and a summary in one or two sentences."""
    given = ActFacts(action=Action.WRITE_REASONS, given=frozenset({"reasons"} if summary.strip() else ()))
    act = frame.begin(case_id, Action.WRITE_REASONS, by=by, at=at, given=given, seen=seen)
    decision = Decision.objects.filter(proceeding=act.proceeding, void_at__isnull=True).first() or Decision(
        case=act.case, proceeding=act.proceeding
    )
    decision.drafted_at = at
    act.keys.seal(decision, summary=summary)
    decision.save()
    standing = AllegationFinding.objects.filter(proceeding=act.proceeding, void_at__isnull=True)
    for finding in standing.select_related("allegation"):
        text = (reasons or {}).get(finding.allegation.number, "").strip()
        if text:
            act.keys.seal(finding, reasons=text)
            finding.save(update_fields=["reasons"])
    act.write(summary)
    frame.finish(act)


@transaction.atomic
def read_for_leaks(*, case_id: UUID, by: Member, at: datetime, clear: bool, text: str = "", seen: str = "") -> None:
    """Somebody beside the chair reads the draft for anything that tells who complained; new words are read anew."""
    given = ActFacts(action=Action.READ_FOR_LEAKS, given=frozenset({"answer"}))
    act = frame.begin(case_id, Action.READ_FOR_LEAKS, by=by, at=at, given=given, seen=seen)
    if not clear and not text.strip():
        raise Refused((WHERE,))
    act.write(text, ground=CLEAR if clear else "leak")
    frame.finish(act, data={"clear": clear})


@transaction.atomic
def add_dissent(*, case_id: UUID, by: Member, at: datetime, text: str, signed: bool = False, seen: str = "") -> None:
    """A minority opinion, served with the decision; with the name only if its author wants."""
    given = ActFacts(action=Action.ADD_DISSENT, given=frozenset({"text"}))
    act = frame.begin(case_id, Action.ADD_DISSENT, by=by, at=at, given=given, seen=seen)
    standing = Dissent.objects.filter(proceeding=act.proceeding, void_at__isnull=True)
    if standing.filter(Q(member=by) | Q(member__same_as=by)).exists():
        raise Refused((ONE_DISSENT,))
    row = Dissent(case=act.case, proceeding=act.proceeding, member=by, signed=signed, written_at=at)
    act.keys.seal(row, text=text)
    row.save(force_insert=True)
    frame.finish(act)


@transaction.atomic
def sign_decision(*, case_id: UUID, by: Member, at: datetime, seen: str = "") -> None:
    """The chair signs. From here no word of the decision changes."""
    act = frame.begin(case_id, Action.SIGN_DECISION, by=by, at=at, seen=seen)
    decision = Decision.objects.get(proceeding=act.proceeding, void_at__isnull=True)
    decision.signed_by, decision.signed_at = by, at
    decision.fingerprint = frame.fingerprint(text_of(decision, act.keys))
    decision.save(update_fields=["signed_by", "signed_at", "fingerprint"])
    for motion in _carried(act.proceeding, MotionKind.MEASURE):
        measures.keep(act, motion)
    frame.finish(act, data={"fingerprint": decision.fingerprint})


@transaction.atomic
def serve_decision(*, case_id: UUID, by: Actor, at: datetime, seen: str = "") -> None:
    """Both sides get the decision in the same moment (INV-09)."""
    act = frame.begin(case_id, Action.SERVE_DECISION, by=by, at=at, seen=seen)
    Decision.objects.filter(proceeding=act.proceeding, void_at__isnull=True).update(served_at=at)
    if act.facts.tier is Tier.APPEAL:
        outcomes.apply(act)
        return
    measures.start(act.case, act.procedure, frozenset({Start.AT_ONCE}), act.today, at=at)
    frame.finish(act)


@transaction.atomic
def window_closed(*, case_id: UUID, by: Actor, at: datetime) -> None:
    """Nobody appealed in time: the decision is final."""
    act = frame.begin(case_id, Action.WINDOW_CLOSED, by=by, at=at)
    make_final(act, on=frame.started_on(act))
    frame.finish(act)


def make_final(act: frame.Act, *, on: date) -> None:
    """Measures that waited for the appeal, or came from it, begin; the panel's access ends."""
    measures.start(act.case, act.procedure, frozenset(Start), on, at=act.at)
    access.withdraw(act.case, by=act.by, at=act.at, because="final", roles=PANEL | {Role.APPEALS_OFFICER})


@transaction.atomic
def start_monitoring(*, case_id: UUID, by: Actor, at: datetime, seen: str = "") -> None:
    """Follow a running measure until its last day."""
    act = frame.begin(case_id, Action.START_MONITORING, by=by, at=at, seen=seen)
    ends = rules.last_day(act.facts)
    frame.finish(act, data={"due_on": ends.isoformat()} if ends else None)
    act.case.due_on = ends or act.case.due_on
    act.case.save(update_fields=["due_on"])


@transaction.atomic
def monitoring_ended(*, case_id: UUID, by: Actor, at: datetime) -> None:
    """The last day of the measure has passed: the case is closed by itself."""
    _close(frame.begin(case_id, Action.MONITORING_ENDED, by=by, at=at))


@transaction.atomic
def close_case(*, case_id: UUID, by: Member, at: datetime, seen: str = "") -> None:
    """Close a final case in which no measure is running."""
    _close(frame.begin(case_id, Action.CLOSE, by=by, at=at, seen=seen))


@transaction.atomic
def report_external(*, case_id: UUID, by: Member, at: datetime, result: str, seen: str = "") -> None:
    """Record what the external body decided, and close the case with it."""
    given = ActFacts(action=Action.REPORT_EXTERNAL, given=frozenset({"result"}))
    act = frame.begin(case_id, Action.REPORT_EXTERNAL, by=by, at=at, given=given, seen=seen)
    act.write(result)
    frame.close(act, ClosureReason.DECIDED_EXTERNALLY)
    frame.finish(act)
    access.withdraw(act.case, by=System("the case is closed"), at=at, because="closed")


def _close(act: frame.Act) -> None:
    frame.close(act, _closed_as(act.case))
    frame.finish(act)
    access.withdraw(act.case, by=System("the case is closed"), at=act.at, because="closed")


def _closed_as(case: Case) -> ClosureReason:
    measures = Measure.objects.filter(case=case, dropped_at__isnull=True)
    if measures.filter(kind=MeasureKind.EXPULSION).exists():
        return ClosureReason.EXPELLED
    if measures.exists():
        return ClosureReason.SANCTION_COMPLETED
    standing = AllegationFinding.objects.filter(proceeding=_decided(case), void_at__isnull=True)
    found = standing.filter(finding=Finding.SUBSTANTIATED)
    if found.exists() and not outcomes.was_reversed(case):
        return ClosureReason.SUBSTANTIATED_NO_SANCTION
    return ClosureReason.NOT_SUBSTANTIATED


def _decided(case: Case) -> Proceeding | None:
    """The last proceeding that decided on the allegations: what an earlier panel found before a fresh one is over."""
    standing = Decision.objects.filter(case=case, served_at__isnull=False, void_at__isnull=True)
    served = Proceeding.objects.filter(decisions__in=standing)
    return served.exclude(tier=Tier.APPEAL).order_by("-number").first()


def _carried(proceeding: Proceeding, kind: MotionKind) -> list[Motion]:
    return list(Motion.objects.filter(proceeding=proceeding, kind=kind, carried=True, void_at__isnull=True))


def text_of(decision: Decision, keys: Keys) -> str:
    """The words that are signed: the summary, and each finding with its reasons.

    What fell together keeps one mark: a decision that was set aside is read with the findings it was signed with.
    """
    same = AllegationFinding.objects.filter(proceeding=decision.proceeding, void_at=decision.void_at)
    findings = same.order_by("allegation__number")
    parts = [keys.open(decision, "summary")]
    parts += [f"{f.finding}: {keys.open(f, 'reasons')}" for f in findings]
    return "\n\n".join(parts)
