"""Appeals: filed in time, checked, answered, heard by people who never touched the case."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from branches.models import Member
from cases import access, load
from cases.domain.facts import ActFacts
from cases.domain.vocabulary import Action, AppealGround, EventKind, Ground, Role, State, Tier
from cases.models import Appeal, AppealAnswer, Case, LateConflict, Party
from cases.record import Actor, System, record
from cases.usecases import act as frame
from cases.usecases import decisions, escalate, routing

SIDES = (Role.COMPLAINANT, Role.RESPONDENT)


@transaction.atomic
def file_appeal(*, case_id: UUID, by: Member, at: datetime, ground: AppealGround, text: str, seen: str = "") -> None:
    """A side appeals. The panel below loses access; an appeals officer checks the ground, not the merits."""
    given = ActFacts(action=Action.FILE_APPEAL, given=frozenset({"ground", "text"}))
    act = frame.begin(case_id, Action.FILE_APPEAL, by=by, at=at, given=given, seen=seen)
    side = side_of(act.case, by)
    begin_appeal(act, Appeal(case=act.case, side=side, ground=ground, filed_by=by, filed_at=at), text=text)
    frame.finish(act, to=State.ADMISSIBILITY, data={"side": side, "ground": str(ground)})
    find_officer(act.case, by=System("an appeal was filed"), at=at)


def side_of(case: Case, member: Member) -> str:
    """Which of the two sides somebody is."""
    return Party.objects.filter(case=case, member=member, side__in=SIDES).values_list("side", flat=True)[0]


def begin_appeal(act: frame.Act, row: Appeal, *, text: str) -> None:
    """The case goes to the Appeals Committee with the words of this appeal, and the panel below loses it."""
    _carry_report(act)
    out = decisions.PANEL | {Role.CONFLICT_RULER}
    access.withdraw(act.case, by=act.by, at=act.at, because="appealed", roles=out)
    frame.open_next(act, Tier.APPEAL, how="appealed", state=State.ADMISSIBILITY)
    row.proceeding = act.proceeding
    act.keys.seal(row, text=text)
    row.save(force_insert=True)


def _carry_report(act: frame.Act) -> None:
    """2.7: while an appeal runs, a conflict of interest below is one of its grounds and is not ruled on beside it."""
    open_report = LateConflict.objects.filter(case=act.case, ruled_at__isnull=True)
    if open_report.update(ruled_at=act.at, how="appealed"):
        record(EventKind.CONFLICT_TO_APPEAL, case=act.case, by=System("an appeal was filed"), at=act.at)


def find_officer(case: Case, *, by: Actor, at: datetime) -> None:
    """Somebody of the committee who never touched the case checks the appeal; with nobody left it goes outside."""
    desk = f"admissibility-{load.open_proceeding(case).number}"
    if routing.assign(case, Role.APPEALS_OFFICER, by=by, at=at, desk=desk) is None:
        escalate.up(case, Ground.NO_QUORUM, by=System("nobody may check the appeal"), at=at)


@transaction.atomic
def admit_appeal(*, case_id: UUID, by: Member, at: datetime, reason: str, seen: str = "") -> None:
    """The ground is stated and arguable: a panel is formed."""
    act = _ruled(case_id, Action.ADMIT_APPEAL, by, at, reason, seen, admitted=True)
    frame.finish(act)
    access.withdraw(act.case, by=by, at=at, because="step_over", roles=[Role.APPEALS_OFFICER])


@transaction.atomic
def refuse_appeal(*, case_id: UUID, by: Member, at: datetime, reason: str, seen: str = "") -> None:
    """The ground is not one of those permitted, or not arguable: the decision is final."""
    act = _ruled(case_id, Action.REFUSE_APPEAL, by, at, reason, seen, admitted=False)
    decisions.make_final(act, on=act.today)
    frame.finish(act)


@transaction.atomic
def answer_appeal(*, case_id: UUID, by: Member, at: datetime, text: str, seen: str = "") -> None:
    """Somebody of the other side answers the appeal; the panel waits for all of them, or for the last day."""
    given = ActFacts(action=Action.ANSWER_APPEAL, given=frozenset({"text"}))
    act = frame.begin(case_id, Action.ANSWER_APPEAL, by=by, at=at, given=given, seen=seen)
    row = AppealAnswer(appeal=Appeal.objects.get(proceeding=act.proceeding), case=act.case)
    row.answered_by, row.answered_at = by, at
    act.keys.seal(row, text=text)
    row.save(force_insert=True)
    answered = AppealAnswer.objects.filter(appeal=row.appeal).values("answered_by")
    asked = Party.objects.filter(case=act.case, side__in=SIDES, member__isnull=False).exclude(side=row.appeal.side)
    waits = asked.exclude(member__in=answered).exists()
    frame.finish(act, to=State.RESPONDING if waits else State.DELIBERATING)


@transaction.atomic
def appeal_answer_lapsed(*, case_id: UUID, by: Actor, at: datetime) -> None:
    """No answer to the appeal in time: the panel decides without it."""
    frame.finish(frame.begin(case_id, Action.APPEAL_ANSWER_LAPSED, by=by, at=at))


def _ruled(
    case_id: UUID, action: Action, by: Member, at: datetime, reason: str, seen: str, *, admitted: bool
) -> frame.Act:
    given = ActFacts(action=action, given=frozenset({"reason"}))
    act = frame.begin(case_id, action, by=by, at=at, given=given, seen=seen)
    act.write(reason)
    Appeal.objects.filter(proceeding=act.proceeding).update(admitted=admitted)
    return act
