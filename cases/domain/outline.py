"""A procedure as a list in plain words: the text beside the drawing, on the site and in the documents.

Made from the object that the engine obeys, so neither can say something else than what happens.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from cases.domain.articles import Body, GroundRule, MeasureRule, OutcomeRule, Share
from cases.domain.procedure import Clock, Place, Procedure, Step
from cases.domain.vocabulary import Action, Role, State, Tier


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
    """Every level and stage that a case can come to; the end is not a stage."""
    places = [place for place in procedure.reach() if place[1] is not State.CLOSED]
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
        lapse=_lapse(clock),
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
        _table("Measures, mildest first", "Measure|Who|Votes needed|Length|Starts", map(_measure, p.measures)),
        _table("How an appeal can end", "Outcome|Votes needed|What follows", map(_outcome, p.outcomes)),
        _table("Reasons for moving up", "Code|Reason|How", map(_ground, p.grounds)),
        _table("Conflicts of interest", "Kind|What it means", ((c.kind.label, c.words, c.source) for c in p.conflicts)),
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
    if clock.with_measure:
        return f"until the measure ends; {clock.days} days where it has no end"
    return _days(clock.days)


def _lapse(clock: Clock | None) -> str:
    """What follows when nobody acts: the clock goes on, or the people in charge are told."""
    if clock is None:
        return ""
    return clock.lapses.label if isinstance(clock.lapses, Action) else "The owner and the registrar are told"


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
    if body.way_out:
        words.append(f"When it cannot sit, the case goes to: {body.way_out.label}.")
    return tuple(words)


def _pools(procedure: Procedure, names: Iterable[str]) -> str:
    return "; then ".join(procedure.pools.get(name, name) for name in names)


def _votes(share: Share) -> str:
    return f"{share} of the seated members"


def _measure(rule: MeasureRule) -> tuple[str, ...]:
    who = ", ".join(tier.label for tier in Tier if tier in rule.tiers)
    if rule.min_seated > 1:
        who += f"; panel formed with {rule.formed_with}, at least {rule.min_seated} seated"
    length = f"at most {_days(rule.max_days)}" if rule.max_days else "no limit"
    if rule.end_required:
        length += ", with a fixed end"
    return rule.kind.label, who, _votes(rule.share), length, rule.starts.label, rule.source


def _outcome(rule: OutcomeRule) -> tuple[str, ...]:
    votes = _votes(rule.share)
    if rule.harsher:
        sides = " or ".join(role.label.lower() for role in Role if role in rule.harsher_for)
        votes += f"; a harsher measure only on the appeal of the {sides}, with {rule.harsher}"
    after = f"{rule.to.label}{', with nobody of the first panel' if rule.fresh_panel else ''}"
    return rule.kind.label, votes, after, rule.source


def _ground(rule: GroundRule) -> tuple[str, ...]:
    mode = rule.mode.label
    if rule.automatic_after_days:
        mode += f", from {rule.overdue_days} days overdue; by itself after {rule.automatic_after_days} days"
    return str(rule.ground), rule.ground.label, mode, rule.source
