"""Doubts about somebody on a panel: when they come in time, who rules on them, and how a ruling ends.

Nobody rules on themselves, and nobody on a doubt that they raised. Whoever is doubted is on hold until then.
Source: procedure paper 2.1 to 2.4; what the paper leaves open is decided in `docs/adr/0007-doubts.md`.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from cases.domain import conflicts
from cases.domain.answer import Answer, Refusal
from cases.domain.deadlines import in_words
from cases.domain.facts import ActFacts, ActorFacts, CaseFacts, ChallengeFacts, SeatFacts
from cases.domain.procedure import Procedure
from cases.domain.situations import Match
from cases.domain.vocabulary import Action, Level, Role, SeatKind, SeatStatus, Tier, Why

SIDES = frozenset({Role.COMPLAINANT, Role.RESPONDENT})
SITTING = frozenset({SeatStatus.SEATED, SeatStatus.HELD})
RULERS = 2
"""Fewer than so many do not rule on one of their own: a single colleague is too close."""

CHALLENGEABLE: tuple[Why, ...] = (
    Why.PARTNER,
    Why.FAMILY,
    Why.HOUSEMATE,
    Why.FRIEND,
    Why.HOSTILE,
    Why.EMPLOYER,
    Why.COLLEAGUE,
    Why.INTEREST,
    Why.SAME_BRANCH,
    Why.SAME_LEADERSHIP,
    Why.SAME_BODY,
    Why.SLATE,
    Why.WITNESS,
    Why.ADVISER,
    Why.LINKED,
    Why.EARLIER_HAND,
    Why.PREJUDGED,
    Why.ADVERSARY,
    Why.CONTACTED,
    Why.SAW_BEFORE,
    Why.PANEL_TIE,
)
"""What somebody can say against a person who sits, the nearest first."""

ON_HOLD = Refusal(Why.GUARD, "A place on the panel is on hold. Others rule on it first.")
SAME_TEXT = Refusal(
    Why.GUARD,
    "You have sent these words about somebody else already. A challenge is about one person: say what is true of this "
    "one, and not of a group.",
)
NOT_ON_HOLD = Refusal(Why.NOT_FROM_HERE, "Nobody waits for a ruling about you here.")
ANSWERED = Refusal(Why.ALREADY_DONE, "You have said something about it already. It cannot be changed.")


# In time or late


def last_day(procedure: Procedure, told_on: date) -> date:
    """2.4: the last day on which a person may be challenged without newly known facts, or struck."""
    return procedure.due(told_on, procedure.number("challenge_days"))


def in_time(
    procedure: Procedure, *, told_on: date | None, today: date, learned_on: date | None = None
) -> Refusal | None:
    """2.4: within the days after both sides were told; later only on facts learned since, at the first opportunity."""
    if told_on is None:
        return Refusal(Why.GUARD, "Both sides have not been told yet that this person sits.")
    last, days = last_day(procedure, told_on), procedure.number("challenge_days")
    if today <= last:
        return None
    if learned_on is None or learned_on <= last:
        because = (
            f"The last day for this was {in_words(last)}. Later it needs facts that were not known before that day."
        )
        return Refusal(Why.TOO_LATE, because)
    if learned_on > today:
        return Refusal(Why.GUARD, "The day on which you learned of it is not here yet.")
    if today > procedure.due(learned_on, days):
        because = f"You have known this since {in_words(learned_on)}. It had to be said within {days} days."
        return Refusal(Why.TOO_LATE, because)
    return None


def sameness(text: str) -> str:
    """The words of a challenge without what is only their look, so that the same text twice is found."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


# Who rules, and with what result


def sitting(case: CaseFacts) -> frozenset[int]:
    """The panel as a challenge counts it: who has a vote, or will have one again when the hold ends."""
    seats = case.panel.seats if case.panel else ()
    return frozenset(s.member for s in seats if s.kind is SeatKind.MEMBER and s.status in SITTING)


def doubted(case: CaseFacts) -> frozenset[int]:
    return frozenset(challenge.member for challenge in case.challenges)


def rulers(case: CaseFacts, challenge: ChallengeFacts) -> frozenset[int]:
    """2.4: the other seated, unchallenged members; after it was passed on, the next level's ruler alone."""
    if challenge.passed_on:
        return frozenset(h.member for h in case.hands if h.open and h.role is Role.CHALLENGE_RULER)
    seated = case.panel.seated if case.panel else frozenset()
    return seated - doubted(case) - {challenge.by_member}


def waivable(procedure: Procedure, case: CaseFacts, challenge: ChallengeFacts) -> bool:
    """2.1: a rule found it, and both sides may say that the person stays; then nobody else rules."""
    if challenge.by_member is not None:
        return False
    now = conflicts.level_of(procedure, case, challenge.member, challenge.kind)
    rule = procedure.conflict(challenge.kind)
    return (now or (rule and rule.level)) is Level.WAIVABLE


def goes_up(procedure: Procedure, case: CaseFacts, challenge: ChallengeFacts) -> bool:
    """2.4: the next level rules when half of the panel is doubted, too few are left to rule, or the time is over."""
    if challenge.passed_on or waivable(procedure, case, challenge):
        return False
    panel = sitting(case)
    half = 2 * len(doubted(case) & panel) >= len(panel)
    return half or len(rulers(case, challenge)) < RULERS or case.today > challenge.rule_by


def excluded(procedure: Procedure, case: CaseFacts, challenge: ChallengeFacts) -> bool | None:
    """2.4: out or not; None while somebody who may rule has not. More than half keep; a tie puts out."""
    if waivable(procedure, case, challenge):
        return False if challenge.waived >= SIDES else None
    who = rulers(case, challenge)
    votes = [keep for member, keep in challenge.rulings if member in who]
    if not who or len(votes) < len(who):
        return None
    return 2 * sum(votes) <= len(votes)


def lapsed(procedure: Procedure, case: CaseFacts, challenge: ChallengeFacts) -> bool:
    """2.4: nobody is left who could still rule in time; without a ruling the doubt stands, and the person is out."""
    over = case.today > challenge.rule_by
    return over and (challenge.passed_on or waivable(procedure, case, challenge))


def may_answer(case: CaseFacts, member: int, number: int) -> Answer:
    """2.4: whoever is on hold may give information once, and take no part."""
    mine = next((c for c in case.challenges if c.number == number and c.member == member), None)
    if mine is None:
        return Answer((NOT_ON_HOLD,))
    return Answer((ANSWERED,) if mine.answered else ())


def may_be_declared(procedure: Procedure, case: CaseFacts) -> bool:
    """Is this a step at which those who sit are asked again?"""
    return procedure.step(case.tier, case.state, Action.DECLARE) is not None


# Conditions of the procedure


def others_on_panel(case: CaseFacts, member: int | None) -> frozenset[int]:
    """Who can be challenged by this person: everybody who sits, leads the inquiry or is on hold, but not oneself."""
    return frozenset(seat.member for seat in _on_panel(case)) - {member}


def may_be_challenged(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """2.4: one person who sits, not oneself, for a reason that is a conflict of interest."""
    if act.asking:
        return None if others_on_panel(case, actor.member) else Refusal(Why.GUARD, "Nobody else sits on the panel.")
    return next(_against_challenge(p, case, actor, act), None)


def _against_challenge(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Iterator[Refusal]:
    if act.member == actor.member:
        yield Refusal(Why.GUARD, "This is about yourself. Step aside, or tell of it, instead.")
    if _seat(case, act.member) is None:
        yield Refusal(Why.GUARD, "Choose somebody who sits on the panel or leads the inquiry.")
    if act.sole_ground:
        yield Refusal(Why.GUARD, f"This alone is no conflict of interest. {act.sole_ground}")
    elif act.kind not in CHALLENGEABLE:
        yield Refusal(Why.MISSING_RECORD, "Say which conflict of interest you mean.")
    if any(c.member == act.member and c.kind is act.kind for c in case.challenges):
        yield Refusal(Why.ALREADY_DONE, "A doubt of this kind about this person waits for its ruling already.")


def challenge_in_time(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    seat = _seat(case, act.member)
    if act.asking or seat is None:
        return None
    return in_time(p, told_on=seat.told_on, today=case.today, learned_on=act.learned_on)


def nobody_on_hold(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """2.4: the panel does not vote, take a measure or sign while a place is on hold."""
    held = any(seat.status is SeatStatus.HELD for seat in (case.panel.seats if case.panel else ()))
    return ON_HOLD if held or case.challenges else None


def roster_fixed(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """T14: the time to challenge or strike anybody who sits is over, and nothing waits for a ruling."""
    against = nobody_on_hold(p, case, actor, act)
    if against:
        return against
    told = [seat.told_on for seat in _on_panel(case)]
    known = [day for day in told if day is not None]
    if len(known) < len(told):
        return Refusal(Why.GUARD, "Both sides have not been told yet who sits.")
    last = last_day(p, max(known)) if known else None
    if last is None or case.today > last:
        return None
    return Refusal(
        Why.GUARD, f"Until {in_words(last)} both sides can say that somebody should not decide. Wait for that."
    )


def strike_left(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """2.4: a side takes a drawn member off without a reason: so often in a case, and before the panel is fixed."""
    side = next(iter(actor.roles & SIDES), None)
    if case.tier not in STRIKES or sum(struck is side for struck in case.strikes) >= strikes(p, case.tier):
        return Refusal(Why.ALREADY_DONE, "You have taken as many people off the panel as the rules allow.")
    open_to = strikable(p, case)
    if not open_to:
        return Refusal(Why.TOO_LATE, "The time for this is over: the panel is fixed.")
    if not act.asking and act.member not in open_to:
        return Refusal(Why.TOO_LATE, "The time to take this person off the panel is over.")
    return None


STRIKES = {Tier.BRANCH: "strikes_branch", Tier.NATIONAL: "strikes_national"}


def strikes(procedure: Procedure, tier: Tier) -> int:
    """How many people each side may take off the panel, in the whole case, when it is at this level."""
    return procedure.number(STRIKES[tier])


def strikable(p: Procedure, case: CaseFacts) -> frozenset[int]:
    """Drawn members whose last day has not passed."""
    return frozenset(seat.member for seat in _in_window(p, case))


def _in_window(p: Procedure, case: CaseFacts) -> Iterator[SeatFacts]:
    for seat in case.panel.seats if case.panel else ():
        member = seat.kind is SeatKind.MEMBER and seat.status is SeatStatus.SEATED
        if member and seat.told_on is not None and case.today <= last_day(p, seat.told_on):
            yield seat


def may_rule(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """2.4: never the challenged, never the challenger, and each once."""
    mine = to_rule(p, case, actor.member)
    if not mine:
        return Refusal(Why.GUARD, "Nothing waits for your ruling.")
    if not act.asking and act.challenge not in {challenge.number for challenge in mine}:
        return Refusal(Why.GUARD, "This does not wait for your ruling, or you have ruled on it already.")
    return None


def to_rule(procedure: Procedure, case: CaseFacts, member: int | None) -> tuple[ChallengeFacts, ...]:
    """What waits for this person's ruling."""
    return tuple(
        challenge
        for challenge in case.challenges
        if not waivable(procedure, case, challenge)
        and member in rulers(case, challenge)
        and member not in dict(challenge.rulings)
    )


def waiver_asked(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """2.1: both sides are asked, each once."""
    mine = to_waive(p, case, actor.roles)
    if not mine:
        return Refusal(Why.GUARD, "Nothing waits for your word.")
    if not act.asking and act.challenge not in {challenge.number for challenge in mine}:
        return Refusal(Why.GUARD, "This does not wait for your word, or you have given it already.")
    return None


def to_waive(procedure: Procedure, case: CaseFacts, roles: Iterable[Role]) -> tuple[ChallengeFacts, ...]:
    """What waits for this side's yes or no."""
    side = SIDES & frozenset(roles)
    return tuple(c for c in case.challenges if side and waivable(procedure, case, c) and not side <= c.waived)


def standing_against(procedure: Procedure, case: CaseFacts, member: int, desk: str) -> tuple[Match, ...]:
    """What stands against somebody at their desk besides the hold itself."""
    return tuple(m for m in conflicts.standing(procedure, case, member, desk) if m.why is not Why.CHALLENGED)


def to_be_ruled(procedure: Procedure, case: CaseFacts, member: int, desk: str) -> tuple[Why, ...] | None:
    """What rules found against somebody who sits and others may still rule on; None when something bars for good.

    2.1: listed circumstances put out by themselves, a mere appearance is for others to weigh; and only at a step
    at which they can.
    """
    found = standing_against(procedure, case, member, desk)
    can_rule = procedure.step(case.tier, case.state, Action.RULE_CHALLENGE) is not None
    settled = all(match.level in conflicts.SETTLED for match in found)
    return tuple(match.why for match in found) if can_rule and settled else None


def _on_panel(case: CaseFacts) -> tuple[SeatFacts, ...]:
    return tuple(seat for seat in (case.panel.seats if case.panel else ()) if seat.status in SITTING)


def _seat(case: CaseFacts, member: int | None) -> SeatFacts | None:
    return next((seat for seat in _on_panel(case) if seat.member == member), None)
