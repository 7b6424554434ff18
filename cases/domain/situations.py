"""The situations that are conflicts of interest (domain paper 2.2): one rule for each kind.

A rule looks at one case, one member and one desk, and finds a match or nothing. How far it looks back, whether it
reaches witnesses and support persons, and whether others may rule on it, is written in the procedure; a kind without
an article is read in the strictest way.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from cases.domain.articles import ConflictRule
from cases.domain.facts import CaseFacts, Hand
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import Level, Relation, Role, Tier, Why

STRENGTH = (Level.DISCLOSE, Level.RULING, Level.WAIVABLE, Level.AUTOMATIC)
"""From the mildest level to the strongest."""
REGISTRY = "registry"
"""The registrar's desk: serving letters is not deciding, so what is only about deciding does not bar there."""


@dataclass(frozen=True)
class Question:
    """May this member have this case, at this desk? The desk is empty for somebody who has none in it."""

    procedure: Procedure
    case: CaseFacts
    member: int
    desk: str = ""

    @property
    def sits(self) -> bool:
        """Has this member a seat on the panel, also one on hold?"""
        return self.case.panel is not None and self.member in self.case.panel.sitting

    def article(self, why: Why) -> ConflictRule:
        return self.procedure.conflict(why) or ConflictRule.strictest(why)


@dataclass(frozen=True)
class Match:
    """A conflict of interest that was found, and what it does."""

    why: Why
    level: Level
    because: str


Rule: TypeAlias = Callable[[Question], Match | None]


def party(ask: Question) -> Match | None:
    """C01: nobody handles a case in which they are a side, also after cases were joined."""
    return _if(ask, Why.PARTY, ask.member in ask.case.party_members, "You are a party to this case.")


def excluded(ask: Question) -> Match | None:
    """Complaint form: whoever the complainant names as a person who must not see it, does not."""
    return _if(ask, Why.EXCLUDED, ask.member in ask.case.excluded, "You may not take part in this case.")


def linked(ask: Question) -> Match | None:
    """C02: a side of a case that belongs to this one: in return, in retaliation or about the same facts.

    Where a party filed it against somebody who already sat on the panel it is only told: nobody picks their judges.
    """
    bound = (other for other in ask.case.other_cases if other.bound and ask.member in other.sides)
    levels = (_against_the_panel(ask, Why.LINKED, other.after_roster) for other in bound)
    return _strongest(Why.LINKED, levels, "You are a party to a case that belongs to this one.")


def witness(ask: Question) -> Match | None:
    """C03: who may have to tell what happened cannot also weigh it."""
    return _if(ask, Why.WITNESS, ask.member in ask.case.witness_members, "You are a witness in this case.")


def adviser(ask: Question) -> Match | None:
    """C04: who advised or accompanies a side has taken that side; of somebody who already sits, others rule."""
    rule, supports = ask.article(Why.ADVISER), ask.member in ask.case.supporter_members
    levels = [rule.exception if ask.sits else rule.level] if supports else []
    return _strongest(Why.ADVISER, levels, "You support a party in this case.")


def partner(ask: Question) -> Match | None:
    """C05: a partner, also a former one, of a side, a witness or a support person."""
    return _tie(ask, Relation.PARTNER, "You are, or were, the partner of a person in this case.")


def family(ask: Question) -> Match | None:
    """C06: family, to the third degree, of a side, a witness or a support person."""
    return _tie(ask, Relation.FAMILY, "A member of your family is a person in this case.")


def housemate(ask: Question) -> Match | None:
    """C07: shares a home with somebody in the case, or did within the look-back."""
    return _tie(ask, Relation.HOUSEMATE, "You share, or shared, a home with a person in this case.")


def friend(ask: Question) -> Match | None:
    """C08: a close friend of somebody in the case, while it lasts."""
    return _tie(ask, Relation.FRIEND, "You are a close friend of a person in this case.")


def hostile(ask: Question) -> Match | None:
    """C08: in open conflict with somebody in the case, while it lasts."""
    return _tie(ask, Relation.HOSTILE, "You are in open conflict with a person in this case.")


def employer(ask: Question) -> Match | None:
    """C09: works under somebody in the case, or they under them."""
    return _tie(ask, Relation.EMPLOYER, "You work, or worked, under a person in this case, or they under you.")


def colleague(ask: Question) -> Match | None:
    """C10: works for the same employer, neither under the other."""
    return _tie(ask, Relation.COLLEAGUE, "You work for the same employer as a person in this case.")


def interest(ask: Question) -> Match | None:
    """C11: money, a home, a contract, a job or an office hangs on somebody in the case."""
    return _tie(ask, Relation.INTEREST, "You could gain or lose by how this case ends.")


def same_branch(ask: Question) -> Match | None:
    """C12: above the branch, nobody of a side's branch decides; one the side joined after the notice needs a ruling.

    The branch counts from the look-back before the complaint, which stands for the day of the incident, until now.
    """
    case, rule = ask.case, ask.article(Why.SAME_BRANCH)
    if case.tier not in (Tier.NATIONAL, Tier.APPEAL) or ask.desk == REGISTRY:
        return None
    counted = [t for t in case.branch_times if _counts(t.until, rule.years, case.received_on)]
    own = {time.branch for time in counted if time.member == ask.member}
    theirs = [time for time in counted if time.member in case.party_members - {ask.member} and time.branch in own]
    levels = (rule.exception if _after(time.since, case.told_on) else rule.level for time in theirs)
    return _strongest(Why.SAME_BRANCH, levels, "You belong, or belonged, to the branch of a party to this case.")


def same_leadership(ask: Question) -> Match | None:
    """C13: led a branch together with a side, now or within the look-back."""
    case, rule = ask.case, ask.article(Why.SAME_LEADERSHIP)
    levels = (
        _reach(rule, rule.level, led.until, case.today, most=most)
        for led in case.led_together
        for most in _ends(ask, rule, led.member, led.other)
    )
    return _strongest(Why.SAME_LEADERSHIP, levels, "You lead, or led, a branch together with a party to this case.")


def same_body(ask: Question) -> Match | None:
    """C14: sits or sat in the same national body: the leadership and the staff by itself, others by ruling."""
    case, rule = ask.case, ask.article(Why.SAME_BODY)
    levels = (
        _reach(rule, rule.level if body.executive else rule.exception, body.until, case.today, most=most)
        for body in case.same_bodies
        for most in _ends(ask, rule, body.member, body.other)
    )
    return _strongest(
        Why.SAME_BODY, levels, "You serve, or served, in the same national body as a person in this case."
    )


def slate(ask: Question) -> Match | None:
    """C14: stood for election together with somebody in the case, within the look-back."""
    return _tie(ask, Relation.SLATE, "You stood for election together with a person in this case.")


def earlier_hand(ask: Question) -> Match | None:
    """C15: nobody judges their own earlier work: one desk in one case for each person, for ever.

    The registrar's desk is exempt: serving letters is not deciding. Without a desk every earlier hand bars.
    """
    elsewhere = any(hand.member == ask.member and _at_another(hand, ask.desk) for hand in ask.case.hands)
    return _if(ask, Why.EARLIER_HAND, elsewhere, "You already worked on this case at another step.")


def adversary(ask: Question) -> Match | None:
    """C17: was on the other side of a party in another case, or stood against them in an election.

    A case that a party filed against somebody who already sat on the panel is only told (C02).
    """
    case, rule = ask.case, ask.article(Why.ADVERSARY)
    levels = [
        _against_the_panel(ask, Why.ADVERSARY, other.after_roster)
        for other in case.other_cases
        if _opposed(ask, other.complainants, other.respondents) and _counts(other.ended_on, rule.years, case.today)
    ]
    levels += _tied(ask, rule, Relation.OPPONENT)
    return _strongest(Why.ADVERSARY, levels, "You were against a party to this case in an earlier matter.")


def challenged(ask: Question) -> Match | None:
    """C19: whoever is challenged is out until others have ruled."""
    held = ask.member in ask.case.held
    return _if(ask, Why.CHALLENGED, held, "You are on hold in this case until others have ruled.")


def struck(ask: Question) -> Match | None:
    """C19: a party may take a drawn person off the panel without a reason, as often as the procedure says."""
    off = ask.member in ask.case.struck
    return _if(ask, Why.STRUCK, off, "A party has taken you off this panel. No reason is needed.")


def self_declared(ask: Question) -> Match | None:
    """C20: whoever steps aside is out at once and need not say why."""
    return _if(ask, Why.SELF_DECLARED, ask.member in ask.case.recused, "You stepped aside from this case.")


def panel_tie(ask: Question) -> Match | None:
    """C22: partner or family of somebody drawn earlier who sits on the panel."""
    case = ask.case
    sitting = case.panel.drawn_before(ask.member) - {ask.member} if case.panel and ask.desk != REGISTRY else frozenset()
    close = any(
        tie.relation in (Relation.PARTNER, Relation.FAMILY)
        and _links(tie.member, tie.other, ask.member, sitting)
        and _counts(tie.until, ask.article(Why.PANEL_TIE).years, case.today)
        for tie in case.ties
    )
    return _if(ask, Why.PANEL_TIE, close, "You are close to another member of the panel.")


def under_complaint(ask: Question) -> Match | None:
    """Domain paper R-8: who has to answer a formal case does no committee work until it is closed.

    Where a party of the case they sit on filed it after the panel was named, the others rule.
    """
    answering = (other for other in ask.case.other_cases if other.formal and ask.member in other.respondents)
    levels = (_against_the_panel(ask, Why.UNDER_COMPLAINT, other.after_roster) for other in answering)
    return _strongest(Why.UNDER_COMPLAINT, levels, "You have to answer a formal case that is not closed.")


RULES: dict[Why, Rule] = {
    Why.PARTY: party,
    Why.EXCLUDED: excluded,
    Why.LINKED: linked,
    Why.WITNESS: witness,
    Why.ADVISER: adviser,
    Why.PARTNER: partner,
    Why.FAMILY: family,
    Why.HOUSEMATE: housemate,
    Why.FRIEND: friend,
    Why.HOSTILE: hostile,
    Why.EMPLOYER: employer,
    Why.COLLEAGUE: colleague,
    Why.INTEREST: interest,
    Why.SAME_BRANCH: same_branch,
    Why.SAME_LEADERSHIP: same_leadership,
    Why.SAME_BODY: same_body,
    Why.SLATE: slate,
    Why.EARLIER_HAND: earlier_hand,
    Why.ADVERSARY: adversary,
    Why.CHALLENGED: challenged,
    Why.STRUCK: struck,
    Why.SELF_DECLARED: self_declared,
    Why.PANEL_TIE: panel_tie,
    Why.UNDER_COMPLAINT: under_complaint,
}
"""Every kind that facts can show. C16, C18 and C21 can only be challenged and ruled upon."""

TIES: dict[Relation, Why] = {
    Relation.PARTNER: Why.PARTNER,
    Relation.FAMILY: Why.FAMILY,
    Relation.HOUSEMATE: Why.HOUSEMATE,
    Relation.FRIEND: Why.FRIEND,
    Relation.HOSTILE: Why.HOSTILE,
    Relation.EMPLOYER: Why.EMPLOYER,
    Relation.COLLEAGUE: Why.COLLEAGUE,
    Relation.INTEREST: Why.INTEREST,
    Relation.SLATE: Why.SLATE,
    Relation.OPPONENT: Why.ADVERSARY,
}
"""What each relation of the register is a conflict of."""

CLOSE = (Relation.PARTNER, Relation.FAMILY, Relation.HOUSEMATE)


def close_to(ask: Question, people: frozenset[int]) -> bool:
    """Partner, family or housemate of one of these people, now or within the look-back (G2)."""
    return any(
        tie.relation in CLOSE
        and _links(tie.member, tie.other, ask.member, people)
        and _counts(tie.until, ask.article(TIES[tie.relation]).years, ask.case.today)
        for tie in ask.case.ties
    )


def _tie(ask: Question, relation: Relation, because: str) -> Match | None:
    why = TIES[relation]
    return _strongest(why, _tied(ask, ask.article(why), relation), because)


def _tied(ask: Question, rule: ConflictRule, relation: Relation) -> Iterator[Level | None]:
    for tie in ask.case.ties:
        if tie.relation is relation:
            for most in _ends(ask, rule, tie.member, tie.other):
                yield _reach(rule, rule.level, tie.until, ask.case.today, most=most)


def _ends(ask: Question, rule: ConflictRule, one: int, two: int) -> Iterator[Level | None]:
    """To whom of the case a link of two people joins the member: each time the most that such a link may do.

    A link holds in both directions, whoever declared it. A party's helper takes nobody off the panel by being named:
    towards them whoever sits is out only until others have ruled.
    """
    if _links(one, two, ask.member, ask.case.party_members):
        yield Level.AUTOMATIC
    if _links(one, two, ask.member, ask.case.witness_members):
        yield rule.towards_others
    if _links(one, two, ask.member, ask.case.supporter_members):
        yield _milder(rule.towards_others, Level.RULING) if ask.sits else rule.towards_others


def _reach(
    rule: ConflictRule, level: Level | None, until: date | None, today: date, *, most: Level | None
) -> Level | None:
    """What a link that ended on `until` does: the level, or the later one, and never more than `most`."""
    return _milder(level if _counts(until, rule.years, today) else rule.later, most)


def _against_the_panel(ask: Question, why: Why, after_roster: bool) -> Level | None:
    """The milder level for somebody who sat when a party filed against them; for everybody else the usual one."""
    rule = ask.article(why)
    return rule.exception if after_roster and ask.sits else rule.level


def _opposed(ask: Question, one: frozenset[int], other: frozenset[int]) -> bool:
    sides = ask.case.party_members - {ask.member}
    return bool((ask.member in one and other & sides) or (ask.member in other and one & sides))


def _links(one: int, two: int, member: int, others: frozenset[int]) -> bool:
    return (one == member and two in others) or (two == member and one in others)


def _counts(until: date | None, years: int | None, today: date) -> bool:
    """Does something that ended on `until` still count? With 0 years while it lasts, without a number for ever."""
    if until is None or years is None:
        return True
    return today < until if years == 0 else today <= _years_after(until, years)


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, month=3, day=1)


def _after(day: date, told_on: date | None) -> bool:
    return told_on is not None and day > told_on


def _at_another(hand: Hand, desk: str) -> bool:
    return hand.role is not Role.REGISTRAR and (not desk or hand.desk != desk)


def _milder(one: Level | None, two: Level | None) -> Level | None:
    return None if one is None or two is None else min(one, two, key=STRENGTH.index)


def _strongest(why: Why, levels: Iterable[Level | None], because: str) -> Match | None:
    level = max((level for level in levels if level is not None), key=STRENGTH.index, default=None)
    return Match(why, level, because) if level is not None else None


def _if(ask: Question, why: Why, holds: bool, because: str) -> Match | None:
    return Match(why, ask.article(why).level, because) if holds else None
