"""What a form may offer: only what its reader may see, and only what the rules allow at this step."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from cases.domain import challenges as rules
from cases.domain import conditions, escalation, files, interim, measures, overdue, remands, reopening
from cases.domain import joining as together
from cases.domain.facts import CaseFacts, InterimFacts
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import Action, Category, Ground, Outcome, Part, Role, SeatKind, Why
from cases.models import Agreement, Motion, Seat
from cases.queries.folder import Folder
from cases.queries.parts import (
    complaint,
    decision,
    doubts,
    hearing,
    hearing_day,
    lateness,
    people,
    redactions,
    votes,
)
from cases.queries.parts import interim as temporary
from cases.queries.parts import measures as decided
from cases.queries.parts import plan as planned
from cases.usecases import declarations, escalate, hearings, joining, late

SAID = frozenset({Why.EXCLUDED, Why.SELF_DECLARED, Why.CHALLENGED, Why.STRUCK, Why.UNDER_COMPLAINT})
"""Said by somebody or put on somebody, and never a fact that could be found later."""

Choices: TypeAlias = tuple[tuple[Any, Any], ...]
"""Pairs of value and label; in a long list also groups, each with its name and its own pairs."""
NOTHING = ("", "Choose one")


@dataclass(frozen=True, kw_only=True)
class Offer:
    """Pairs of value and label, the texts that stand so far, and the kind of conduct behind each rule."""

    choices: Mapping[str, Choices] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    allegations: Choices = ()
    categories: Mapping[str, Category] = field(default_factory=dict)


def offer(folder: Folder, facts: CaseFacts, action: Action) -> Offer:
    """What the form of this act may offer now."""
    return OFFERS.get(action, _nothing)(folder, facts)


def _nothing(folder: Folder, facts: CaseFacts) -> Offer:
    return Offer()


def _provisions(folder: Folder, facts: CaseFacts) -> Offer:
    rules = folder.code.provisions
    return Offer(
        choices={"provision": tuple((rule.id, rule.title) for rule in rules)},
        categories={rule.id: rule.category for rule in rules},
    )


def _pairs(name: str, found: Callable[[Folder], Choices]) -> Callable[[Folder, CaseFacts], Offer]:
    """One list, as a part of the page makes it."""
    return lambda folder, facts: Offer(choices={name: found(folder)})


def _parties(folder: Folder, facts: CaseFacts) -> Offer:
    return Offer(
        choices={"party": tuple((p.number, f"{p.role}: {p.name}") for p in people.named(folder) if not p.known)}
    )


def _grounds_up(folder: Folder, facts: CaseFacts) -> Offer:
    """For the intake officer: what holds by itself now, then what an officer may rule."""
    held = escalate.grounds(folder.case, facts=facts)
    ruled = [rule.ground for rule in folder.procedure.grounds if escalation.may_be_ruled(folder.procedure, rule.ground)]
    pairs = [(ground.value, f"{ground.label}\nThis holds by itself now.") for ground in held]
    pairs += [(ground.value, ground.label) for ground in ruled if ground not in held and ground is not Ground.OVERDUE]
    return Offer(choices={"ground": tuple(pairs)})


def _grounds_asked(folder: Folder, facts: CaseFacts) -> Offer:
    late = overdue.may_ask(folder.procedure, facts)
    grounds = [rule.ground for rule in folder.procedure.grounds]
    grounds = [g for g in grounds if escalation.may_be_ruled(folder.procedure, g) and (late or g is not Ground.OVERDUE)]
    return Offer(choices={"ground": tuple((ground.value, ground.label) for ground in grounds)})


def _appeal_grounds(folder: Folder, facts: CaseFacts) -> Offer:
    grounds = folder.procedure.lists.appeal_grounds
    return Offer(choices={"ground": tuple((ground.value, ground.label) for ground in grounds)})


def _reopening_grounds(folder: Folder, facts: CaseFacts) -> Offer:
    grounds = reopening.grounds(folder.procedure, facts)
    return Offer(choices={"ground": tuple((ground.value, ground.label) for ground in grounds)})


def _answers(folder: Folder, facts: CaseFacts) -> Offer:
    parts = [part for part in complaint.allegations(folder) if not part.withdrawn]
    return Offer(allegations=tuple((part.number, part.text) for part in parts))


def _questions(folder: Folder, facts: CaseFacts) -> Offer:
    """The open questions on which the reader has not voted yet, each with what it is about."""
    texts = {part.number: part.text for part in complaint.allegations(folder)}
    voted = {motion.number for motion in facts.motions if folder.reader.pk in dict(motion.votes)}
    rows = Motion.objects.filter(proceeding=folder.proceeding, closed_at__isnull=True, void_at__isnull=True)
    rows = rows.exclude(number__in=voted).select_related("allegation").order_by("number")
    return Offer(choices={"motion": tuple((row.number, _asked(folder, row, texts)) for row in rows)})


def _asked(folder: Folder, row: Motion, texts: Mapping[int, str]) -> str:
    if row.allegation:
        return f"{votes.question(row)}\n{texts.get(row.allegation.number, '')}".strip()
    more = [f"{part.label}:\n{part.text}" for part in decided.details(folder, row, Part.DELIBERATION)]
    return "\n".join([votes.question(row), folder.read(row, "terms", Part.DELIBERATION), *more]).strip()


def _measures(folder: Folder, facts: CaseFacts) -> Offer:
    here = (rule for rule in folder.procedure.measures if facts.tier in rule.tiers)
    kinds = dict.fromkeys(rule.kind for rule in here)
    known = {party.number for party in facts.respondents if party.member is not None}
    bound = tuple((person.number, person.name) for person in people.named(folder) if person.number in known)
    return Offer(choices={"kind": tuple((kind.value, kind.label) for kind in kinds), "bound": bound})


def _to_certify(folder: Folder, facts: CaseFacts) -> Offer:
    return _numbered(
        (row.number, f"{row.kind.label}, until {row.until:%-d %B %Y}")
        for row in measures.to_certify(facts)
        if row.until
    )


def _plan_steps(folder: Folder, facts: CaseFacts) -> Offer:
    """What is open in the plan; the respondent shows tasks, and holds check-ins with the monitor."""
    found = planned.plan(folder, facts)
    open_ = [step for step in (found.steps if found else ()) if not step.settled_at and (step.task or not folder.side)]
    return _numbered((s.number, f"{s.task or 'Check-in'}\n{s.due_on:%-d %B %Y}") for s in open_)


def _to_tick_off(folder: Folder, facts: CaseFacts) -> Offer:
    return _numbered((row.number, f"{row.what}\n{row.who}") for row in decided.applied(folder) if row.open)


def _numbered(found: Iterable[tuple[int, str]]) -> Offer:
    """One of a few; where there is only one it is chosen ahead."""
    pairs = tuple(found)
    return Offer(choices={"number": pairs}, texts={"number": str(pairs[0][0])} if len(pairs) == 1 else {})


def _outcomes(folder: Folder, facts: CaseFacts) -> Offer:
    law = folder.procedure
    known = tuple((o.value, o.label) for o in Outcome if law.outcome(o) and not remands.against(law, facts, o))
    return Offer(choices={"outcome": known, **_measures(folder, facts).choices})


def _late_conflict(folder: Folder, facts: CaseFacts) -> Offer:
    """Those who sat on the panel that decided, as both sides were told; and the kinds that these rules know."""
    seats = Seat.objects.filter(proceeding=folder.proceeding, kind=SeatKind.MEMBER, status__in=late.TOOK_PART)
    sat = tuple((seat.order, seat.member.full_name) for seat in seats.select_related("member").order_by("order"))
    kinds = tuple((rule.kind.value, rule.kind.label) for rule in folder.procedure.conflicts if rule.kind not in SAID)
    return Offer(choices={"person": sat, "kind": kinds})


def _weighed(folder: Folder, facts: CaseFacts) -> Offer:
    """Nothing is weighed where the kind sets a decision aside by itself."""
    kind = facts.late_conflict
    by_itself = kind is None or late.sets_aside(folder.procedure, kind)
    return Offer(choices={"weighed": () if by_itself else tuple(late.FACTORS.items())})


def _terms(folder: Folder, facts: CaseFacts) -> Offer:
    row = Agreement.objects.filter(proceeding=folder.proceeding).first()
    return Offer(texts={"terms": folder.read(row, "terms", Part.AGREEMENT)} if row else {})


def _reasons(folder: Folder, facts: CaseFacts) -> Offer:
    """Only an allegation with a finding needs a reason here; an appeal has one text for all."""
    written = decision.draft(folder)
    texts = {f"reasons_{found.number}": found.reasons for found in written.findings} if written else {}
    found = {m.allegation for m in facts.motions if m.allegation is not None and not m.open}
    parts = [part for part in complaint.allegations(folder) if part.number in found]
    return Offer(
        allegations=tuple((part.number, part.text) for part in parts),
        texts=texts | ({"summary": written.summary} if written else {}),
    )


def _kinds(folder: Folder, facts: CaseFacts) -> Offer:
    return Offer(choices={"kind": (NOTHING, *_kind_pairs())})


def _kind_pairs() -> Choices:
    return tuple((kind.value, kind.label) for kind in rules.CHALLENGEABLE)


def _declaration(folder: Folder, facts: CaseFacts) -> Offer:
    """Who is named and who sits stands beside the form; who came late also says that they have read everything."""
    late = declarations.joined_late(folder.proceeding, folder.reader.pk)
    texts = {"read": "You joined after the inquiry had begun."} if late else {}
    return Offer(choices={"kind": (NOTHING, *_kind_pairs())}, texts=texts)


def _challengeable(folder: Folder, facts: CaseFacts) -> Offer:
    """Everybody who sits but oneself; every kind, and what is no conflict of interest, so that it can be said."""
    people_ = doubts.on_offer(folder, facts, rules.others_on_panel(facts, folder.reader.pk))
    return Offer(choices={"member": people_, "kind": kinds_and_what_is_none(folder.procedure)})


def kinds_and_what_is_none(procedure: Procedure) -> Choices:
    """Every kind that a challenge can name, and what is no conflict of interest, so that it can be said and refused."""
    none = tuple((rule.name, rule.title) for rule in procedure.no_conflicts)
    groups = (("A conflict of interest", _kind_pairs()), ("This alone is none", none))
    return (NOTHING, *((words, pairs) for words, pairs in groups if pairs))


def _to_rule(folder: Folder, facts: CaseFacts) -> Offer:
    mine = {challenge.number for challenge in rules.to_rule(folder.procedure, facts, folder.reader.pk)}
    return Offer(choices={"challenge": _named_doubts(folder, facts, mine)})


def _strikable(folder: Folder, facts: CaseFacts) -> Offer:
    return Offer(choices={"member": doubts.on_offer(folder, facts, rules.strikable(folder.procedure, facts))})


def _to_waive(folder: Folder, facts: CaseFacts) -> Offer:
    mine = {challenge.number for challenge in rules.to_waive(folder.procedure, facts, folder.roles)}
    return Offer(choices={"challenge": _named_doubts(folder, facts, mine)})


def _named_doubts(folder: Folder, facts: CaseFacts, numbers: Collection[int]) -> Choices:
    rows = doubts.doubts(folder, folder.proceeding, facts)
    return tuple((row.number, f"{row.name}\n{row.kind}") for row in reversed(rows) if row.number in numbers)


def _late_evidence(folder: Folder, facts: CaseFacts) -> Offer:
    rows = lateness.offered(folder, waiting=True)
    texts = {"number": str(rows[0].number)} if len(rows) == 1 else {}
    return Offer(
        choices={"number": tuple((row.number, f"{row.title}\nOffered by the {row.side.lower()}") for row in rows)},
        texts=texts,
    )


def _bindable(folder: Folder, facts: CaseFacts) -> Offer:
    """The sides who are members, and everybody whom a measure can protect; by role and as their name is known here."""
    named = {person.number: f"{person.role}: {person.name}" for person in people.named(folder)}
    sides = {party.number for party in facts.parties if party.side in interim.SIDES and party.member is not None}
    kinds = tuple((rule.kind.value, rule.kind.label) for rule in folder.procedure.interims)
    bound = tuple((number, words) for number, words in named.items() if number in sides)
    return Offer(choices={"kind": kinds, "bound": bound, "protects": tuple(named.items())})


def _measures_in(found: Callable[[CaseFacts, int | None], Iterable[InterimFacts]]) -> Callable[..., Offer]:
    """A form about one of these measures, each with its terms; where there is only one it is chosen ahead."""

    def read(folder: Folder, facts: CaseFacts) -> Offer:
        numbers = {measure.number for measure in found(facts, folder.reader.pk)}
        rows = [row for row in temporary.measures(folder) if row.number in numbers]
        pairs = tuple((row.number, f"{row.kind}: binds the {row.binds.lower()}\n{row.terms}") for row in rows)
        return Offer(choices={"number": pairs}, texts={"number": str(pairs[0][0])} if len(pairs) == 1 else {})

    return read


def _hearing(folder: Folder, facts: CaseFacts) -> Offer:
    """The witnesses of the case, and the order of a hearing as it is where nobody writes another."""
    named = (person for person in people.named(folder) if person.role == Role.WITNESS.label)
    return Offer(
        choices={"witnesses": tuple((person.number, person.name) for person in named)},
        texts={"agenda": hearings.ORDER},
    )


def _joinable(folder: Folder, facts: CaseFacts) -> Offer:
    """By reference alone, and only what this registrar oversees."""
    found = joining.candidates(folder.reader, folder.case.pk, on=folder.today)
    return Offer(choices={"other": tuple((case.code, case.code) for case in found)})


def _withdrawable(folder: Folder, facts: CaseFacts) -> Offer:
    """One of several allegations can be withdrawn by itself; the last that is left goes with the whole complaint."""
    own = together.own_allegations(facts, folder.reader.pk)
    numbers = own - conditions.findings(facts).keys()
    found = [part for part in complaint.allegations(folder) if part.number in numbers]
    pairs = tuple((part.number, f"Allegation {part.number}: {part.text}") for part in found)
    return Offer(choices={"allegations": pairs if len(own) > 1 else ()})


def _witnesses(folder: Folder, facts: CaseFacts) -> Offer:
    named = (person for person in people.named(folder) if person.role == Role.WITNESS.label)
    return Offer(choices={"party": tuple((person.number, person.name) for person in named)})


def _supporters(folder: Folder, facts: CaseFacts) -> Offer:
    """To a side those whom it has named; to the chair all."""
    named = (person for person in people.named(folder) if person.role == Role.SUPPORTER.label)
    return Offer(choices={"party": tuple((person.number, person.name) for person in named)})


def _present(folder: Folder, facts: CaseFacts) -> Offer:
    row = hearing.newest(folder)
    people_ = hearing_day.there(folder, row) if row else ()
    return Offer(choices={"person": tuple((p.key, f"{p.name}\n{p.role}") for p in people_ if p.key)})


def _put(numbers: Callable[[CaseFacts], Collection[int]]) -> Callable[..., Offer]:
    """The questions of a hearing that an act can be about."""

    def read(folder: Folder, facts: CaseFacts) -> Offer:
        row = hearing.newest(folder)
        rows = hearing_day.questions(folder, row) if row else ()
        return Offer(choices={"number": tuple((q.number, q.text) for q in rows if q.number in numbers(facts))})

    return read


def _minutes(folder: Folder, facts: CaseFacts) -> Offer:
    """What the minutes say so far; before there are any, who was there and what was asked."""
    row = hearing.newest(folder)
    newest = hearing_day.minutes(folder, row) if row else None
    text = newest.text if newest else hearing_day.draft(folder, row) if row else ""
    return Offer(texts={"minutes": text})


def _room(folder: Folder, facts: CaseFacts) -> Offer:
    """How many files may be given, and how large."""
    return Offer(texts={"limits": files.room(folder.procedure)})


OFFERS: dict[Action, Callable[[Folder, CaseFacts], Offer]] = {
    Action.FRAME_ALLEGATION: _provisions,
    Action.ADD_EVIDENCE: _room,
    Action.OFFER_EVIDENCE: _room,
    Action.IDENTIFY_PARTY: _parties,
    Action.OPEN_NATIONAL: _grounds_up,
    Action.REQUEST_ESCALATION: _grounds_asked,
    Action.RECUSE: _kinds,
    Action.DECLARE: _declaration,
    Action.DISCLOSE: _kinds,
    Action.CHALLENGE: _challengeable,
    Action.RULE_CHALLENGE: _to_rule,
    Action.STRIKE: _strikable,
    Action.WAIVE: _to_waive,
    Action.FILE_APPEAL: _appeal_grounds,
    Action.ASK_LATE_APPEAL: _appeal_grounds,
    Action.ASK_REOPENING: _reopening_grounds,
    Action.REPORT_CONFLICT: _late_conflict,
    Action.RULE_CONFLICT: _weighed,
    Action.ANSWER_ALLEGATIONS: _answers,
    Action.ADMIT_EVIDENCE: _late_evidence,
    Action.REFUSE_EVIDENCE: _late_evidence,
    Action.PROPOSE_INTERIM: _bindable,
    Action.CONFIRM_INTERIM: _measures_in(interim.to_confirm),
    Action.REFUSE_INTERIM: _measures_in(interim.to_confirm),
    Action.RENEW_INTERIM: _measures_in(lambda facts, member: interim.running(facts)),
    Action.LIFT_INTERIM: _measures_in(lambda facts, member: interim.running(facts)),
    Action.CONTEST_INTERIM: _measures_in(interim.to_contest),
    Action.RULE_INTERIM: _measures_in(lambda facts, member: interim.to_rule(facts)),
    Action.INVITE_WITNESS: _witnesses,
    Action.INVITE_SUPPORTER: _supporters,
    Action.REMOVE_SUPPORTER: _supporters,
    Action.TAKE_ORIGINAL: _pairs("file", redactions.originals),
    Action.REDACT: _pairs("exhibit", redactions.exhibits),
    Action.LIFT_REDACTION: _pairs("number", redactions.to_lift),
    Action.CALL_HEARING: _hearing,
    Action.PROPOSE_JOINING: _joinable,
    Action.WITHDRAW: _withdrawable,
    Action.RECORD_PRESENCE: _present,
    Action.RULE_QUESTION: _put(lambda facts: facts.hearing.waiting),
    Action.MARK_ANSWERED: _put(lambda facts: facts.hearing.admitted),
    Action.HOLD_HEARING: _minutes,
    Action.WRITE_MINUTES: _minutes,
    Action.VOTE: _questions,
    Action.PROPOSE_MEASURE: _measures,
    Action.PROPOSE_OUTCOME: _outcomes,
    Action.SHOW_TASK: _plan_steps,
    Action.SETTLE_TASK: _plan_steps,
    Action.CERTIFY_RETURN: _to_certify,
    Action.TICK_OFF: _to_tick_off,
    Action.PROPOSE_TERMS: _terms,
    Action.WRITE_REASONS: _reasons,
}
