"""When a hearing can be: time to prepare for both sides, and another day only by a ruling.

Source: procedure paper T17, RM-8 and RM-13; what is ours is decided in `docs/adr/0022-hearings.md`.
"""

from datetime import date

from cases.domain.answer import Refusal
from cases.domain.conditions import SIDES, unless
from cases.domain.deadlines import in_words
from cases.domain.facts import ActFacts, ActorFacts, CaseFacts
from cases.domain.hearing_words import PostponementGround
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import MeasureKind, Why

NOT_CALLED = Refusal(Why.NO_OCCASION, "No hearing is called.")
NOT_ASKED = Refusal(Why.NO_OCCASION, "Nobody has asked for another day of the hearing.")
WAITING = Refusal(Why.ALREADY_DONE, "A request for another day waits for its ruling already.")
PAST = Refusal(Why.GUARD, "This day is in the past. Choose a later one.")
ONCE = Refusal(
    Why.ALREADY_DONE, "The hearing was moved for a support person once already. It is not moved for one again."
)
NAME_A_DAY = Refusal(Why.MISSING_RECORD, "Name the new day: for a support person the hearing only moves by a few days.")
LATER = Refusal(Why.GUARD, "Choose a day after the one that was called.")


def first_day(p: Procedure, case: CaseFacts) -> date:
    """T17: the first day on which a hearing that is called today can be.

    Time to prepare from today; where expulsion is possible also from the notice of allegations. Both sides together
    can shorten it, and each for itself alone cannot.
    """
    first = _by_rule(p, case)
    ready = dict(case.hearing.ready)
    if not ready.keys() >= SIDES:
        return first
    return min(first, max(*ready.values(), soonest(p, case)))


def soonest(p: Procedure, case: CaseFacts) -> date:
    """The first day on which a hearing can be when both sides wish it soon."""
    return p.due(case.today, p.number("hearing_notice_least_days"))


def last_day_for_supporter(p: Procedure, case: CaseFacts) -> date | None:
    """RM-8: the last day to which a hearing moves so that a support person can come; None where none is called."""
    return p.due(case.hearing_on, p.number("supporter_postponement_days")) if case.hearing_on else None


def hearing_called(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    if case.hearing_on is None:
        return Refusal(Why.GUARD, "Call the hearing first.")
    if case.hearing_on <= case.entered_on:
        return Refusal(Why.GUARD, "Call the hearing anew: its day came before the evidence review was over.")
    return unless(case.today >= case.hearing_on, f"The hearing is on {in_words(case.hearing_on)}. Record it then.")


def hearing_notice_kept(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """T17: never in the past, and never with less time to prepare than the rules, or both sides together, give."""
    if act.hearing_on is None:
        return unless(act.asking, "Say when the hearing is.", Why.MISSING_RECORD)
    return _too_soon(p, case, act.hearing_on)


def hearing_ahead(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """Another day is asked for before the day has come, not on it."""
    if case.hearing_on is None:
        return NOT_CALLED
    because = "The day of the hearing is here. Tell the chair, who can still call it for another day."
    return unless(case.today < case.hearing_on, because, Why.TOO_LATE)


def postponement_possible(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """One request at a time, a few in a proceeding, and one only for a support person (RM-8)."""
    most, granted = p.number("postponements"), case.hearing.postponed
    if case.hearing.asked is not None:
        return WAITING
    if len(granted) >= most:
        because = f"The hearing was moved {most} times on request already. It is not moved on request again."
        return Refusal(Why.ALREADY_DONE, because)
    again = act.postponement is PostponementGround.SUPPORTER and PostponementGround.SUPPORTER in granted
    return ONCE if again else None


def postponement_asked(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """The chair says no, or yes: to a day that keeps the notice, or without a day, which is then called anew."""
    if case.hearing.asked is None:
        return NOT_ASKED
    if act.asking or not act.upheld or case.hearing_on is None:
        return None
    if case.hearing.asked is PostponementGround.SUPPORTER:
        return _moved_for_supporter(p, case, act)
    if act.hearing_on is None:
        return None
    return _too_soon(p, case, act.hearing_on) or unless(act.hearing_on > case.hearing_on, LATER.because)


def no_postponement_open(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    return unless(case.hearing.asked is None, "Rule first on the request for another day of the hearing.")


def ready_in_time(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """Shorter notice only by both, and never so short that nobody can come."""
    if act.until is None:
        return unless(act.asking, "Say from which day you are ready.", Why.MISSING_RECORD)
    first = soonest(p, case)
    return unless(act.until >= first, f"Choose {in_words(first)} or later.")


def _by_rule(p: Procedure, case: CaseFacts) -> date:
    first = p.due(case.today, p.number("hearing_notice_days"))
    expulsion = p.measure(MeasureKind.EXPULSION, tier=case.tier)
    if expulsion is None or case.notice_served_on is None:
        return first
    return max(first, p.due(case.notice_served_on, p.number("hearing_notice_days_for_expulsion")))


def _too_soon(p: Procedure, case: CaseFacts, day: date) -> Refusal | None:
    if day < case.today:
        return PAST
    first = first_day(p, case)
    return unless(day >= first, f"Both sides need time to prepare. Choose {in_words(first)} or later.")


def _moved_for_supporter(p: Procedure, case: CaseFacts, act: ActFacts) -> Refusal | None:
    """RM-8: a few days later than the day for which both have been preparing, so no notice begins anew."""
    last = last_day_for_supporter(p, case)
    if act.hearing_on is None or case.hearing_on is None or last is None:
        return NAME_A_DAY
    if act.hearing_on <= case.hearing_on:
        return LATER
    return unless(act.hearing_on <= last, f"For a support person it can move to {in_words(last)} at the latest.")
