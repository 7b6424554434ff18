"""What was asked for and granted for the running step, and how often the case was paused."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from cases.domain.facts import ExtensionFacts
from cases.domain.vocabulary import Action
from cases.models import Case, Extension, Pause, PauseAgreed, Proceeding
from cases.together import Reading, reads


def asked(case: Case, proceeding: Proceeding) -> QuerySet[Extension]:
    """The request for the running step that waits for its ruling; a step that is over has none."""
    rows = Extension.objects.filter(proceeding=proceeding, granted__isnull=True)
    return rows.filter(state=case.state, entered_on=case.entered_on)


@reads
def delays(case: Case, proceeding: Proceeding, written: Collection[str]) -> Reading[dict[str, Any]]:
    """`written` are the acts that left something in this proceeding: without a request there is nothing to look up."""
    facts = {"stayed_until": case.stayed_until, "pauses": sum(action == Action.STAY for action in written)}
    if case.stayed_until:
        facts |= yield from _running(case)
    if Action.ASK_EXTENSION not in written:
        return facts
    waiting, granted = yield [
        asked(case, proceeding).order_by("pk").values_list("asked_by_id", "until")[:1],
        Extension.objects.filter(proceeding=proceeding, state=case.state, granted=True).values_list("pk"),
    ]
    extension = next((ExtensionFacts(asked_by=by, until=until) for by, until in waiting), None)
    return facts | {"extension": extension, "extensions": len(granted)}


def _running(case: Case) -> Reading[dict[str, Any]]:
    """Who of the two sides wants the running pause to go on."""
    quiet, said = yield [
        Pause.objects.filter(case=case, ended_at__isnull=True, quiet=True).values_list("pk"),
        PauseAgreed.objects.filter(pause__case=case, pause__ended_at__isnull=True).values_list("member_id", flat=True),
    ]
    return {"pause_quiet": bool(quiet), "pause_agreed": frozenset(said)}
