"""The day of a hearing: enough of the panel are there, the chair lets questions be put, the panel approves the minutes.

Source: procedure paper T17 and its record: attendance, questions, minutes. Decided in `docs/adr/0022-hearings.md`.
"""

from cases.domain import panels
from cases.domain.answer import Refusal
from cases.domain.conditions import unless
from cases.domain.facts import ActFacts, ActorFacts, CaseFacts
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import SeatKind, SeatStatus, Why

NOT_CALLED = Refusal(Why.NO_OCCASION, "No hearing is called.")
CHOOSE = Refusal(Why.MISSING_RECORD, "Choose one of the questions on this page.")


def hearing_day_come(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    if case.hearing_on is None:
        return NOT_CALLED
    return unless(case.today >= case.hearing_on, "The day of the hearing has not come.", Why.NO_OCCASION)


def hearing_set(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    return NOT_CALLED if case.hearing_on is None else None


def question_waits(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    waiting = case.hearing.waiting
    if not waiting:
        return Refusal(Why.NO_OCCASION, "No question waits for the chair.")
    return None if act.asking or act.question in waiting else CHOOSE


def question_admitted(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    admitted = case.hearing.admitted
    if not admitted:
        return Refusal(Why.NO_OCCASION, "No question that was admitted waits for its answer.")
    return None if act.asking or act.question in admitted else CHOOSE


def refusal_reasoned(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """Nobody is told no without a reason."""
    said = act.asking or act.upheld or "reason" in act.given
    return unless(said, "Say why the question is not put.", Why.MISSING_RECORD)


def enough_present(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """T17: no hearing without the quorum, and none without a list of who was there.

    Somebody on hold counts here, because a hearing waits for that ruling in any case (2.4).
    """
    seats = case.panel.seats if case.panel else ()
    sits = {s.member for s in seats if s.kind is SeatKind.MEMBER and s.status in (SeatStatus.SEATED, SeatStatus.HELD)}
    there = len(sits & case.hearing.present)
    enough = panels.can_sit(p, case.tier, expulsion=False, seated=there)
    because = f"Record who of the panel was there. {there} stand in the list, and that is too few for a hearing."
    return unless(enough, because)


def minutes_open(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    return unless(case.minutes.open, "No minutes wait for the panel.", Why.NO_OCCASION)


def minutes_not_seen(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """Each version is looked at once by everybody; a correction says what is wrong."""
    if actor.member in case.minutes.seen:
        return Refusal(Why.ALREADY_DONE, "You have said what you think of this version already.")
    said = act.asking or act.upheld or "text" in act.given
    return unless(said, "Say what the minutes should say instead.", Why.MISSING_RECORD)


def minutes_final(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    because = "The minutes of the hearing are not final. The panel approves them, or the chair closes them."
    return unless(not case.minutes.open, because)
