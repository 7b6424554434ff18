"""More time for a step, and a pause of the whole case. Nobody grants it alone, and neither is without an end.

Source: procedure paper 1.6 and T27; how it was made strict is decided in `docs/adr/0012-delays.md`.
"""

from datetime import date

from cases.domain.answer import Refusal
from cases.domain.conditions import SIDES
from cases.domain.deadlines import in_words
from cases.domain.facts import ActFacts, ActorFacts, CaseFacts
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import Action, Role, Why

NOT_HERE = Refusal(Why.GUARD, "The rules give no more time for this step.")
WAITING = Refusal(Why.ALREADY_DONE, "A request for more time is waiting for its ruling already. Wait for the answer.")
NOT_ASKED = Refusal(Why.NO_OCCASION, "Nobody has asked for more time for this step.")
YOUR_OWN = Refusal(Why.GUARD, "You asked for this time yourself, or it is your own step. Somebody else rules on it.")
NOT_THEIRS = Refusal(Why.NO_OCCASION, "The registrar or the chair rules on this.")
GONE_BY = Refusal(Why.TOO_LATE, "The date that was asked for is here already. You can only say no.")
NO_DAY = Refusal(Why.GUARD, "Say until which day.")
SAID = Refusal(Why.ALREADY_DONE, "You have agreed already. It counts for this pause, and not for the one after it.")
NOT_YET = Refusal(Why.NO_OCCASION, "The pause can still be renewed without the two sides.")
NOT_PAUSED = Refusal(Why.NO_OCCASION, "The case is not paused.")


def latest(p: Procedure, case: CaseFacts) -> date | None:
    """1.6: the last day to which the running step can be extended; None where the rules give no more time."""
    clock = p.clock(case.tier, case.state)
    if clock is None or case.due_on is None or not clock.extend_days:
        return None
    return p.due(case.due_on, clock.extend_days)


def with_consent(p: Procedure, case: CaseFacts) -> int:
    """1.6: how often more the step can get time with the consent of the Appeals Committee, where the law asks it."""
    rule = p.step(case.tier, case.state, Action.RULE_EXTENSION)
    asked = rule is not None and Role.APPEALS_OFFICER in rule.by
    return p.number("extensions_with_consent") if asked else 0


def needs_consent(p: Procedure, case: CaseFacts) -> bool:
    """Did the step get as much time as the registrar or the chair can give?"""
    return case.extensions >= p.number("extensions") and with_consent(p, case) > 0


def extension_possible(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """1.6: a few times for each step, to a day that is later than the one it has and not too far."""
    last, most = latest(p, case), p.number("extensions") + with_consent(p, case)
    if last is None or case.due_on is None:
        return NOT_HERE
    if case.extension is not None:
        return WAITING
    if case.extensions >= most:
        return Refusal(Why.GUARD, f"This step got more time {most} times already. It gets no more.")
    if act.until is None:
        return None if act.asking else NO_DAY
    if not case.due_on < act.until <= last:
        because = f"Choose a day after {in_words(case.due_on)}, and not later than {in_words(last)}."
        return Refusal(Why.GUARD, because)
    return None


def extension_asked(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """1.6: ruled by somebody who neither asked for it nor owns the step; a yes gives time that is still to come."""
    clock = p.clock(case.tier, case.state)
    if case.extension is None:
        return NOT_ASKED
    if needs_consent(p, case) and Role.APPEALS_OFFICER not in actor.roles:
        times = p.number("extensions")
        because = f"This step got more time {times} times already. Only somebody of the Appeals Committee gives more."
        return Refusal(Why.GUARD, because)
    if Role.APPEALS_OFFICER in actor.roles and not needs_consent(p, case):
        return NOT_THEIRS
    if case.extension.asked_by == actor.member or (clock and clock.owner in actor.roles):
        return YOUR_OWN
    return GONE_BY if act.upheld and case.extension.until <= case.today else None


def longest_pause(p: Procedure, case: CaseFacts) -> date:
    """T27: the last day on which a pause that is made or renewed today must be looked at again."""
    return p.due(case.today, p.number("pause_days"))


def pause_possible(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """T27: a pause has a day on which it ends by itself; it is renewed a few times, then only as both sides wish."""
    last = longest_pause(p, case)
    if spent(p, case) and not agreed(case):
        times = f"This case was paused {1 + p.number('pause_renewals')} times at this level already."
        return Refusal(Why.GUARD, f"{times} It goes on, unless everybody of both sides agrees while it is paused.")
    if act.until is None:
        return None if act.asking else NO_DAY
    first = max(day for day in (case.today, case.stayed_until) if day)
    if not first < act.until <= last:
        return Refusal(Why.GUARD, f"Choose a day after {in_words(first)}, and not later than {in_words(last)}.")
    return None


def spent(p: Procedure, case: CaseFacts) -> bool:
    """T27: was it paused as often as somebody can pause it without the two sides?"""
    return case.pauses >= 1 + p.number("pause_renewals")


def agreed(case: CaseFacts) -> bool:
    """1.6: does everybody of both sides want the running pause to go on? Nobody agrees for a side that is not there."""
    sides = {side: {q.member for q in case.parties if q.side is side and q.informed} for side in SIDES}
    return all(members and members <= case.pause_agreed for members in sides.values())


def pause_to_agree(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """1.6: asked only in the last pause that needs no agreement, and in each after it; never of a quiet one."""
    if not case.stayed_until or case.pause_quiet:
        return NOT_PAUSED
    if not spent(p, case):
        return NOT_YET
    return SAID if actor.member in case.pause_agreed else None


def paused(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    return None if case.stayed_until else NOT_PAUSED


def pause_over(case: CaseFacts) -> bool:
    """The day of the review has passed, and nobody has renewed the pause."""
    return case.stayed_until is not None and case.today > case.stayed_until


def against_paused(case: CaseFacts) -> Refusal:
    """T27: why a step that decides or prepares the case is closed while the clock does not count."""
    until = in_words(case.stayed_until) if case.stayed_until else ""
    because = f"The case is paused until {until} at the latest. Challenges, and what the two sides write, stay open."
    return Refusal(Why.STAYED, because)
