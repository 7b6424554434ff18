"""Sentences that more than one page says: where a case stands, what comes next, who has it, by when."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext

from cases.domain.vocabulary import Role, State, Tier

BODY = {
    Tier.INTAKE: "the intake",
    Tier.INFORMAL: "the informal talks",
    Tier.BRANCH: "the branch panel",
    Tier.NATIONAL: "the National Disciplinary Committee",
    Tier.APPEAL: "the Appeals Committee",
    Tier.EXTERNAL: "an external body",
}

NOW: dict[State, str] = {
    State.ROUTING: "We look for an officer who has nothing to do with anybody in this case.",
    State.TRIAGE: "An intake officer reads what was sent and decides how to go on. Nobody judges anything yet.",
    State.WAITING_FOR_FACTS: "We asked for some more facts. The first look goes on when the answer is here.",
    State.DISMISSAL_PROPOSED: "A second officer checks how we can go on.",
    State.DISMISSED: "We cannot use this process for it. The person who raised it can ask for a review.",
    State.UNDER_REVIEW: "Somebody at the next level looks at the decision not to go on.",
    State.INFORMAL_OFFERED: "Both sides can say yes or no to informal talks. Nobody has to give a reason.",
    State.INFORMAL: "The talks go on for as long as both sides want them.",
    State.INFORMAL_AGREED: "Both sides signed. On set days somebody asks whether the agreement is kept.",
    State.FORMING: "People without a conflict of interest are drawn for the panel.",
    State.RESPONDING: "The other side can answer in writing. No one has decided anything.",
    State.INVESTIGATING: "Facts are gathered, for and against.",
    State.EVIDENCE_REVIEW: "Both sides read the same evidence and can reply to it.",
    State.HEARING: "The panel hears both sides, or decides on the papers and says why.",
    State.DELIBERATING: "The panel talks and votes in secret.",
    State.SIGNED: "The decision is signed. Both sides get it in the same moment.",
    State.APPEAL_WINDOW: "Both sides have the decision. Each of them can appeal.",
    State.ADMISSIBILITY: "An officer checks whether the appeal names a permitted reason. It is not about who is right.",
    State.FINAL: "The decision is final.",
    State.MONITORING: "A measure runs. Somebody follows it until its last day.",
    State.AWAITING_EXTERNAL: "Nobody here is free to decide, so an external body has it.",
    State.CLOSED: "The case is closed.",
}

ENDED = {
    "handed_on": "handed on",
    "ended": "ended without an agreement",
    "escalated": "moved up",
    "appealed": "decided, then appealed",
    "remanded": "sent back to a fresh panel",
    "set_aside": "set aside; a fresh panel hears it",
    "explained": "sent back for its reasons",
    "reopened": "opened again; a fresh panel hears it",
    "completed": "completed",
}


def now(tier: Tier, state: State, side: Role | None = None) -> str:
    """What happens at this step, in one or two plain sentences."""
    if state is State.RESPONDING and tier is Tier.APPEAL:
        return "The side that did not appeal can answer. Then the appeals panel decides."
    if state is State.RESPONDING and side is Role.RESPONDENT:
        return "You can send your side in writing. No one has decided anything."
    return NOW[state]


def stands(tier: Tier, state: State) -> str:
    """Where a case stands, as a heading."""
    return state.label if tier in (Tier.INTAKE, Tier.INFORMAL) else f"{state.label} ({BODY[tier]})"


def days_left(due: date | None, today: date) -> int | None:
    """Whole days to a date; below nought when it is over."""
    return (due - today).days if due else None


def listed(names: Iterable[str]) -> str:
    """Names as a sentence has them: `a, b and c`."""
    *first, last = list(names) or [""]
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last} if first else last


def then(names: Iterable[str]) -> str:
    """Names in an order that matters: `a, then b, then c`."""
    first, *others = list(names) or [""]
    for name in others:
        first = gettext("%(first)s, then %(next)s") % {"first": first, "next": name}
    return first


def roles(found: Iterable[Role]) -> str:
    """Roles inside a sentence: `panel chair and registrar`."""
    return listed(sorted(lower(role.label) for role in found))


def lower(label: str) -> str:
    """A label in the middle of a sentence."""
    return label[:1].lower() + label[1:]
