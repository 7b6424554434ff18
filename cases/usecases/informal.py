"""The informal track: offered, agreed to by each side in writing, left at any time without a reason."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from branches.models import Member
from cases import access
from cases.domain.facts import ActFacts
from cases.domain.vocabulary import Action, ClosureReason, EventKind, Role, State, Tier
from cases.models import Agreement, Case, CheckIn, Consent, Party, TalkNote
from cases.record import Actor, System
from cases.usecases import act as frame
from cases.usecases import routing

SIDES = frozenset({Role.COMPLAINANT, Role.RESPONDENT})
HANDLERS = frozenset({Role.FACILITATOR})


@transaction.atomic
def offer_informal(*, case_id: UUID, by: Member, at: datetime, reason: str = "", seen: str = "") -> None:
    """The intake officer offers talks to both sides. The respondent hears of the case with the offer."""
    act = frame.begin(case_id, Action.OFFER_INFORMAL, by=by, at=at, seen=seen)
    act.write(reason)
    Party.objects.filter(case=act.case, side__in=SIDES, informed_at__isnull=True).update(informed_at=at)
    access.withdraw(act.case, by=by, at=at, because="handed_on", roles=[Role.INTAKE_OFFICER, Role.ESCALATION_RULER])
    frame.open_next(act, Tier.INFORMAL, how="handed_on", state=State.INFORMAL_OFFERED)
    routing.assign(act.case, Role.FACILITATOR, by=System("informal talks were offered"), at=at)
    frame.finish(act, to=State.INFORMAL_OFFERED)


@transaction.atomic
def consent(*, case_id: UUID, by: Member, at: datetime, seen: str = "") -> None:
    """One side says yes in writing. The talks begin when both have."""
    act = frame.begin(case_id, Action.CONSENT, by=by, at=at, seen=seen)
    both = _sign(act, by)
    if both:
        frame.finish(act, to=State.INFORMAL, kind=EventKind.TALKS_BEGAN)
    else:
        frame.finish(act, to=State.INFORMAL_OFFERED)


@transaction.atomic
def decline_informal(*, case_id: UUID, by: Member, at: datetime, seen: str = "") -> None:
    """One side says no; the first look goes on. No reason is asked."""
    back_to_triage(frame.begin(case_id, Action.DECLINE_INFORMAL, by=by, at=at, seen=seen))


@transaction.atomic
def leave_informal(*, case_id: UUID, by: Member, at: datetime, seen: str = "") -> None:
    """Either side, or the facilitator, ends the talks. The other side learns only that they ended."""
    back_to_triage(frame.begin(case_id, Action.LEAVE_INFORMAL, by=by, at=at, seen=seen))


@transaction.atomic
def informal_lapsed(*, case_id: UUID, by: Actor, at: datetime) -> None:
    """The time for the offer or the talks is over."""
    back_to_triage(frame.begin(case_id, Action.INFORMAL_LAPSED, by=by, at=at))


@transaction.atomic
def add_talk_note(*, case_id: UUID, by: Member, at: datetime, text: str, seen: str = "") -> None:
    """A private note of the facilitator; nobody else ever sees it."""
    given = ActFacts(action=Action.ADD_TALK_NOTE, given=frozenset({"text"}))
    act = frame.begin(case_id, Action.ADD_TALK_NOTE, by=by, at=at, given=given, seen=seen)
    note = TalkNote(case=act.case, proceeding=act.proceeding, written_by=by, written_at=at)
    act.keys.seal(note, text=text)
    note.save(force_insert=True)
    frame.finish(act)


@transaction.atomic
def propose_terms(*, case_id: UUID, by: Member, at: datetime, terms: str, seen: str = "") -> None:
    """The facilitator writes the terms down. Changed terms need both signatures anew."""
    given = ActFacts(action=Action.PROPOSE_TERMS, given=frozenset({"terms"}))
    act = frame.begin(case_id, Action.PROPOSE_TERMS, by=by, at=at, given=given, seen=seen)
    agreement, _ = Agreement.objects.get_or_create(
        proceeding=act.proceeding, defaults={"case": act.case, "written_by": by, "written_at": at}
    )
    act.keys.seal(agreement, terms=terms)
    agreement.written_by, agreement.written_at = by, at
    agreement.save()
    Consent.objects.filter(proceeding=act.proceeding, action=Action.SIGN_TERMS).delete()
    frame.finish(act)


@transaction.atomic
def sign_terms(*, case_id: UUID, by: Member, at: datetime, seen: str = "") -> None:
    """One side signs. With both signatures the agreement stands and its check-ins are dated."""
    act = frame.begin(case_id, Action.SIGN_TERMS, by=by, at=at, seen=seen)
    both = _sign(act, by)
    if both:
        agreement = Agreement.objects.get(proceeding=act.proceeding)
        agreement.signed_at = at
        agreement.save(update_fields=["signed_at"])
        days = act.procedure.lists.check_in_days
        CheckIn.objects.bulk_create(
            [CheckIn(case=act.case, agreement=agreement, due_on=act.procedure.due(act.today, d)) for d in days]
        )
    if both:
        frame.finish(act, to=State.INFORMAL_AGREED, kind=EventKind.AGREEMENT_SIGNED)
    else:
        frame.finish(act, to=State.INFORMAL)


@transaction.atomic
def record_check_in(*, case_id: UUID, by: Member, at: datetime, kept: bool, seen: str = "") -> None:
    """The facilitator records whether the agreement was kept, for the earliest open date."""
    given = ActFacts(action=Action.RECORD_CHECK_IN, given=frozenset({"kept"}))
    act = frame.begin(case_id, Action.RECORD_CHECK_IN, by=by, at=at, given=given, seen=seen)
    waiting = CheckIn.objects.filter(agreement__proceeding=act.proceeding, kept__isnull=True).order_by("due_on")[0]
    waiting.kept, waiting.recorded_by, waiting.recorded_at = kept, by, at
    waiting.save(update_fields=["kept", "recorded_by", "recorded_at"])
    frame.finish(act, data={"due": waiting.due_on.isoformat(), "kept": kept})


@transaction.atomic
def complete_agreement(*, case_id: UUID, by: Member, at: datetime, seen: str = "") -> None:
    """Every check-in was kept: the case ends without a finding and without a measure."""
    act = frame.begin(case_id, Action.COMPLETE_AGREEMENT, by=by, at=at, seen=seen)
    frame.close(act, ClosureReason.INFORMAL_AGREEMENT_COMPLETED)
    frame.finish(act)
    access.withdraw(act.case, by=by, at=at, because="closed", roles=HANDLERS)


def new_facilitator(case: Case, *, by: Actor, at: datetime) -> None:
    """The facilitator stepped aside: another one. With none, the registrar is told and the clock ends the talks."""
    if case.tier == Tier.INFORMAL and case.state != State.CLOSED:
        routing.assign(case, Role.FACILITATOR, by=by, at=at)


def _sign(act: frame.Act, by: Member) -> bool:
    """Keep one side's yes; True when the other side's is there too."""
    side = Party.objects.filter(case=act.case, member=by, side__in=SIDES).values_list("side", flat=True)[0]
    Consent.objects.create(
        case=act.case, proceeding=act.proceeding, side=side, action=act.action, given_by=by, given_at=act.at
    )
    given = Consent.objects.filter(proceeding=act.proceeding, action=act.action).values_list("side", flat=True)
    return set(given) == {str(s) for s in SIDES}


def back_to_triage(act: frame.Act, *, kind: EventKind | None = None) -> None:
    """Return to intake with the complaint as it was sent; nothing said in the talks goes along."""
    access.withdraw(act.case, by=act.by, at=act.at, because="talks_ended", roles=HANDLERS)
    frame.open_next(act, Tier.INTAKE, how="ended", state=State.TRIAGE)
    frame.finish(act, to=State.TRIAGE, kind=kind, data={"reason": "ended"})
    routing.to_intake(act.case, by=System("the informal talks ended"), at=act.at)
