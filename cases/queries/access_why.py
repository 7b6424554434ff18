"""Why somebody sees what they see. It speaks only about the person who asks, and never confirms a case."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from branches.models import Member, Office
from branches.posts import label
from cases import access, references
from cases.domain import rights
from cases.domain.vocabulary import EventKind, Role, State, Tier, Why
from cases.load import local_day
from cases.models import Case, CaseEvent, CaseRole, Conflict
from cases.queries import wording
from cases.together import Reading, reads

ENDED = {
    "handed_on": "the case was handed on",
    "talks_ended": "the talks ended",
    "conflict": "you stepped aside, or a conflict of interest was found",
    "hold": "you are on hold until others have ruled",
    "office_ended": "your office or your membership ended",
    "set_aside": "the decision was set aside, and a fresh panel took over",
    "no_answer": "no ruling came in time",
    "escalated": "the case moved to another level",
    "appealed": "an appeal was filed",
    "remanded": "a fresh panel took over",
    "explained": "the case went back to the panel that decided it, for its reasons",
    "reopened": "the case was opened again, and a fresh panel took over",
    "presides": "you took the chair",
    "final": "the decision became final",
    "step_over": "that step was over",
    "ruled": "you gave your ruling",
    "closed": "the case was closed",
}
SHOWN = 20
REVIEW = (
    "Nobody who works on the case can lift this, and neither can you. If the facts are wrong, tell the registrar: "
    "somebody else rules on it, and both sides are told."
)
SAID = {
    Why.SELF_DECLARED: "You stepped aside. That is for good.",
    Why.EARLIER_HAND: "You had an earlier part in this case, and nobody works on a case again after that.",
    Why.CHALLENGED: "You are on hold until others have ruled on a challenge.",
    Why.STRUCK: "A party has taken you off the panel. No reason is needed.",
}
"""What is said of a conflict; of every other kind only that there is one, because it could tell what a paper says."""


@dataclass(frozen=True, kw_only=True)
class Term:
    """An office, with its first and last day."""

    office: str
    since: date
    until: date | None
    over: bool


@dataclass(frozen=True, kw_only=True)
class Past:
    """A role that has ended; in which case is not said."""

    role: str
    until: date
    because: str


@dataclass(frozen=True, kw_only=True)
class One:
    """One case that the person who asks already knows: whether it is open to them, and each reason in a sentence."""

    code: str
    opens: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class WhyPage:
    offices: tuple[Term, ...]
    roles: tuple[str, ...]
    follows: bool
    past: tuple[Past, ...]
    asked: str
    one: One | None


def why(member: Member, today: date, *, asked: str = "") -> WhyPage:
    """What somebody can see, and why. About a case only where they were given it once, or are told as a side."""
    open_now = CaseRole.objects.filter(access.handles(member, "case"), member=member, until__isnull=True)
    roles = open_now.order_by("role").values_list("role", flat=True).distinct()
    return WhyPage(
        offices=tuple(_term(row, today) for row in Office.objects.filter(member=member).select_related("branch")),
        roles=tuple(Role(role).label for role in roles),
        follows=access.followed_by(member).exists(),
        past=_past(member),
        asked=asked.strip(),
        one=_one(member, references.read(asked) or "", today) if asked.strip() else None,
    )


@reads
def others(case: Case, reader: Member) -> Reading[str]:
    """How many other people can open a case now, and in how many roles; no name, and nobody who is barred."""
    rows = CaseRole.objects.filter(case=case, until__isnull=True).exclude(member=reader)
    barred = Conflict.objects.filter(case=case, member=OuterRef("member"), until__isnull=True)
    found = yield rows.exclude(Exists(barred)).values_list("member_id", "role")
    people, roles = len({member for member, _ in found}), len({role for _, role in found})
    return f"{people} {'person' if people == 1 else 'people'} in {roles} {'role' if roles == 1 else 'roles'}"


def _one(member: Member, code: str, today: date) -> One | None:
    """The exact reason, made of the same conditions that open the doors. For anything else there is no answer."""
    standing = access.explain(member, code)
    if not standing.knows:
        return None
    case = Case.objects.select_related("procedure").get(code=code)
    reasons = [*_as_side(case, standing), *_as_handler(case, member, standing)]
    return One(code=code, opens=standing.handles or standing.follows, reasons=tuple(reasons))


def _as_side(case: Case, standing: access.Standing) -> Iterator[str]:
    if standing.side is None:
        return
    yield f"You are the {wording.lower(standing.side.label)} in this case, and you were told of it. That stays so."
    kinds = CaseEvent.objects.filter(case=case, kind__in=rights.REACHED_BY).values_list("kind", flat=True)
    reached = rights.furthest([EventKind(kind) for kind in kinds])
    open_now = rights.parts_for([standing.side], Tier(case.tier), State(case.state), reached=reached, named=True)
    for part, stages in rights.TABLE[standing.side].items():
        if part not in open_now:
            first = next(stage for stage in rights.ORDER if stage.value in stages)
            yield f"Not yet open to you: {part.label.lower()}. It opens at this stage: {first.label}."


def _as_handler(case: Case, member: Member, standing: access.Standing) -> Iterator[str]:
    if standing.handles:
        yield f"You are the {wording.roles(standing.roles)} in this case. Your role opens it, and no office does."
        yield f"Your visits are recorded. Others who can see it: {others(case, member)}."
        return
    if standing.ended:
        role, until, because = standing.ended
        ended = f"You were the {wording.lower(role.label)} until {local_day(until):%-d %B %Y}"
        yield f"{ended}: {ENDED.get(because, 'it ended')}."
    for kind in sorted(standing.barred):
        yield SAID.get(kind, "A conflict of interest is recorded, and it outweighs every role and office.")
    if standing.barred:
        yield REVIEW


def _term(row: Office, today: date) -> Term:
    return Term(
        office=label(row.post, row.branch.name if row.branch else ""),
        since=row.since,
        until=row.until,
        over=row.until is not None and row.until <= today,
    )


def _past(member: Member) -> tuple[Past, ...]:
    rows = CaseRole.objects.filter(member=member, until__isnull=False).order_by("-until")[:SHOWN]
    return tuple(
        Past(role=Role(row.role).label, until=local_day(row.until), because=ENDED.get(row.ended_because, "it ended"))
        for row in rows
        if row.until is not None
    )
