"""Ways through the procedure: rows of legs, each a number of days and then an act by the person whose turn it is."""

from collections.abc import Callable
from datetime import timedelta

from cases.demo.roads import Road
from cases.domain.vocabulary import (
    Action,
    Choice,
    DismissalGround,
    Ground,
    MeasureKind,
    Outcome,
    Role,
    Why,
)
from cases.load import local_day
from cases.models import Challenge, Motion

Act = Callable[[Road], object]
Leg = tuple[float, Act]
Way = tuple[Leg, ...]
SIDES = (Role.COMPLAINANT, Role.RESPONDENT)


def do(action: Action, role: Role, **words: object) -> Act:
    """An act by whoever holds the role, or by a side."""
    return lambda road: road.do(action, road.side(role) if role in SIDES else road.who(role), **words)


def wait(road: Road) -> None:
    """Nobody acts; the clock may have."""


def until(way: Way, act: Act) -> Way:
    """The beginning of a way, up to and with this act; with its last time, where it comes twice."""
    last = max(place for place, (_, step) in enumerate(way) if step is act)
    return way[: last + 1]


# Acts with words of their own


def deliver_letter(road: Road) -> None:
    words = {"channel": "letter", "delivered_on": local_day(road.at), "proof": "Signed for at the door."}
    road.do(Action.RECORD_DELIVERY, road.who(Role.REGISTRAR), **words)


def call_hearing(road: Road) -> None:
    words = {"starts_at": road.at + timedelta(days=16), "place": "Room 2 of the community hall, step-free."}
    road.do(Action.CALL_HEARING, road.who(Role.PANEL_CHAIR), **words)


def hold_hearing(road: Road) -> None:
    words = "Both sides were heard, one after the other. Nobody had to face anybody."
    road.do(Action.HOLD_HEARING, road.who(Role.PANEL_CHAIR), minutes=words)


def give_evidence(road: Road) -> None:
    words = {"title": "What was written down at the time", "text": road.matter.evidence}
    road.do(Action.ADD_EVIDENCE, road.side(Role.COMPLAINANT), **words)


def some_votes(road: Road) -> None:
    """All but the last two have voted on the first question."""
    question = Motion.objects.filter(case=road.case, void_at__isnull=True).order_by("number")[0]
    for member in road.panel()[:-2]:
        road.do(Action.VOTE, member, motion=question.number, choice=Choice.YES)


def all_votes(road: Road) -> None:
    road.vote()


def no_votes(road: Road) -> None:
    road.vote(yes=1)


def step_aside(road: Road) -> None:
    """A member remembers a tie; the votes are cleared and the others go on."""
    road.do(Action.RECUSE, road.panel()[-1])


def challenge(road: Road) -> None:
    """The respondent says that the second who was drawn is too close to the other side."""
    words = {"kind": Why.FRIEND, "text": "They spend their holidays together, and said so at the summer camp."}
    road.do(Action.CHALLENGE, road.side(Role.RESPONDENT), member=road.panel()[1].pk, **words)


def rule_out(road: Road) -> None:
    """Those who may rule find that it would look partial."""
    doubt = Challenge.objects.get(case=road.case, ruled_at__isnull=True)
    for member in road.panel():
        words = {"keep": False, "reason": "Holidays together are more than knowing each other."}
        road.do(Action.RULE_CHALLENGE, member, challenge=doubt.number, **words)


def strike(road: Road) -> None:
    road.do(Action.STRIKE, road.side(Role.COMPLAINANT), member=road.panel()[-1].pk)


def warn(road: Road) -> None:
    road.measure()


def coach(road: Road) -> None:
    road.measure(MeasureKind.COACHING, 60)


def restrict(road: Road) -> None:
    road.measure(MeasureKind.RESTRICTION, 120)


def expel(road: Road) -> None:
    road.measure(MeasureKind.EXPULSION, None)


def give_reasons(road: Road) -> None:
    road.reasons()


def answer_one(road: Road) -> None:
    road.clear(1)


def all_clear(road: Road) -> None:
    road.clear()


def reply_one(road: Road) -> None:
    road.reply(Role.COMPLAINANT)


def reply_both(road: Road) -> None:
    road.reply(Role.COMPLAINANT).reply(Role.RESPONDENT)


def appeal(road: Road) -> None:
    road.appeal()


def up(ground: Ground) -> Act:
    return lambda road: road.to_national(ground)


def propose(outcome: Outcome) -> Act:
    return lambda road: road.propose(outcome)


offer_talks = do(Action.OFFER_INFORMAL, Role.INTAKE_OFFICER, reason="Both may want to talk first.")
agree = do(Action.CONSENT, Role.COMPLAINANT)
agree_too = do(Action.CONSENT, Role.RESPONDENT)
talk = do(Action.ADD_TALK_NOTE, Role.FACILITATOR, text="Both spoke for an hour. They listened to each other.")
leave_talks = do(Action.LEAVE_INFORMAL, Role.COMPLAINANT)
sign = do(Action.SIGN_TERMS, Role.COMPLAINANT)
sign_too = do(Action.SIGN_TERMS, Role.RESPONDENT)
check_in = do(Action.RECORD_CHECK_IN, Role.FACILITATOR, kept=True)
complete = do(Action.COMPLETE_AGREEMENT, Role.FACILITATOR)
ask = do(Action.ASK_FACTS, Role.INTAKE_OFFICER, question="When was it, and who else was there?")
answer_facts = do(Action.ANSWER_FACTS, Role.COMPLAINANT, answer="On a Tuesday in spring. Four people were there.")
dismiss = do(
    Action.PROPOSE_DISMISSAL,
    Role.INTAKE_OFFICER,
    ground=DismissalGround.OUT_OF_SCOPE,
    reason="It is about a decision of the branch, not about anybody's conduct.",
)
confirm = do(Action.CONFIRM_DISMISSAL, Role.SECOND_OFFICER, reason="I come to the same view.")
ask_review = do(Action.REQUEST_REVIEW, Role.COMPLAINANT, text="It is about how I was treated, not about the vote.")
uphold = do(Action.UPHOLD_DISMISSAL, Role.REVIEWER, reason="The complaint names nobody's conduct.")
overturn = do(Action.OVERTURN_DISMISSAL, Role.REVIEWER, reason="One part of it is about conduct. Look at that part.")
refer = do(
    Action.REFER_OUT,
    Role.INTAKE_OFFICER,
    body="The landlord's advice centre",
    reason="It is about a flat and not about the organisation.",
)
ask_up = do(
    Action.REQUEST_ESCALATION,
    Role.COMPLAINANT,
    ground=Ground.OVERDUE,
    text="I have heard nothing from the panel for six weeks.",
)
name_witness = do(Action.NAME_WITNESS, Role.INVESTIGATOR, name="Petra Lang")
add_later = do(Action.ADD_ADDENDUM, Role.COMPLAINANT, text="It happened once more, on the way out of the meeting.")
dissent = do(Action.ADD_DISSENT, Role.PANEL_CHAIR, text="I would have asked one more person.")
refuse_appeal = do(Action.REFUSE_APPEAL, Role.APPEALS_OFFICER, reason="No permitted reason is named.")
report_external = do(Action.REPORT_EXTERNAL, Role.REGISTRAR, result="The ombudsperson found nothing to decide.")
monitor = do(Action.START_MONITORING, Role.REGISTRAR)


def close(road: Road) -> None:
    """The registrar closes, once all who apply the measures have said that it is done."""
    road.applied().do(Action.CLOSE, road.who(Role.REGISTRAR))


def terms(road: Road) -> None:
    road.do(Action.PROPOSE_TERMS, road.who(Role.FACILITATOR), terms=road.matter.terms)


# First look and talks

LOOKED: Way = ((0.4, Road.screen), (0.3, Road.frame))
DISMISSED: Way = ((0.5, Road.screen), (3, dismiss), (2, confirm))
REVIEWED: Way = (*DISMISSED, (6, ask_review))
TALKS: Way = ((0.6, Road.screen), (1, offer_talks), (1, agree), (2, agree_too), (6, talk), (5, terms), (1, sign),
              (2, sign_too), (30, check_in), (30, check_in), (30, check_in), (1, complete))  # fmt: skip

# A panel's case, up to the decision and to its end


def panel(measure: Act) -> Way:
    """A panel that decides on the papers and takes one measure."""
    return ((1, Road.draw), (2, all_clear), (1, Road.notice), (9, Road.answer), (5, give_evidence),
            (12, Road.report), (6, reply_both), (1, Road.close_review), (4, Road.papers), (5, all_votes),
            (2, measure), (2, give_reasons), (1, Road.sign), (1, Road.serve))  # fmt: skip


PANEL = panel(warn)
BRANCH: Way = (*LOOKED, (1, Road.to_branch), *PANEL)
FINAL: Way = (*BRANCH, (31, wait))
MONITORED: Way = (*FINAL, (3, monitor))
COACHED: Way = (*LOOKED, (1, Road.to_branch), *panel(coach), (31, wait), (3, monitor), (28, wait))
NOT_FOUND: Way = (*until(BRANCH, Road.papers), (6, no_votes), (2, give_reasons), (1, Road.sign), (1, Road.serve),
                  (31, wait), (2, close))  # fmt: skip


def national(ground: Ground, then: Way = PANEL) -> Way:
    """A case that the first look sends to the national committee."""
    return (*LOOKED, (1, up(ground)), *then)


HEARING: Way = (*until(PANEL, Road.notice), (9, Road.answer), (4, name_witness), (20, Road.report), (6, reply_both),
                (1, Road.close_review), (3, call_hearing), (16, hold_hearing))  # fmt: skip
EXPELLED: Way = (*HEARING, (4, all_votes), (1, expel), (2, give_reasons), (1, dissent), (1, Road.sign),
                 (1, Road.serve), (31, wait))  # fmt: skip


# Appeals against a branch panel's decision

ASKED_AGAIN: Way = (*BRANCH, (10, appeal), (4, Road.rule_in), (1, Road.draw), (2, all_clear), (1, Road.notice),
                    (8, Road.answer_appeal))  # fmt: skip


def decided(outcome: Outcome) -> Way:
    """An appeal up to the delivery of this outcome."""
    return (*ASKED_AGAIN, (5, propose(outcome)), (2, all_votes), (3, give_reasons), (1, Road.sign), (1, Road.serve))
