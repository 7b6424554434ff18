"""What stands against people in one case, besides what the rules compute: named, declared, challenged, ruled."""

import hashlib
from collections import defaultdict
from typing import Any

from cases.domain.facts import ChallengeFacts
from cases.domain.vocabulary import Role, Why
from cases.models import Case, Challenge, Conflict, Declaration, Party, Proceeding, Ruling, Waiver
from cases.together import Reading, reads, side_by_side

FACTS = {Why.EXCLUDED: "excluded", Why.SELF_DECLARED: "recused", Why.CHALLENGED: "held", Why.STRUCK: "struck"}
"""Which fact each kind of row, that no rule computes, stands for; every other kind is a ruling."""


@reads
def doubts(case: Case, proceeding: Proceeding) -> Reading[dict[str, Any]]:
    """The facts about people that somebody said or ruled, and the challenges that wait."""
    named: dict[str, set[int]] = defaultdict(set)
    ruled: set[tuple[int, Why]] = set()
    said = Conflict.objects.filter(case=case, until__isnull=True, by_rule=False).values_list("kind", "member_id")
    found = yield from side_by_side(
        rows=said, challenges=_challenges(case, proceeding), declared=_declared(case, proceeding)
    )
    for kind, member in found["rows"]:
        if kind in FACTS:
            named[FACTS[Why(kind)]].add(member)
        else:
            ruled.add((member, Why(kind)))
    return {
        **{fact: frozenset(named[fact]) for fact in FACTS.values()},
        "ruled_out": frozenset(ruled),
        **found["challenges"],
        "declared": found["declared"],
    }


def named_now(case: Case) -> str:
    """The fingerprint of everybody a declaration is about: who is named in the case.

    Not who sits: whoever is drawn later says at joining that nothing joins them to those who sit (C22).
    """
    return _print(_parties(case))


def _parties(case: Case) -> Any:
    return Party.objects.filter(case=case).order_by("number").values_list("number", "member_id")


def _print(parties: Any) -> str:
    return hashlib.sha256("|".join(f"{number}:{member}" for number, member in parties).encode()).hexdigest()


def _challenges(case: Case, proceeding: Proceeding) -> Reading[dict[str, Any]]:
    rows, ruled, agreed = yield [
        Challenge.objects.filter(case=case).order_by("number"),
        Ruling.objects.filter(challenge__case=case, void_at__isnull=True).values_list(
            "challenge_id", "member_id", "keep"
        ),
        Waiver.objects.filter(challenge__case=case, agreed=True).values_list("challenge_id", "side"),
    ]
    if not rows:
        return {}
    rulings, waived = defaultdict(list), defaultdict(set)
    for challenge, member, keep in ruled:
        rulings[challenge].append((member, keep))
    for challenge, side in agreed:
        waived[challenge].add(Role(side))
    waiting = tuple(
        ChallengeFacts(
            number=row.number,
            member=row.member_id,
            kind=Why(row.kind),
            by_member=row.filed_by_id,
            rule_by=row.rule_by,
            passed_on=row.passed_on_at is not None,
            rulings=tuple(sorted(rulings[row.pk])),
            waived=frozenset(waived[row.pk]),
            answered=bool(bytes(row.information)),
        )
        for row in rows
        if row.ruled_at is None and row.proceeding_id == proceeding.pk
    )
    kept = frozenset((row.member_id, Why(row.kind)) for row in rows if row.excluded is False)
    strikes = tuple(Role(row.role) for row in rows if row.kind == Why.STRUCK)
    return {"challenges": waiting, "kept": kept, "strikes": strikes}


def _declared(case: Case, proceeding: Proceeding) -> Reading[frozenset[tuple[int, str]]]:
    declarations = Declaration.objects.filter(proceeding=proceeding).values_list("member_id", "stage", "people")
    rows, parties = yield [declarations, _parties(case)]
    now = _print(parties)
    return frozenset((member, stage) for member, stage, people in rows if people == now)
