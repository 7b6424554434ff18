"""Who sees which part of a case at which stage: one table, for the pages and for the document.

Every right here is less every conflict of interest: `cases.access` subtracts those before anybody asks. A
part that is not allowed is never loaded. Source: procedure paper 3.
"""

from collections.abc import Iterable

from cases.domain.vocabulary import EventKind, Part, Role, State, Tier
from cases.domain.words import Word


class Stage(Word):
    """How far a case has come, as the rights count it; each begins where the one before ends."""

    INTAKE = "i", "first look and informal talks"
    FORMING = "g", "a panel is being formed"
    FORMAL = "f", "from the delivery of the notice of allegations"
    REVIEW = "v", "from the evidence review"
    DELIBERATING = "d", "while the panel decides"
    SIGNED = "s", "signed, not delivered yet"
    ISSUED = "o", "from the delivery of the decision"
    APPEAL = "p", "appeal"
    AFTER = "m", "final, follow-up, closed"


ORDER = tuple(Stage)
ALL = "igfvdsopm"
BEFORE_FINAL = "igfvdsop"
SIDES = frozenset({Role.COMPLAINANT, Role.RESPONDENT})
NAME_ON_CONSENT = frozenset({Role.RESPONDENT, Role.OUTSIDE})
VOTING_OVER = frozenset({State.SIGNED, State.APPEAL_WINDOW, State.FINAL, State.MONITORING, State.CLOSED})
UNDELIVERED = frozenset({Role.PANEL_MEMBER, Role.PANEL_CHAIR, Role.REGISTRAR, Role.CONFLICT_RULER})

STAGES: dict[State, Stage] = {
    State.ROUTING: Stage.INTAKE,
    State.TRIAGE: Stage.INTAKE,
    State.WAITING_FOR_FACTS: Stage.INTAKE,
    State.DISMISSAL_PROPOSED: Stage.INTAKE,
    State.DISMISSED: Stage.INTAKE,
    State.UNDER_REVIEW: Stage.INTAKE,
    State.INFORMAL_OFFERED: Stage.INTAKE,
    State.INFORMAL: Stage.INTAKE,
    State.INFORMAL_AGREED: Stage.INTAKE,
    State.FORMING: Stage.FORMING,
    State.RESPONDING: Stage.FORMAL,
    State.INVESTIGATING: Stage.FORMAL,
    State.EVIDENCE_REVIEW: Stage.REVIEW,
    State.HEARING: Stage.REVIEW,
    State.DELIBERATING: Stage.DELIBERATING,
    State.SIGNED: Stage.SIGNED,
    State.APPEAL_WINDOW: Stage.ISSUED,
    State.ADMISSIBILITY: Stage.APPEAL,
    State.FINAL: Stage.AFTER,
    State.MONITORING: Stage.AFTER,
    State.AWAITING_EXTERNAL: Stage.FORMING,
    State.CLOSED: Stage.AFTER,
}

PANEL = {
    Part.COMPLAINT: "fvdsop",
    Part.COMPLAINANT_NAME: "fvdsop",
    Part.ALLEGATIONS: "fvdsopm",
    Part.RESPONSES: "fvdsop",
    Part.EVIDENCE: "fvdsop",
    Part.DELIBERATION: "dsop",
    Part.VOTES: "dsop",
    Part.DECISION: "dsopm",  # while it decides: only its own, which an appeal sent back for its reasons
    Part.APPEAL: "p",
    Part.PROCESS: "gfvdsopm",
    Part.CHALLENGES: "fvdp",
    Part.INTERIM: "gfvdsop",
    Part.HEARING: "vdsop",
}
CHECKER = {
    Part.COMPLAINT: "i",
    Part.COMPLAINANT_NAME: "i",
    Part.ALLEGATIONS: "i",
    Part.EVIDENCE: "i",
    Part.PROCESS: "i",
}

CHAIR = {
    **PANEL,
    Part.ALLEGATIONS: "gfvdsopm",
    Part.LATE_EVIDENCE: "v",
    Part.NEEDS: "gfvd",
    Part.WITHDRAWAL: "gfvd",
}

TABLE: dict[Role, dict[Part, str]] = {
    Role.COMPLAINANT: {
        Part.COMPLAINT: ALL,
        Part.COMPLAINANT_NAME: ALL,
        Part.CONTACT: ALL,
        Part.ALLEGATIONS: ALL,
        Part.RESPONSES: "vdsopm",
        Part.EVIDENCE: "vdsopm",
        Part.HEARING: "vdsopm",
        Part.AGREEMENT: ALL,
        Part.DECISION: "opm",
        Part.APPEAL: "pm",
        Part.INTERIM: ALL,
        Part.WITHDRAWAL: ALL,
        Part.PROCESS: ALL,
    },
    Role.RESPONDENT: {
        Part.COMPLAINANT_NAME: "fvdsopm",
        Part.ALLEGATIONS: "fvdsopm",
        Part.RESPONSES: "fvdsopm",
        Part.EVIDENCE: "vdsopm",
        Part.HEARING: "vdsopm",
        Part.AGREEMENT: ALL,
        Part.DECISION: "opm",
        Part.APPEAL: "pm",
        Part.PLAN: "opm",
        Part.INTERIM: ALL,
        Part.PROCESS: ALL,
    },
    Role.WITNESS: {},
    Role.SUPPORTER: {},
    Role.INTAKE_OFFICER: {**CHECKER, Part.CONTACT: "i", Part.SAFETY: "i", Part.INTERIM: "i", Part.WITHDRAWAL: "i"},
    Role.SECOND_OFFICER: CHECKER,
    Role.REVIEWER: CHECKER,
    Role.FACILITATOR: {
        Part.COMPLAINANT_NAME: "i",
        Part.CONTACT: "i",
        Part.ALLEGATIONS: "i",
        Part.TALK_NOTES: "i",
        Part.AGREEMENT: "i",
        Part.INTERIM: "i",
        Part.PROCESS: "i",
    },
    Role.PANEL_MEMBER: PANEL,
    Role.PANEL_CHAIR: CHAIR,
    Role.INVESTIGATOR: {
        Part.COMPLAINT: "fvd",
        Part.COMPLAINANT_NAME: "fvd",
        Part.CONTACT: "fvd",
        Part.ALLEGATIONS: "fvd",
        Part.RESPONSES: "fvd",
        Part.EVIDENCE: "fvd",
        Part.INTERIM: "fvd",
        Part.NEEDS: "gfv",
        Part.HEARING: "vd",
        Part.PROCESS: "gfvd",
    },
    Role.ESCALATION_RULER: {Part.PROCESS: "igfvd"},
    Role.APPEALS_OFFICER: {
        Part.ALLEGATIONS: "vpm",
        Part.LATE_EVIDENCE: "v",
        Part.DECISION: "pm",
        Part.APPEAL: "p",
        Part.LATE_APPEAL: "pm",
        Part.PROCESS: "fvdpm",
    },
    Role.REGISTRAR: {
        Part.COMPLAINANT_NAME: "gfvdsop",
        Part.CONTACT: "gfvdsop",
        Part.ALLEGATIONS: "gf",
        Part.DECISION: "sopm",
        Part.INTERIM: ALL,
        Part.HEARING: "v",
        Part.NEEDS: "gfvd",
        Part.PLAN: "opm",
        Part.RESTRICTION: "opm",
        Part.PROCESS: ALL,
    },
    Role.CANDIDATE: {Part.COMPLAINANT_NAME: "gfvp"},
    Role.CHALLENGE_RULER: {Part.PROCESS: "fvdp", Part.CHALLENGES: "fvdp"},
    Role.CONFLICT_RULER: {Part.ALLEGATIONS: "som", Part.DECISION: "som", Part.PROCESS: "som"},
    Role.DUTY: {
        Part.COMPLAINT: BEFORE_FINAL,
        Part.COMPLAINANT_NAME: BEFORE_FINAL,
        Part.SAFETY: BEFORE_FINAL,
        Part.ALLEGATIONS: BEFORE_FINAL,
        Part.INTERIM: BEFORE_FINAL,
        Part.PROCESS: BEFORE_FINAL,
    },
    Role.INTERIM_RULER: {
        Part.SAFETY: BEFORE_FINAL,
        Part.ALLEGATIONS: BEFORE_FINAL,
        Part.INTERIM: BEFORE_FINAL,
        Part.PROCESS: BEFORE_FINAL,
    },
    Role.OUTSIDE: {
        Part.COMPLAINT: ALL,
        Part.COMPLAINANT_NAME: ALL,
        Part.ALLEGATIONS: ALL,
        Part.RESPONSES: ALL,
        Part.EVIDENCE: ALL,
        Part.DECISION: ALL,
        Part.APPEAL: ALL,
        Part.INTERIM: ALL,
        Part.HEARING: ALL,
        Part.PROCESS: ALL,
    },
    Role.MONITOR: {Part.PLAN: "dsopm"},  # a plan goes on while the panel gives its reasons anew
    Role.MEASURE_CHAIR: dict.fromkeys((Part.ALLEGATIONS, Part.DECISION, Part.PLAN, Part.PROCESS), "dsopm"),
    Role.READMISSION_MEMBER: dict.fromkeys((Part.ALLEGATIONS, Part.DECISION, Part.READMISSION, Part.PROCESS), "m"),
    Role.AUDITOR: {Part.DECISION: "gfvdsopm"},  # delivered, and without names
    Role.SYSTEM: {},
}
"""The stages at which a role sees a part; a part that is not listed is never seen."""

OWN_OF_SIDES = frozenset(
    {Part.EVIDENCE, Part.LATE_EVIDENCE, Part.NEEDS, Part.APPEAL, Part.LATE_APPEAL, Part.READMISSION}
)
BESIDE = frozenset(
    {
        Part.COMPLAINT,
        Part.COMPLAINANT_NAME,
        Part.ALLEGATIONS,
        Part.RESPONSES,
        Part.EVIDENCE,
        Part.AGREEMENT,
        Part.DECISION,
        Part.APPEAL,
        Part.PROCESS,
        Part.INTERIM,
        Part.HEARING,
    }
)
"""What a support person sees where their side sees it (procedure paper 3.1); never contact details or its own notes."""

OWN: dict[Role, frozenset[Part]] = {
    Role.COMPLAINANT: OWN_OF_SIDES,
    Role.RESPONDENT: OWN_OF_SIDES | {Part.RESPONSES},
    Role.WITNESS: frozenset({Part.EVIDENCE}),
    Role.PANEL_MEMBER: frozenset({Part.VOTES}),
    Role.PANEL_CHAIR: frozenset({Part.VOTES}),
}
"""Parts of which people see what they wrote themselves, at every stage."""

OWN_PROCEEDING = frozenset({Part.TALK_NOTES, Part.DELIBERATION, Part.VOTES, Part.CHALLENGES})
"""Shown only to those who work in the proceeding in which it was written: an appeal starts afresh."""

OF_ONE_COMPLAINT = frozenset({Part.COMPLAINT, Part.CONTACT, Part.SAFETY, Part.WITHDRAWAL})
"""Never shown to a complainant who came with another case about the same facts: it is not their own."""

OWN_ONLY = frozenset({Part.TALK_NOTES})
"""Shown only to the one who wrote it, also among people of the same role."""

REACHED_BY: dict[EventKind, Stage] = {
    EventKind.NOTICE_SERVED: Stage.FORMAL,
    EventKind.REPORT_SUBMITTED: Stage.REVIEW,
    EventKind.DECISION_SERVED: Stage.ISSUED,
    EventKind.APPEAL_FILED: Stage.APPEAL,
    EventKind.LATE_APPEAL_ADMITTED: Stage.APPEAL,
}


def stage_of(tier: Tier, state: State) -> Stage:
    """The stage at which those who handle a case find it."""
    in_appeal = tier is Tier.APPEAL and STAGES[state] is not Stage.AFTER
    return Stage.APPEAL if in_appeal else STAGES[state]


def furthest(events: Iterable[EventKind]) -> Stage:
    """How far the two sides have ever come in this case; what they could once read they keep."""
    return max((REACHED_BY.get(kind, Stage.INTAKE) for kind in events), key=ORDER.index, default=Stage.INTAKE)


def seen(
    role: Role,
    part: Part,
    *,
    tier: Tier,
    state: State,
    reached: Stage = Stage.INTAKE,
    named: bool = False,
    votes_closed: bool = False,
) -> bool:
    """Whether a role sees a part now.

    `reached` (from `furthest`) keeps for the two sides what they came to before the case went up, back or
    was closed; `named` says that the complainant agreed to be named to the respondent; `votes_closed` that
    all have voted on the question.
    """
    if role in NAME_ON_CONSENT and part is Part.COMPLAINANT_NAME and not named:
        return False
    if part is Part.VOTES and not votes_closed and state not in VOTING_OVER:
        return False
    return _stage_for(role, tier, state, reached).value in TABLE[role].get(part, "")


def parts_for(
    roles: Iterable[Role],
    tier: Tier,
    state: State,
    *,
    reached: Stage = Stage.INTAKE,
    named: bool = False,
    votes_closed: bool = False,
) -> frozenset[Part]:
    """Every part that somebody with these roles sees now."""
    return frozenset(
        part
        for role in roles
        for part in TABLE[role]
        if seen(role, part, tier=tier, state=state, reached=reached, named=named, votes_closed=votes_closed)
    )


def first_seen(part: Part) -> list[tuple[Role, Stage]]:
    """Every role that ever sees a part, and the first stage at which it does."""
    found = [
        (role, next((stage for stage in ORDER if stage.value in TABLE[role].get(part, "")), None)) for role in Role
    ]
    return [(role, stage) for role, stage in found if stage is not None]


def own_parts(roles: Iterable[Role]) -> frozenset[Part]:
    """Parts of which people with these roles always see their own entries."""
    return frozenset(part for role in roles for part in OWN.get(role, ()))


def sees_undelivered(roles: Iterable[Role]) -> bool:
    """Who reads a decision that is signed and not delivered: its panel, and the registrar who delivers it."""
    return bool(UNDELIVERED & frozenset(roles))


def as_markdown() -> str:
    """The table of this module as a page for people."""
    columns = [role for role in Role if TABLE[role]]
    head = [
        "| Part | " + " | ".join(role.label for role in columns) + " |",
        "|---" * (len(columns) + 1) + "|",
    ]
    rows = [f"| {part.label} | " + " | ".join(_cell(role, part) for role in columns) + " |" for part in Part]
    stages = [f"- **{stage.value}** {stage.label}" for stage in Stage]
    return "\n".join([*_INTRODUCTION, "", *stages, "", *head, *rows, "", *_RULES, ""])


def _stage_for(role: Role, tier: Tier, state: State, reached: Stage) -> Stage:
    """A side keeps what it has come to; a case that closed early does not open what was never delivered."""
    if role not in SIDES:
        return stage_of(tier, state)
    here = Stage.INTAKE if state in (State.CLOSED, State.AWAITING_EXTERNAL) else stage_of(tier, state)
    return max(here, reached, key=ORDER.index)


def _cell(role: Role, part: Part) -> str:
    stages = TABLE[role].get(part, "")
    shown = "always" if stages == ALL else stages or "–"
    return f"{shown} (own)" if part in OWN.get(role, ()) or part in OWN_ONLY & TABLE[role].keys() else shown


_INTRODUCTION = (
    "# Who sees which part of a case",
    "",
    "Generated from `cases/domain/rights.py`; do not edit. A person with a conflict of interest sees nothing of",
    "the case, whatever this table says. Nobody sees a part by office alone: every right hangs on a role in that",
    "one case. The letters are the stages of a case:",
)
_RULES = (
    "- **(own)**: what this person wrote is shown to them at every stage, also where the rest is not.",
    "- **Who complained** is shown to the respondent, and to an authorised body outside, only where the complainant",
    "  agreed to be named.",
    "- **An authorised body outside** has no account and no page: two people of different offices let it have a copy.",
    "- **Contact details** of the complainant are never shown to the respondent.",
    "- **Notes of informal talks** are shown only to the facilitator who wrote them, and never reach the formal",
    "  file.",
    "- **Deliberation** and **votes** are shown only to the panel that held them, never to the appeals panel;",
    "  votes only when all have voted. Nobody's vote is shown to the two sides.",
    "- **Challenges** are read by those who rule on them, and never by the person they are about, also when that",
    "  person sits again. The two sides are told who is on hold and ruled out, and by which category.",
    "- The two sides keep what they were once allowed to read. A case that was closed early opens nothing new to",
    "  them.",
    "- A panel reads no decision of another panel, but the one that is appealed, and what an appeal says to it when it",
    "  sends the case back to it for its reasons.",
    "- **Requests to be readmitted**, and what whoever was harmed says to them, are read by those who decide, and each",
    "  by its own author. How anybody voted is shown to nobody.",
    "- The two sides see a decision from the moment it is delivered to both; a signed one that is not delivered",
    "  yet is seen only by the panel, by the registrar who delivers it, and by whoever rules on a conflict of",
    "  interest in it.",
    "- **Temporary measures**: each of the two sides sees those that bind or protect them; why one was imposed reads",
    "  only whom it binds, and those who work on the case.",
    "- **What helps a side to take part** is read by that side and by those who prepare the inquiry and the hearing,",
    "  and never by the other side.",
    "- **Withdrawal**: what the complainant wrote, and whether somebody pressed them, is read by them and by whoever",
    "  rules on it; that somebody was pressed also by the registrar. The respondent is told what follows, never why.",
    "- **The corrective plan** is read by the respondent, by whoever rules on it, and by its monitor, who reads",
    "  nothing else, and that only after saying that nothing stands against it.",
    "- **What those who apply a measure are told** stands also on their own page, by office: the person, the",
    "  restriction and its dates; neither the case nor a reason, and nothing where they may not know of the case.",
    "- **Hearing**: the two sides read the questions that are put, and their own; the minutes when they are final.",
    "- A witness sees no part of the file: the topic and the questions that were put to them, and what they wrote, by",
    "  a link that works once. What they have not signed is read by nobody else.",
    "- A **support person** comes by a link that their side gave them. Once they have accepted to keep it private,",
    "  they read what their side reads: " + ", ".join(part.label.lower() for part in Part if part in BESIDE) + ".",
    "  They take no file away. It ends when the case closes, or the chair takes it for a breach. Somebody who is kept",
    "  out of the case by a conflict of interest, or works on it, is let in by nobody.",
    "- The system sees no part of the file. A drawn candidate sees only the names of the two sides.",
)
