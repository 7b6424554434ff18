"""What somebody can do in a case now, and what not yet, with every reason: the engine's own answer."""

from dataclasses import dataclass, replace

from django.urls import reverse

from cases import load
from cases.domain import engine
from cases.domain.facts import ActorFacts, CaseFacts
from cases.domain.vocabulary import Action, MotionKind, Why
from cases.queries.folder import Folder
from cases.together import Reading, reads

HANDLER, PARTY = "case-step", "my-step"
LATER = frozenset(
    {
        Action.IDENTIFY_PARTY,
        Action.NAME_WITNESS,
        Action.INVITE_WITNESS,
        Action.INVITE_SUPPORTER,
        Action.REMOVE_SUPPORTER,
        Action.NAME_SUPPORTER,
        Action.ADD_TALK_NOTE,
        Action.RECORD_DELIVERY,
        Action.ADD_EVIDENCE,
        Action.ADD_ADDENDUM,
        Action.OFFER_EVIDENCE,
        Action.SAY_NEEDS,
        Action.AGREE_DAY,
        Action.ASK_POSTPONEMENT,
        Action.PUT_QUESTION,
        Action.CLOSE_MINUTES,
        Action.CALL_DUTY,
        Action.LIFT_INTERIM,
        Action.CONTEST_INTERIM,
        Action.ADD_DISSENT,
        Action.REQUEST_ESCALATION,
        Action.ASK_EXTENSION,
        Action.STAY,
        Action.AGREE_PAUSE,
        Action.DECLINE_INFORMAL,
        Action.LEAVE_INFORMAL,
        Action.WITHDRAW,
        Action.PROPOSE_JOINING,
        Action.OBJECT_JOINING,
        Action.SEPARATE,
        Action.ANSWER_TESTIMONY,
        Action.REPORT_CONFLICT,
        Action.ASK_LATE_APPEAL,
        Action.ASK_REOPENING,
        Action.ASK_READMISSION,
        Action.SAY_READMISSION,
        Action.RECUSE,
        Action.DISCLOSE,
        Action.CHALLENGE,
        Action.STRIKE,
    }
)
"""Open at many steps, so never the first thing on the page."""

HINTS = {
    Action.RECUSE: "At once, and for good. No reason is asked for.",
    Action.DECLARE: "Asked at each stage, and when somebody is named.",
    Action.DISCLOSE: "If you are not sure: you are on hold, and others rule.",
    Action.CHALLENGE: "On hold at once, and ruled by others.",
    Action.STRIKE: "Without a reason, before the panel is fixed.",
    Action.LEAVE_INFORMAL: "At any time. You do not have to say why.",
    Action.DECLINE_INFORMAL: "You do not have to say why.",
    Action.REQUEST_ESCALATION: "If you think that the branch should not decide this.",
    Action.ASK_EXTENSION: "The date stays until somebody else has ruled.",
    Action.STAY: "For the police, a court, serious illness or force majeure. It ends by itself.",
    Action.AGREE_PAUSE: "Only if everybody of both sides wishes it. Otherwise the case goes on by itself.",
    Action.REPORT_CONFLICT: "If somebody who decided had a conflict of interest. There is no last day for it.",
    Action.ASK_LATE_APPEAL: "If there was a good cause for letting the time pass. You can ask once.",
    Action.ASK_READMISSION: "A year after the expulsion, and then once a year.",
    Action.SAY_READMISSION: "You need not, and nobody asks why.",
    Action.ASK_REOPENING: "If something came to light that nobody could know or say before. You can ask once.",
    Action.OFFER_EVIDENCE: "What you could not bring before. A ruling says whether both sides still read it.",
    Action.PROPOSE_JOINING: "Where two complaints are about the same facts.",
    Action.OBJECT_JOINING: "Whoever rules reads it.",
    Action.SEPARATE: "What was joined becomes a case of its own again.",
    Action.WITHDRAW: "In whole or in part. You do not have to say why.",
    Action.ANSWER_TESTIMONY: "As you like. You can change your mind.",
    Action.CALL_DUTY: "If somebody needs protection before the case is decided.",
    Action.CONTEST_INTERIM: "At any time. Somebody who had no part in it rules.",
    Action.INVITE_SUPPORTER: "They read what you read, once they have promised to keep it private.",
    Action.SAY_NEEDS: "An interpreter, breaks, another room. The other side does not read it.",
    Action.AGREE_DAY: "Only if both sides wish it sooner.",
    Action.ASK_POSTPONEMENT: "The day stays until the chair has ruled.",
    Action.ADD_ADDENDUM: "The text that was sent stays as it is.",
}


@dataclass(frozen=True, kw_only=True)
class Option:
    """One step: open, or closed with its reasons."""

    action: Action
    label: str
    url: str
    hint: str
    reasons: tuple[str, ...]
    quiet: bool


@dataclass(frozen=True, kw_only=True)
class Choices:
    allowed: tuple[Option, ...]
    refused: tuple[Option, ...]


def choices(folder: Folder, facts: CaseFacts) -> Choices:
    """Every step within reach of the reader's roles, the one that is due first; none for which there is no occasion."""
    found = engine.choices(folder.procedure, facts, actor(folder))
    name = PARTY if folder.side else HANDLER
    options = [
        Option(
            action=choice.step.action,
            label=choice.step.action.label,
            url=reverse(name, args=[folder.case.code, choice.step.action]),
            hint=HINTS.get(choice.step.action, ""),
            reasons=tuple(refusal.because for refusal in choice.answer.against),
            quiet=choice.step.action is Action.RECUSE,
        )
        for choice in found
        if Why.NO_OCCASION not in {refusal.why for refusal in choice.answer.against}
    ]
    options.sort(key=lambda option: _later(option.action, facts))
    return Choices(
        allowed=tuple(option for option in options if not option.reasons),
        refused=tuple(option for option in options if option.reasons),
    )


@reads
def facts_of(folder: Folder) -> Reading[CaseFacts]:
    """What the rules know about the case on this page."""
    return (yield from load.case_facts.begin(folder.case, today=folder.today, proceeding=folder.proceeding))


def actor(folder: Folder) -> ActorFacts:
    """The reader with the roles that opened this page, and no other."""
    return replace(folder.actor, roles=folder.roles)


def _later(action: Action, facts: CaseFacts) -> bool:
    """What has been done, and can be done again, waits behind what has not."""
    voted = any(motion.kind is MotionKind.MEASURE and motion.carried for motion in facts.motions)
    done = {
        Action.SCREEN_SAFETY: facts.safety_screened,
        Action.CALL_HEARING: facts.hearing_on is not None,
        Action.PROPOSE_MEASURE: voted,
        Action.SHOW_TASK: facts.plan is not None and facts.plan.breach is not None,
        Action.WRITE_REASONS: facts.outcome_reasoned or bool(facts.reasoned),
    }
    return action in LATER or done.get(action, False)
