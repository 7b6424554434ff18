"""Coming back after an expulsion: asked for by the person, decided by a fresh panel of the national committee.

Source: procedure paper 4.4, N-30. Not before the days of the law have passed, and then once in as many days; two thirds
of those who sit; whoever was harmed can write a statement and need not. A branch readmits nobody, and silence does not.
"""

from datetime import date, timedelta

from cases.domain import deadlines
from cases.domain.answer import Refusal
from cases.domain.facts import ActFacts, ActorFacts, CaseFacts, ReadmissionFacts
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import MotionKind, Role, Why

NOT_EXPELLED = Refusal(Why.NO_OCCASION, "You were not expelled in this case.")
WAITS = Refusal(Why.ALREADY_DONE, "You have asked already. Wait for the answer.")
NOT_ASKED = Refusal(Why.NO_OCCASION, "Nobody has asked to be readmitted.")
SAID = Refusal(Why.ALREADY_DONE, "You have written your statement already.")
VOTED = Refusal(Why.ALREADY_DONE, "You have voted already. A vote cannot be changed.")


def waiting(case: CaseFacts) -> ReadmissionFacts | None:
    """The request that has no answer yet."""
    return next((row for row in case.readmissions if not row.ruled), None)


def earliest(p: Procedure, case: CaseFacts, member: int | None) -> date | None:
    """The first day on which this person can ask; None for somebody who is not expelled."""
    since = dict(case.expelled).get(member) if member is not None else None
    asked = [row.asked_on for row in case.readmissions if row.member == member]
    return again(p, max([since, *asked])) if since else None


def again(p: Procedure, day: date) -> date:
    """When it can be asked for, after an expulsion or a request of that day."""
    return day + timedelta(days=p.number("readmission_after_days"))


def carried(p: Procedure, *, seated: int, yes: int) -> bool | None:
    """4.2: two thirds of those who sit, and enough of them; None where too few sit or the law has no such vote."""
    rule = p.threshold(MotionKind.READMISSION)
    if rule is None or seated < p.number("readmission_least"):
        return None
    return yes >= rule.share.needed(seated)


def readmission_possible(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """4.4: by the person, not too early, and once in the days of the law."""
    first = earliest(p, case, actor.member)
    if first is None:
        return NOT_EXPELLED
    if waiting(case):
        return WAITS
    because = f"You can ask from {first.day} {first:%B %Y} on."
    return None if case.today >= first else Refusal(Why.GUARD, because)


def statement_possible(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """4.4: whoever was harmed says something, or nothing; once for each request."""
    row = waiting(case)
    if row is None:
        return NOT_ASKED
    return SAID if actor.member in row.spoke else None


def readmission_to_rule(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """4.4: when everybody who was harmed has spoken, or the days for it are over; one vote for each who sits."""
    row = waiting(case)
    if row is None:
        return NOT_ASKED
    if actor.member in row.voted:
        return VOTED
    harmed = {q.member for q in case.parties if q.side is Role.COMPLAINANT and q.informed}
    if harmed <= row.spoke or deadlines.passed(row.say_by, case.today):
        return None
    return Refusal(Why.GUARD, f"A statement can come until {row.say_by.day} {row.say_by:%B %Y}. Vote after that.")
