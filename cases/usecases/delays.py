"""More time for a step, asked by one person and ruled by another; and pauses, which end by themselves."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from branches.models import Member
from cases import load
from cases.domain import delays
from cases.domain.facts import ActFacts
from cases.domain.vocabulary import Action, DelayReason, EventKind, PauseGround, Role
from cases.models import Case, Extension, Pause, PauseAgreed
from cases.record import Actor, System, person
from cases.usecases import act as frame
from cases.usecases import routing

REVIEW = System("the day of the review has passed")


@transaction.atomic
def ask_extension(
    *, case_id: UUID, by: Member, at: datetime, ground: DelayReason, until: date, text: str, seen: str = ""
) -> None:
    """A side, or whoever owes the step, asks for more time. The step's date stays until somebody else has ruled."""
    given = ActFacts(action=Action.ASK_EXTENSION, given=frozenset({"ground", "until", "text"}), until=until)
    act = frame.begin(case_id, Action.ASK_EXTENSION, by=by, at=at, given=given, seen=seen)
    case = act.case
    Extension.objects.create(
        case=case,
        proceeding=act.proceeding,
        state=case.state,
        entered_on=case.entered_on,
        reason=ground,
        due_on=case.due_on or act.today,
        until=until,
        consent=(consent := delays.needs_consent(act.procedure, act.facts)),
        asked_by=by,
        asked_as=_role(act, by),
        asked_at=at,
    )
    act.write(text, ground=str(ground))
    frame.finish(act, data={"ground": str(ground), "until": until.isoformat()})
    if consent:
        routing.consent(case, by=System("more time than the panel may have"), at=at)


@transaction.atomic
def rule_extension(*, case_id: UUID, by: Member, at: datetime, upheld: bool, reason: str, seen: str = "") -> None:
    """Somebody who did not ask says yes or no. A yes moves the step's date, and with it everything that would lapse."""
    given = ActFacts(action=Action.RULE_EXTENSION, given=frozenset({"ruling", "reason"}), upheld=upheld)
    act = frame.begin(case_id, Action.RULE_EXTENSION, by=by, at=at, given=given, seen=seen)
    row = load.delays.asked(act.case, act.proceeding).get()
    role = _role(act, by)
    row.granted, row.ruled_by, row.ruled_as, row.ruled_at = upheld, by, role, at
    row.save(update_fields=["granted", "ruled_by", "ruled_as", "ruled_at"])
    act.write(reason, ground=row.reason)
    if upheld and act.case.due_on is not None:
        _date(act.case, due=max(act.case.due_on, row.until), stayed_until=None)
    frame.finish(act, data={"upheld": upheld, "ground": row.reason, "role": role})
    if row.consent:
        routing.send_home(act.case, by=by, at=at)


@transaction.atomic
def stay(
    *,
    case_id: UUID,
    by: Member,
    at: datetime,
    ground: PauseGround,
    until: date,
    text: str,
    quiet: bool = False,
    seen: str = "",
) -> None:
    """The chair pauses the case, or renews its pause. What the step still has is kept; the date is now the review's."""
    given = ActFacts(action=Action.STAY, given=frozenset({"ground", "until", "text"}), until=until)
    act = frame.begin(case_id, Action.STAY, by=by, at=at, given=given, seen=seen)
    open_to_sides = delays.spent(act.procedure, act.facts)  # they have agreed to it, so they know of it
    quiet = quiet and ground is PauseGround.POLICE_REQUEST and not open_to_sides
    left = _left(act) if act.facts.stayed_until is None else _end(act.case, at=at, how="renewed")
    Pause.objects.create(
        case=act.case,
        proceeding=act.proceeding,
        ground=ground,
        quiet=quiet,
        began_on=act.today,
        review_on=until,
        days_left=left,
        ordered_by=by,
        ordered_as=(role := _role(act, by)),
        ordered_at=at,
    )
    act.write(text, ground=str(ground))
    _date(act.case, due=until, stayed_until=until)
    kind = EventKind.PAUSED_QUIETLY if quiet else EventKind.CASE_PAUSED
    frame.finish(act, kind=kind, data={"ground": str(ground), "role": role, "days_left": left})


@transaction.atomic
def agree_pause(*, case_id: UUID, by: Member, at: datetime, seen: str = "") -> None:
    """Somebody of a side wants the case to stay paused. It can be renewed when everybody of both sides does."""
    act = frame.begin(case_id, Action.AGREE_PAUSE, by=by, at=at, seen=seen)
    running = Pause.objects.get(case=act.case, ended_at__isnull=True)
    side = _role(act, by)
    PauseAgreed.objects.create(case=act.case, pause=running, side=side, member=by, said_at=at)
    frame.finish(act, data={"side": side})


@transaction.atomic
def resume_clock(*, case_id: UUID, by: Actor, at: datetime, reason: str, seen: str = "") -> None:
    """The pause ends, and the step has as many days as it had when the clock stopped."""
    given = ActFacts(action=Action.RESUME_CLOCK, given=frozenset({"reason"}))
    act = frame.begin(case_id, Action.RESUME_CLOCK, by=by, at=at, given=given, seen=seen)
    quiet = Pause.objects.filter(case=act.case, ended_at__isnull=True, quiet=True).exists()
    left = _end(act.case, at=at, how="lapsed" if person(by) is None else "resumed")
    act.write(reason)
    _date(act.case, due=act.procedure.due(act.today, left), stayed_until=None)
    frame.finish(act, kind=EventKind.WENT_ON_QUIETLY if quiet else EventKind.CASE_WENT_ON, data={"days_left": left})


def lapse(case: Case, *, at: datetime) -> bool:
    """Nobody has renewed the pause: it ends by itself."""
    if not delays.pause_over(load.case_facts(case, today=load.local_day(at))):
        return False
    resume_clock(case_id=case.pk, by=REVIEW, at=at, reason="The day of the review has passed and nobody renewed it.")
    return True


def _left(act: frame.Act) -> int:
    """Days that the running step still has; below nought for one that is overdue, and stays so by as many days."""
    return (act.facts.due_on - act.today).days if act.facts.due_on else 0


def _end(case: Case, *, at: datetime, how: str) -> int:
    """End the open pause. Returns the days that it keeps for the step."""
    row = Pause.objects.get(case=case, ended_at__isnull=True)
    row.ended_at, row.ended_as = at, how
    row.save(update_fields=["ended_at", "ended_as"])
    return int(row.days_left)


def _date(case: Case, *, due: date, stayed_until: date | None) -> None:
    case.due_on, case.stayed_until, case.overdue_seen_on = due, stayed_until, None
    case.save(update_fields=["due_on", "stayed_until", "overdue_seen_on"])


def _role(act: frame.Act, by: Member) -> Role:
    """In which of the roles that may do this the person did it."""
    return min(act.step.by & load.actor_facts(by, act.case).roles)
