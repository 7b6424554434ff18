"""Conflicts of interest: each kind is one rule. Each bars by itself, and nobody can waive it.

A rule looks at a case and one member, and returns a refusal or nothing. How far back it looks, and whether
it reaches towards witnesses, is written in the procedure; an absent article means the strictest reading.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TypeAlias

from cases.domain.answer import Refusal
from cases.domain.facts import CaseFacts, Hand
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import Relation, Role, Why

Rule: TypeAlias = Callable[[CaseFacts, int, Procedure], Refusal | None]

CLOSE = {Relation.PARTNER: Why.PARTNER, Relation.FAMILY: Why.FAMILY, Relation.HOUSEMATE: Why.HOUSEMATE}


def party(case: CaseFacts, member: int, procedure: Procedure) -> Refusal | None:
    """C01: nobody handles a case in which they are a side, also after cases were joined."""
    return _if(member in case.party_members, Why.PARTY, "You are a party to this case.")


def excluded(case: CaseFacts, member: int, procedure: Procedure) -> Refusal | None:
    """Complaint form: whoever the complainant names as a person who must not see it, does not."""
    return _if(member in case.excluded, Why.EXCLUDED, "You may not take part in this case.")


def witness(case: CaseFacts, member: int, procedure: Procedure) -> Refusal | None:
    """C03: who may have to tell what happened cannot also weigh it."""
    return _if(member in case.witness_members, Why.WITNESS, "You are a witness in this case.")


def partner(case: CaseFacts, member: int, procedure: Procedure) -> Refusal | None:
    """C05: a partner, also a former one within the look-back, of a side or of a witness."""
    return _tie(case, member, procedure, Relation.PARTNER, "You are, or were, the partner of a person in this case.")


def family(case: CaseFacts, member: int, procedure: Procedure) -> Refusal | None:
    """C06: family of a side or of a witness."""
    return _tie(case, member, procedure, Relation.FAMILY, "A member of your family is a person in this case.")


def housemate(case: CaseFacts, member: int, procedure: Procedure) -> Refusal | None:
    """C07: shares a home with a side, or did within the look-back."""
    return _tie(case, member, procedure, Relation.HOUSEMATE, "You share, or shared, a home with a party to this case.")


def same_leadership(case: CaseFacts, member: int, procedure: Procedure) -> Refusal | None:
    """C13: led a branch together with a side, now or within the look-back."""
    rule = procedure.conflict(Why.SAME_LEADERSHIP)
    years = rule.years if rule else None
    together = any(
        _links(led.member, led.other, member, case.party_members) and _counts(led.until, years, case.today)
        for led in case.led_together
    )
    return _if(together, Why.SAME_LEADERSHIP, "You lead, or led, a branch together with a party to this case.")


def self_declared(case: CaseFacts, member: int, procedure: Procedure) -> Refusal | None:
    """C20: whoever steps aside is out at once and need not say why."""
    return _if(member in case.recused, Why.SELF_DECLARED, "You stepped aside from this case.")


RULES: dict[Why, Rule] = {
    Why.PARTY: party,
    Why.EXCLUDED: excluded,
    Why.WITNESS: witness,
    Why.PARTNER: partner,
    Why.FAMILY: family,
    Why.HOUSEMATE: housemate,
    Why.SAME_LEADERSHIP: same_leadership,
    Why.SELF_DECLARED: self_declared,
}


def earlier_hand(case: CaseFacts, member: int, desk: str) -> Refusal | None:
    """C15: nobody judges their own earlier work: one desk in one case for each person, for ever.

    The registrar's desk is exempt: serving letters is not deciding. Without a desk every earlier hand bars.
    """
    elsewhere = any(hand.member == member and _at_another(hand, desk) for hand in case.hands)
    return _if(elsewhere, Why.EARLIER_HAND, "You already worked on this case at another step.")


def between(procedure: Procedure, case: CaseFacts, member: int, desk: str = "") -> tuple[Refusal, ...]:
    """Everything that stands between a member and a case, at the desk where they work or would work."""
    found = (rule(case, member, procedure) for rule in RULES.values())
    return tuple(refusal for refusal in (*found, earlier_hand(case, member, desk)) if refusal)


def barred(
    procedure: Procedure, case: CaseFacts, members: Iterable[int], desks: Mapping[int, str] | None = None
) -> dict[int, tuple[Why, ...]]:
    """The members among these who may not have the case, with every kind of reason.

    Linear in members: whoever no fact of the case mentions is clear without asking any rule.
    """
    desks = desks or {}
    mentioned = _mentioned(case)
    asked = ((member, between(procedure, case, member, desks.get(member, ""))) for member in set(members) & mentioned)
    return {member: tuple(refusal.why for refusal in against) for member, against in asked if against}


def close_to_party(procedure: Procedure, case: CaseFacts, member: int) -> bool:
    """Is this member a side, or partner, family or housemate of a side? (G2)"""
    sides = case.party_members
    return member in sides or any(_tied(case, member, procedure, relation, sides) for relation in CLOSE)


def _tie(case: CaseFacts, member: int, procedure: Procedure, relation: Relation, because: str) -> Refusal | None:
    rule = procedure.conflict(CLOSE[relation])
    witnesses = case.witness_members if rule is None or rule.towards_witnesses else frozenset()
    tied = _tied(case, member, procedure, relation, case.party_members | witnesses)
    return _if(tied, CLOSE[relation], because)


def _tied(case: CaseFacts, member: int, procedure: Procedure, relation: Relation, others: frozenset[int]) -> bool:
    rule = procedure.conflict(CLOSE[relation])
    years = rule.years if rule else None
    return any(
        tie.relation is relation
        and _links(tie.member, tie.other, member, others)
        and _counts(tie.until, years, case.today)
        for tie in case.ties
    )


def _links(one: int, two: int, member: int, others: frozenset[int]) -> bool:
    """A tie holds in both directions, whoever declared it."""
    return (one == member and two in others) or (two == member and one in others)


def _counts(until: date | None, years: int | None, today: date) -> bool:
    """Does a tie that ended on `until` still bar? Without a number of years it bars for ever."""
    return until is None or years is None or today <= _years_after(until, years)


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, month=3, day=1)


def _at_another(hand: Hand, desk: str) -> bool:
    return hand.role is not Role.REGISTRAR and (not desk or hand.desk != desk)


def _mentioned(case: CaseFacts) -> frozenset[int]:
    ties = {end for tie in case.ties for end in (tie.member, tie.other)}
    led = {end for pair in case.led_together for end in (pair.member, pair.other)}
    hands = {hand.member for hand in case.hands}
    return case.party_members | case.witness_members | case.excluded | case.recused | ties | led | hands


def _if(holds: bool, why: Why, because: str) -> Refusal | None:
    return Refusal(why, because) if holds else None
