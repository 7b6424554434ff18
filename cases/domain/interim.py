"""Temporary measures: two people of the duty roster impose one, it has its own dates, and it is no finding.

Source: procedure paper 1.11 and 1.6. One alone can only lift. A suspension that nobody reviews ends by itself; a
no-contact order stays, and either side can ask for its review. Whoever had a hand in it never decides the case (C15).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cases.domain import deadlines
from cases.domain.answer import Refusal
from cases.domain.conditions import unless
from cases.domain.facts import ActFacts, ActorFacts, CaseFacts, InterimFacts
from cases.domain.interim_rule import InterimRule
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import InterimKind, Role, Why

SIDES = frozenset({Role.COMPLAINANT, Role.RESPONDENT})


@dataclass(frozen=True, kw_only=True)
class Dates:
    """The dates of a measure: its review, the day on which it ends unreviewed, its last day; None where it has none."""

    review_by: date
    lapses_on: date | None
    ends_on: date | None


def dates(
    p: Procedure,
    rule: InterimRule,
    on: date,
    *,
    since: date | None = None,
    review: date | None = None,
    last: date | None = None,
) -> Dates:
    """The longest dates that a rule gives from `on`, or the shorter ones that were asked for.

    `since` is the first day of a measure that is renewed: its longest length counts from there.
    """
    longest = p.due(since or on, rule.max_days) if rule.max_days else None
    ends_on = min((day for day in (last, longest) if day), default=None)
    latest = p.due(on, rule.again_days if since else rule.review_days)
    review_by = min(day for day in (review, latest, ends_on) if day)
    lapses_on = p.due(review_by, rule.lapses_days) if rule.lapses_days else None
    return Dates(review_by=review_by, lapses_on=lapses_on, ends_on=ends_on)


def over(measure: InterimFacts, today: date) -> bool:
    """Has it come to its last day, or was it not reviewed in time? What is over never comes back."""
    lapsed = measure.lapses_on is not None and today >= measure.lapses_on
    return lapsed or deadlines.passed(measure.ends_on, today)


def in_force(measure: InterimFacts, today: date) -> bool:
    return measure.imposed_on is not None and not over(measure, today)


def running(case: CaseFacts) -> tuple[InterimFacts, ...]:
    return tuple(measure for measure in case.interims if in_force(measure, case.today))


def to_confirm(case: CaseFacts, member: int | None) -> tuple[InterimFacts, ...]:
    """What somebody else of the pair has proposed: a measure, or its renewal."""
    waiting = (m for m in case.interims if m.asked_by is not None and m.asked_by != member)
    return tuple(m for m in waiting if m.imposed_on is None or in_force(m, case.today))


def to_contest(case: CaseFacts, member: int | None) -> tuple[InterimFacts, ...]:
    """What binds this person; of a no-contact order also what protects them. One request at a time."""
    mine = (
        m for m in running(case)
        if m.bound == member or (m.protected == member and m.kind is InterimKind.NO_CONTACT)
    )  # fmt: skip
    return tuple(m for m in mine if m.rule_by is None)


def to_rule(case: CaseFacts) -> tuple[InterimFacts, ...]:
    """What somebody asked to change, and what was not reviewed in time."""
    return tuple(m for m in running(case) if m.rule_by is not None or m.alerted)


def nothing_left(case: CaseFacts) -> bool:
    """Is no measure in force, and none proposed? Then the pair has nothing more to do here."""
    return not _open(case)


def duty_not_called(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    there = any(hand.open and hand.role is Role.DUTY for hand in case.hands)
    return unless(not there, "The duty pair has the case already.", Why.ALREADY_DONE)


def may_be_bound(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """It binds one known member who is a side, and protects another person of the case."""
    known = {party.number: party for party in case.parties if party.side in SIDES and party.member is not None}
    if act.asking and not act.bound:
        return unless(bool(known), "Say first which member the complaint is about.")
    if act.bound not in known:
        return Refusal(Why.GUARD, "Choose a member who is a side of this case.")
    if act.protects not in {party.number for party in case.parties} - {act.bound}:
        return Refusal(Why.GUARD, "Choose another person of the case whom it protects.")
    again = any(m.kind is act.interim and m.bound == known[act.bound].member for m in _open(case))
    return unless(not again, "There is such a measure already. Renew it, or lift it first.", Why.ALREADY_DONE)


def interim_dates_fit(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """No day in the past, no review later and no measure longer than the rules allow."""
    measure = next((m for m in running(case) if m.number == act.interim_number), None)
    kind = measure.kind if measure else act.interim
    if kind is None:
        return None if act.asking else Refusal(Why.MISSING_RECORD, "Say which measure it is.")
    rule = p.interim(kind)
    if rule is None:
        return Refusal(Why.GUARD, f"These rules know no measure called “{kind.label.lower()}”.")
    return next(_misfits(p, rule, case.today, measure, act), None)


def not_own_proposal(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """Two people, one decision: whoever proposed it cannot agree to it."""
    if not any(m.asked_by is not None for m in case.interims):
        return Refusal(Why.NO_OCCASION, "Nothing is proposed.")
    waiting = to_confirm(case, actor.member)
    if not waiting:
        return Refusal(Why.GUARD, "You proposed this yourself. One alone cannot impose it: the other of the pair must.")
    return _named(act, waiting)


def interim_runs(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    found = running(case)
    return _named(act, found) if found else Refusal(Why.NO_OCCASION, "No temporary measure is in force.")


def not_being_renewed(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    waits = any(m.asked_by is not None and m.number == act.interim_number for m in running(case))
    return unless(not waits, "Its renewal is proposed already. The other of the pair must agree.", Why.ALREADY_DONE)


def may_contest(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    mine = [m for m in running(case) if actor.member in (m.bound, m.protected)]
    if not mine:
        return Refusal(Why.NO_OCCASION, "No temporary measure concerns you.")
    found = to_contest(case, actor.member)
    if any(m.rule_by and (not found or m.number == act.interim_number) for m in mine):
        return Refusal(Why.ALREADY_DONE, "A request to change or end it waits for its ruling.")
    return _named(act, found) if found else Refusal(Why.GUARD, "It does not bind you.")


def interim_to_rule(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    found = to_rule(case)
    return _named(act, found) if found else Refusal(Why.NO_OCCASION, "No temporary measure waits for a ruling.")


def _open(case: CaseFacts) -> tuple[InterimFacts, ...]:
    return tuple(m for m in case.interims if m.imposed_on is None or in_force(m, case.today))


def _named(act: ActFacts, found: tuple[InterimFacts, ...]) -> Refusal | None:
    known = act.asking or act.interim_number in {m.number for m in found}
    return unless(known, "Choose one of the measures on this page.", Why.MISSING_RECORD)


def _misfits(
    p: Procedure, rule: InterimRule, today: date, measure: InterimFacts | None, act: ActFacts
) -> Iterator[Refusal]:
    longest = dates(p, rule, today, since=measure.imposed_on if measure else None)
    for day, most, words in (
        (act.review_on, longest.review_by, "The review is on {most} at the latest."),
        (act.ends_on, longest.ends_on, "It can last until {most} at the longest."),
    ):
        if day is not None and day <= today:
            yield Refusal(Why.GUARD, "This day is not in the future. Choose a later one.")
        elif day is not None and most is not None and day > most:
            yield Refusal(Why.GUARD, words.format(most=f"{most.day} {most:%B %Y}"))
