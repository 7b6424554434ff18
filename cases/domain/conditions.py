"""The conditions that look at more than one fact of the case; `guards.GUARDS` has them all by name.

One that looks at what the act brings is silent while somebody only asks what they could do
(`ActFacts.asking`).
"""

from cases.domain import deadlines, escalation, overdue, panels
from cases.domain.answer import Refusal
from cases.domain.deadlines import in_words
from cases.domain.facts import ActFacts, ActorFacts, CaseFacts, MotionFacts, PanelFacts
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import (
    DismissalGround,
    Ground,
    MotionKind,
    Role,
    SeatStatus,
    State,
    Why,
)

SIDES = frozenset({Role.COMPLAINANT, Role.RESPONDENT})
REPORT = frozenset({"agreed", "disputed", "weighed"})


def unless(holds: bool, because: str, why: Why = Why.GUARD) -> Refusal | None:
    return None if holds else Refusal(why, because)


def _not_said(act: ActFacts, because: str) -> Refusal | None:
    """For a value that the act must bring: silent ahead of the act, a refusal in the act itself."""
    return unless(act.asking, because, Why.MISSING_RECORD)


def findings(case: CaseFacts) -> dict[int, bool]:
    """Each allegation that was voted on, and whether it is substantiated."""
    voted = (m for m in case.motions if m.kind is MotionKind.FINDING and not m.open)
    return {m.allegation: bool(m.carried) for m in voted if m.allegation is not None}


def all_found(case: CaseFacts) -> bool:
    return bool(case.allegations) and all(a.number in findings(case) for a in case.allegations)


def outcome_carried(case: CaseFacts) -> bool:
    return any(m.kind is MotionKind.OUTCOME and not m.open and m.carried for m in case.motions)


def provisions(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """Names every allegation that is still without a rule of the code."""
    without = [str(a.number) for a in case.allegations if not a.provision]
    which = f"{'allegations' if len(without) > 1 else 'allegation'} {', '.join(without)}"
    return unless(not without, f"Say which rule of the code applies to {which}.")


def no_automatic_ground(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """T10: a ground that works by itself leaves the branch no choice."""
    grounds = "; ".join(ground.label for ground in escalation.automatic(p, case, eligible_at_branch=None))
    return unless(not grounds, f"The branch may not handle this. Send it to the national committee: {grounds}.")


def escalation_ground_given(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """T11: the system names the ground it found; a person leans on one that holds or that can be ruled."""
    if act.ground is None and act.asking:
        return None
    named = act.ground is not None and (Role.SYSTEM in actor.roles or escalation.may_be_ruled(p, act.ground))
    holds = named or bool(escalation.automatic(p, case, eligible_at_branch=None))
    return unless(holds, "Choose the reason for moving up. None of the automatic reasons applies to this case.")


def late_enough(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """G9: delay is a reason from the day that the table of what follows names."""
    holds = act.ground is not Ground.OVERDUE or overdue.may_ask(p, case)
    return unless(holds, "This step is not overdue for long enough. Wait, or choose another reason.")


def facts_asked(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """T08: nobody is turned away for too few facts without having been asked for them."""
    if act.dismissal_ground is None:
        return _not_said(act, "Say why it shall not be taken forward.")
    holds = act.dismissal_ground is not DismissalGround.INSUFFICIENT or case.facts_asked
    return unless(holds, "Ask the complainant for the missing facts first.")


def not_the_proposer(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """T08, T30: whoever proposed a dismissal, or agreed to it earlier, does not check it."""
    proposed = actor.member is not None and actor.member == case.dismissal_by
    review = case.state is State.UNDER_REVIEW
    agreed = review and any(h.member == actor.member and h.role is Role.SECOND_OFFICER for h in case.hands)
    return unless(not (proposed or agreed), "You had a part in this dismissal. Somebody else must check it.")


def informal_not_barred(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """T05: for some kinds of conduct talks are offered only when the complainant wishes for them."""
    barred = {allegation.category for allegation in case.allegations} & p.lists.informal_barred
    kinds = ", ".join(sorted(category.label.lower() for category in barred))
    holds = not barred or case.informal_wished
    return unless(holds, f"Talks about {kinds} may be offered only when the complainant asks for them.")


def not_yet_consented(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    done = actor.roles & SIDES & case.consents
    return unless(not done, "You have agreed already. Wait for the other side.", Why.ALREADY_DONE)


def not_yet_signed(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    done = actor.roles & SIDES & case.signatures
    return unless(not done, "You have signed already. Wait for the other side.", Why.ALREADY_DONE)


def two_deliveries(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """T14: silence counts only after the notice was delivered in different ways."""
    wanted, done = p.number("deliveries"), len(case.deliveries)
    return unless(done >= wanted, f"Deliver the notice in {wanted} different ways first; so far there are {done}.")


def panel_not_complete(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    full = case.panel is not None and case.panel.formed_with > 0 and not panels.missing(p, case.panel)
    return unless(not full, "Every seat is taken, or somebody is being asked.", Why.ALREADY_DONE)


def panel_complete(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """T12: nobody is still being asked, enough members sit, and somebody inquires where the body needs it."""
    if case.panel is None or not case.panel.formed_with:
        return Refusal(Why.GUARD, "Draw the panel first.")
    if any(seat.status is SeatStatus.ASKED for seat in case.panel.seats):
        return Refusal(Why.GUARD, "Wait until everybody who was drawn has answered the conflict question.")
    seated = len(case.panel.seated)
    enough = panels.can_sit(p, case.tier, expulsion=_expulsion_at_stake(case), seated=seated)
    if not enough or panels.missing(p, case.panel).investigators:
        return Refusal(Why.GUARD, "Too few people are seated. Draw again.")
    return None


def report_complete(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """T15: facts agreed, facts disputed, and the evidence for and against."""
    if case.report_written:
        return Refusal(Why.ALREADY_DONE, "The report has been sent already.")
    if act.given >= REPORT:
        return None
    return _not_said(act, "The report must say what is agreed, what is disputed and what the evidence shows.")


def both_replied(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """T16. Nobody waits for the reply of somebody who has withdrawn: they owe none (1.7)."""
    owe = SIDES - {Role.COMPLAINANT} if case.carried_on else SIDES
    holds = case.replies >= owe or deadlines.passed(case.due_on, case.today)
    return unless(holds, "Wait until both sides have replied, or until the time to reply is over.")


def motion_open(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    return unless(bool(_asked(case, act)), "No question is open for votes.")


def not_yet_voted(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """T18: one vote for each member and question, and no change of it."""
    asked = _asked(case, act)
    left = [motion for motion in asked if actor.member not in dict(motion.votes)]
    return unless(bool(left) or not asked, "You have voted already. A vote cannot be changed.", Why.ALREADY_DONE)


def measure_within_tier(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """T19: a measure needs a substantiated finding, and a panel that may take it."""
    if not any(findings(case).values()):
        return Refusal(Why.GUARD, "No allegation is substantiated, so there can be no measure.")
    if act.measure is None:
        return _not_said(act, "Say which measure the panel shall vote on.")
    panel = case.panel or PanelFacts(tier=case.tier, formed_with=0)
    votes = panels.needed(
        p,
        MotionKind.MEASURE,
        n=len(panel.seated),
        formed_with=panel.formed_with,
        tier=case.tier,
        measure=act.measure,
    )
    return votes if isinstance(votes, Refusal) else None


def not_the_appellant(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """T22: the answer to an appeal is the other side's."""
    appeal = case.appeal
    own = appeal is not None and (appeal.by_side in actor.roles or appeal.by_member == actor.member)
    return unless(not own, "This is your own appeal. The other side answers it.")


def appeal_not_answered(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """T22: each person of the other side answers once; one answer does not end the time of another."""
    done = case.appeal is not None and actor.member in case.appeal.answered
    return unless(not done, "You have answered the appeal already.", Why.ALREADY_DONE)


def in_time(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """1.6: the last day counts until its midnight."""
    if case.due_on is None or not deadlines.passed(case.due_on, case.today):
        return None
    return Refusal(Why.TOO_LATE, f"The last day for this was {in_words(case.due_on)}.")


def _expulsion_at_stake(case: CaseFacts) -> bool:
    return case.appeal is not None and case.appeal.expulsion_at_stake


def _asked(case: CaseFacts, act: ActFacts) -> tuple[MotionFacts, ...]:
    """The open questions that an act is about: the named one, or all of them while somebody only asks."""
    opened = tuple(motion for motion in case.motions if motion.open)
    if act.motion is None and act.asking:
        return opened
    return tuple(motion for motion in opened if motion.number == act.motion)


def witness_chosen(procedure: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """Somebody whom the case names as a witness; who is none is asked nothing."""
    named = {party.number for party in case.parties if party.side is Role.WITNESS}
    if not named:
        return Refusal(Why.NO_OCCASION, "Name the witness first.")
    return unless(act.asking or act.party in named, "Choose one of the witnesses.", Why.MISSING_RECORD)


def supporter_chosen(procedure: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """RM-8: a side lets in only whom it has named itself; whoever takes access away can take it from anybody."""
    ours = {p.number for p in case.parties if p.side is Role.SUPPORTER and _named_here(case, actor, p.named_by)}
    if not ours:
        return Refusal(Why.NO_OCCASION, "No support person is named.")
    return unless(act.asking or act.party in ours, "Choose one of the support persons.", Why.MISSING_RECORD)


def _named_here(case: CaseFacts, actor: ActorFacts, named_by: int | None) -> bool:
    """By the one who asks, where that is a side; by either of the sides, where it is somebody who works on the case."""
    return named_by == actor.member if actor.roles & SIDES else named_by in case.party_members


def supporters_few(procedure: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    """C04: everybody who may name support persons names a few at most; each is one person fewer who can judge."""
    named = sum(p.side is Role.SUPPORTER and p.named_by == actor.member for p in case.parties)
    most = procedure.number("supporters")
    return unless(named < most, f"You can name {most} support persons, and you have named them.", Why.ALREADY_DONE)
