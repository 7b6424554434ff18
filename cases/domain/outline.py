"""A procedure as a list in plain words: the text beside the drawing, on the site and in the documents.

Made from the object that the engine obeys, so neither can say something else than what happens.
"""

from calendar import month_name
from collections.abc import Iterable
from dataclasses import dataclass

from cases.domain.articles import Body, ConflictRule, GroundRule, OutcomeRule, Share
from cases.domain.interim_rule import InterimRule
from cases.domain.ladder import Overdue
from cases.domain.measure_rule import MeasureRule
from cases.domain.procedure import Clock, Holiday, Place, Procedure, Step
from cases.domain.vocabulary import Ground, Role, State, Tier


@dataclass(frozen=True, kw_only=True)
class Act:
    """One thing that can be done at a stage."""

    name: str
    who: str
    asks: str
    only_if: tuple[str, ...]
    letter: str
    leads: str
    in_time: bool
    often: str


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One state of a case at one level: what can be done, by when, and the ways out."""

    place: Place
    name: str
    anchor: str
    limit: str
    owner: str
    lapse: str
    source: str
    moves: tuple[Act, ...]
    stays: tuple[Act, ...]


@dataclass(frozen=True, kw_only=True)
class Level:
    """One level with its stages in the order of the road."""

    tier: Tier
    name: str
    body: tuple[str, ...]
    stages: tuple[Stage, ...]


@dataclass(frozen=True, kw_only=True)
class Table:
    """Articles of one kind, a row for each."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def outline(procedure: Procedure) -> tuple[Level, ...]:
    """Every level and stage that a case can come to; the end is one only where something can follow it."""
    places = [place for place in procedure.reach() if procedure.steps_from(*place)]
    return tuple(
        Level(
            tier=tier,
            name=tier.label,
            body=_body(procedure, procedure.body(tier)),
            stages=tuple(stage(procedure, place) for place in _in_order(places, tier)),
        )
        for tier in Tier
        if any(place[0] is tier for place in places)
    )


def stage(procedure: Procedure, place: Place) -> Stage:
    """One state at one level, in words."""
    tier, state = place
    clock = procedure.clock(*place)
    steps = procedure.steps_from(*place)
    leaving = [step for step in steps if procedure.ends(step, *place) != {place}]
    return Stage(
        place=place,
        name=state.label,
        anchor=f"{tier}-{state}".replace("_", "-"),
        limit=_limit(clock),
        owner=clock.owner.label if clock else "",
        lapse=_lapse(procedure, place, clock),
        source=clock.source if clock else "",
        moves=tuple(_act(procedure, step, place) for step in leaving),
        stays=tuple(_act(procedure, step, place) for step in steps if step not in leaving),
    )


def tables(procedure: Procedure) -> tuple[Table, ...]:
    """Everything that is not a step or a clock, each row with its source."""
    p = procedure
    return (
        _table(
            "Who is asked",
            "Work|People, in this order",
            ((d.role.label, _pools(p, d.pools), d.source) for d in p.desks),
        ),
        _table(
            "Findings", "Question|Votes needed", ((t.question.label, _votes(t.share), t.source) for t in p.thresholds)
        ),
        _table(
            "Measures, mildest first",
            "Measure|Who|Votes needed|Length|Starts|Who applies it",
            (_measure(p, rule) for rule in p.measures),
        ),
        _table(
            "Temporary measures",
            "Measure|First review|Later reviews|Longest|Without a review",
            map(_interim, p.interims),
        ),
        _table("How an appeal can end", "Outcome|Votes needed|What follows", map(_outcome, p.outcomes)),
        _table(
            "When nobody acts in time",
            "What waits|The owner and the registrar are told|The next level is told, of reference, step and days alone|"
            "Either side may ask for another level|Somebody else gets the work|By itself",
            (_overdue(p, rule) for rule in p.overdue),
        ),
        _table("Reasons for moving up", "Code|Reason|How", map(_ground, p.grounds)),
        _table(
            "Conflicts of interest",
            "Code|Kind|What it means|What it does|How long|Towards witnesses and support persons",
            map(_conflict, p.conflicts),
        ),
        _table(
            "What is not a conflict of interest",
            "Ground|Why a challenge on it alone is refused",
            ((n.title, n.words, n.source) for n in p.no_conflicts),
        ),
        _table("Holidays: no period ends on them", "Name|Day", map(_holiday, p.holidays)),
        _table("Other numbers", "What|Number", ((n.words, str(n.value), n.source) for n in p.numbers)),
    )


def _table(title: str, head: str, rows: Iterable[tuple[str, ...]]) -> Table:
    return Table(title=title, head=(*head.split("|"), "Source"), rows=tuple(rows))


def _in_order(places: list[Place], tier: Tier) -> list[Place]:
    """As the states follow each other; an appeal is checked before its panel is formed."""
    own = [place for place in places if place[0] is tier]
    return sorted(own, key=lambda place: (place[1] is not State.ADMISSIBILITY, list(State).index(place[1])))


def _act(procedure: Procedure, step: Step, place: Place) -> Act:
    conditions = step.guards + ((step.waits_for,) if step.waits_for else ())
    return Act(
        name=step.action.label,
        who=_people(step.by),
        asks=", ".join(procedure.records.get(name, name) for name in step.records),
        only_if=tuple(procedure.conditions.get(name, name) for name in conditions),
        letter=procedure.letters.get(step.letter, step.letter) if step.letter else "",
        leads=_leads(procedure, step, place),
        in_time=not step.late,
        often=f"At most {step.most} times in one case" if step.most else "",
    )


def _people(roles: frozenset[Role]) -> str:
    """The roles in the order of the vocabulary, as part of one sentence."""
    names = [role.label for role in Role if role in roles]
    return " or ".join(names[:1] + [f"{name[0].lower()}{name[1:]}" for name in names[1:]])


def _leads(procedure: Procedure, step: Step, place: Place) -> str:
    ends = procedure.ends(step, *place)
    if ends == {place}:
        return ""
    names = [
        state.label if tier is place[0] or state is State.CLOSED else f"{state.label} ({tier.label})"
        for tier, state in sorted(ends)
    ]
    return " or ".join(names)


def _limit(clock: Clock | None) -> str:
    if clock is None:
        return ""
    if clock.resumes:
        return f"{_days(clock.days)} in all, also where a case comes back"
    if clock.with_measure:
        return f"until the measure ends; {clock.days} days where it has no end"
    return _days(clock.days)


def _lapse(procedure: Procedure, place: Place, clock: Clock | None) -> str:
    """What follows when nobody acts: the clock goes on by itself, or as the table of what follows says."""
    if clock is None:
        return ""
    rule = procedure.when_overdue(*place)
    words = [clock.lapses.label] if clock.lapses else []
    if rule:
        words += [f"{what} {when}" for what, when in _ladder(rule)]
    return "; ".join(words)


def _ladder(rule: Overdue) -> list[tuple[str, str]]:
    """Each thing that follows, in the order of the days."""
    steps = [
        (rule.tell, "the owner and the registrar are told"),
        (rule.tell_above, "the next level is told"),
        (rule.may_ask, "either side may ask for another level"),
        (rule.hand_on, "somebody else gets the work"),
        (rule.after, f"by itself: {_lower(rule.act.label)}" if rule.act else ""),
    ]
    known = [(days, what) for days, what in steps if days is not None and what]
    return [(what, _later(days)) for days, what in sorted(known, key=lambda step: step[0])]


def _later(days: int) -> str:
    return f"after {_days(days)}" if days else "at once"


def _overdue(procedure: Procedure, rule: Overdue) -> tuple[str, ...]:
    days = (rule.tell, rule.tell_above, rule.may_ask, rule.hand_on)
    above = f" ({_pools(procedure, rule.above)})" if rule.above else ""
    told, next_level, ask, other = ("–" if day is None else _later(day) for day in days)
    end = f"{rule.act.label}, {_later(rule.after)}" if rule.act and rule.after is not None else "–"
    return rule.name, told, f"{next_level}{above}", ask, other, end, rule.source


def _days(days: int) -> str:
    return f"{days} day{'' if days == 1 else 's'}"


def _body(procedure: Procedure, body: Body | None) -> tuple[str, ...]:
    if body is None:
        return ()
    words = [f"{body.title}: {body.seats} members, {body.alternates} alternates. At least {body.minimum} must sit."]
    if body.seats_for_expulsion != body.seats:
        seats, least = body.seats_for_expulsion, body.minimum_for_expulsion
        words.append(f"Where expulsion is at stake: {seats} members, at least {least}.")
    if body.investigators:
        words.append("Somebody else inquires, and has no vote.")
    words.append(f"Drawn from: {_pools(procedure, body.pools)}.")
    if body.never:
        words.append(f"Never drawn: {', '.join(procedure.pools.get(name, name) for name in body.never)}.")
    if body.per_branch is not None:
        words.append(f"At most {body.per_branch} of one branch.")
    if body.way_out:
        words.append(f"When it cannot sit, the case goes to: {body.way_out.label}.")
    return tuple(words)


def _pools(procedure: Procedure, names: Iterable[str]) -> str:
    return "; then ".join(procedure.pools.get(name, name) for name in names)


def _votes(share: Share) -> str:
    return f"{share} of the seated members"


def _measure(p: Procedure, rule: MeasureRule) -> tuple[str, ...]:
    who = ", ".join(tier.label for tier in Tier if tier in rule.tiers)
    if rule.min_seated > 1:
        who += f"; panel formed with {rule.formed_with}, at least {rule.min_seated} seated"
    length = f"at most {_days(rule.max_days)}" if rule.max_days else "no limit"
    length += ", with a fixed end" if rule.end_required else ""
    length += "; may be suspended" if rule.suspended else ""
    return rule.kind.label, who, _votes(rule.share), length, rule.starts.label, _pools(p, rule.told), rule.source


def _interim(rule: InterimRule) -> tuple[str, ...]:
    longest = f"{rule.max_days} days" if rule.max_days else "until the case is decided"
    lapse = f"ends {rule.lapses_days} days later by itself" if rule.lapses_days else "stays"
    return rule.kind.label, f"{rule.review_days} days", f"{rule.again_days} days", longest, lapse, rule.source


def _outcome(rule: OutcomeRule) -> tuple[str, ...]:
    votes = _votes(rule.share)
    if rule.harsher:
        sides = " or ".join(role.label.lower() for role in Role if role in rule.harsher_for)
        votes += f"; a harsher measure only on the appeal of the {sides}, with {rule.harsher}"
    who_hears = ", with nobody of the first panel" if rule.fresh_panel else ", only for its reasons"
    after = f"{rule.to.label}{who_hears if rule.fresh_panel or rule.same_panel else ''}"
    return rule.kind.label, votes, after, rule.source


def _ground(rule: GroundRule) -> tuple[str, ...]:
    mode = rule.mode.label
    if rule.ground is Ground.OVERDUE:
        mode += ", or by itself: see “When nobody acts in time”"
    return str(rule.ground), rule.ground.label, mode, rule.source


def _holiday(holiday: Holiday) -> tuple[str, ...]:
    each = holiday.each_year
    day = f"{each[1]} {month_name[each[0]]}, each year" if each else f"{holiday.day:%-d %B %Y}"
    return holiday.name, day, holiday.source


def _conflict(rule: ConflictRule) -> tuple[str, ...]:
    level = rule.level.label
    if rule.exception:
        level += f"; in the milder case: {_lower(rule.exception.label)}"
    aside = rule.towards_others.label if rule.towards_others else "It does not reach them"
    return rule.code or "–", rule.kind.label, rule.words, level, _look_back(rule), aside, rule.source


def _look_back(rule: ConflictRule) -> str:
    if rule.years is None:
        return "Always"
    words = (
        f"Until {rule.years} year{'' if rule.years == 1 else 's'} after it ended" if rule.years else "While it lasts"
    )
    return f"{words}; later: {_lower(rule.later.label)}" if rule.later else words


def _lower(words: str) -> str:
    return f"{words[0].lower()}{words[1:]}"
