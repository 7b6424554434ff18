"""Hiding words from a side and showing them again: two rulings, each with its reason. The original stays as it came."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from branches.models import Member
from cases.domain import redaction as rules
from cases.domain.answer import Refused
from cases.domain.facts import ActFacts
from cases.domain.redaction import Audience
from cases.domain.vocabulary import Action
from cases.models import EvidenceItem, ExhibitFile, Redaction
from cases.usecases import act as frame


@transaction.atomic
def redact(
    *,
    case_id: UUID,
    by: Member,
    at: datetime,
    exhibit: int,
    words: str,
    audiences: Sequence[Audience | str],
    reason: str,
    whole: bool = False,
    seen: str = "",
) -> None:
    """Hide words from one side or both, in one exhibit or (0) wherever they stand. Raises `Refused`."""
    given = ActFacts(action=Action.REDACT, given=frozenset({"words", "reason"}), number=exhibit or None)
    act = frame.begin(case_id, Action.REDACT, by=by, at=at, given=given, seen=seen)
    item = EvidenceItem.objects.get(case=act.case, number=exhibit) if exhibit else None
    hidden = rules.passages(words)
    _sound(act, item, hidden, reason, audiences)
    row = Redaction(
        case=act.case,
        number=Redaction.objects.filter(case=act.case).count() + 1,
        item=item,
        audiences=sorted({Audience(audience) for audience in audiences}),
        whole=whole,
        made_by=by,
        made_at=at,
    )
    act.keys.seal(row, words="\n".join(hidden), reason=reason)
    row.save(force_insert=True)
    frame.finish(act, data={"redaction": row.number, "item": exhibit or None, "audiences": row.audiences})


@transaction.atomic
def lift_redaction(*, case_id: UUID, by: Member, at: datetime, number: int, reason: str, seen: str = "") -> None:
    """Show the words again. What was hidden stays in the record as what it was."""
    given = ActFacts(action=Action.LIFT_REDACTION, given=frozenset({"reason"}), number=number)
    act = frame.begin(case_id, Action.LIFT_REDACTION, by=by, at=at, given=given, seen=seen)
    act.write(reason, ground=str(number))
    Redaction.objects.filter(case=act.case, number=number).update(lifted_by=by, lifted_at=at)
    frame.finish(act, data={"redaction": number})


def _sound(
    act: frame.Act, item: EvidenceItem | None, hidden: Sequence[str], reason: str, audiences: Sequence[object]
) -> None:
    """What a slip of the pen would cost: a ruling that hides nothing, or one that tells what it hides."""
    against = []
    if not audiences:
        against.append(rules.FROM_NOBODY)
    if not hidden or any(len(passage) < rules.SHORTEST for passage in hidden):
        against.append(rules.TOO_SHORT)
    if rules.spans(reason, hidden):
        against.append(rules.TELLS)
    if item and not ExhibitFile.objects.filter(item=item).exists():
        text = "\n".join(act.keys.open(item, column) for column in ("title", "text"))
        if not all(rules.spans(text, [passage]) for passage in hidden):
            against.append(rules.NOWHERE)
    if against:
        raise Refused(tuple(against))
