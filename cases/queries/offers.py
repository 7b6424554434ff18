"""What a form may offer: only what its reader may see, and only what the rules allow at this step."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from cases.domain import escalation
from cases.domain.facts import CaseFacts
from cases.domain.vocabulary import Action, Category, Ground, Outcome, Part, Tier
from cases.models import Agreement, Motion
from cases.queries.folder import Folder
from cases.queries.parts import complaint, decision, people, votes
from cases.usecases import escalate

Choices: TypeAlias = tuple[tuple[Any, str], ...]


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
    late = facts.tier is Tier.BRANCH
    grounds = [rule.ground for rule in folder.procedure.grounds]
    grounds = [g for g in grounds if escalation.may_be_ruled(folder.procedure, g) and (late or g is not Ground.OVERDUE)]
    return Offer(choices={"ground": tuple((ground.value, ground.label) for ground in grounds)})


def _appeal_grounds(folder: Folder, facts: CaseFacts) -> Offer:
    grounds = folder.procedure.lists.appeal_grounds
    return Offer(choices={"ground": tuple((ground.value, ground.label) for ground in grounds)})


def _answers(folder: Folder, facts: CaseFacts) -> Offer:
    return Offer(allegations=tuple((part.number, part.text) for part in complaint.allegations(folder)))


def _questions(folder: Folder, facts: CaseFacts) -> Offer:
    """The open questions on which the reader has not voted yet, each with what it is about."""
    texts = {part.number: part.text for part in complaint.allegations(folder)}
    voted = {motion.number for motion in facts.motions if folder.reader.pk in dict(motion.votes)}
    rows = Motion.objects.filter(proceeding=folder.proceeding, closed_at__isnull=True, void_at__isnull=True)
    rows = rows.exclude(number__in=voted).select_related("allegation").order_by("number")
    return Offer(choices={"motion": tuple((row.number, _asked(folder, row, texts)) for row in rows)})


def _asked(folder: Folder, row: Motion, texts: Mapping[int, str]) -> str:
    about = texts.get(row.allegation.number, "") if row.allegation else folder.read(row, "terms", Part.DELIBERATION)
    return f"{votes.question(row)}\n{about}".strip()


def _measures(folder: Folder, facts: CaseFacts) -> Offer:
    here = (rule for rule in folder.procedure.measures if facts.tier in rule.tiers)
    kinds = dict.fromkeys(rule.kind for rule in here)
    return Offer(choices={"kind": tuple((kind.value, kind.label) for kind in kinds)})


def _outcomes(folder: Folder, facts: CaseFacts) -> Offer:
    known = tuple((o.value, o.label) for o in Outcome if folder.procedure.outcome(o))
    return Offer(choices={"outcome": known, **_measures(folder, facts).choices})


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


OFFERS: dict[Action, Callable[[Folder, CaseFacts], Offer]] = {
    Action.FRAME_ALLEGATION: _provisions,
    Action.IDENTIFY_PARTY: _parties,
    Action.OPEN_NATIONAL: _grounds_up,
    Action.REQUEST_ESCALATION: _grounds_asked,
    Action.FILE_APPEAL: _appeal_grounds,
    Action.ANSWER_ALLEGATIONS: _answers,
    Action.VOTE: _questions,
    Action.PROPOSE_MEASURE: _measures,
    Action.PROPOSE_OUTCOME: _outcomes,
    Action.PROPOSE_TERMS: _terms,
    Action.WRITE_REASONS: _reasons,
}
