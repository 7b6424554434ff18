"""Cases at every place of the procedure, brought there by the real use-cases."""

from collections.abc import Callable

from branches.posts import Post
from cases.demo.cast import Cast
from cases.demo.roads import Road
from cases.domain.vocabulary import Action, DismissalGround, Ground, Outcome, Role, State, Tier
from tests.cast import end_offices, moment

SIDES = (Role.COMPLAINANT, Role.RESPONDENT)


def filed(cast: Cast, **answers: object) -> Road:
    """Ana complains about Rob, on the first of June."""
    return Road.file(cast, cast.ana, moment(6, 1), **answers)


def framed(cast: Cast) -> Road:
    return filed(cast).screen().frame()


def branch(cast: Cast) -> Road:
    return framed(cast).to_branch()


def national(cast: Cast) -> Road:
    return framed(cast).to_national(Ground.EXPULSION)


def unroutable(cast: Cast) -> Road:
    """Filed on a day on which nobody can take the first look."""
    end_offices(Post.INTAKE_OFFICER, Post.BRANCH_LEADER, Post.RESERVE)
    return filed(cast)


def asked(cast: Cast) -> Road:
    road = filed(cast).screen()
    return road.do(Action.ASK_FACTS, cast.omar, question="On which evenings was this?")


def dismissal(cast: Cast) -> Road:
    words = {"ground": DismissalGround.OUT_OF_SCOPE, "reason": "The code does not cover this."}
    return filed(cast).screen().do(Action.PROPOSE_DISMISSAL, cast.omar, **words)


def dismissed(cast: Cast) -> Road:
    road = dismissal(cast)
    return road.do(Action.CONFIRM_DISMISSAL, road.who(Role.SECOND_OFFICER))


def reviewed(cast: Cast) -> Road:
    return dismissed(cast).do(Action.REQUEST_REVIEW, cast.ana, text="The code does cover shouting.")


def referred(cast: Cast) -> Road:
    words = {"body": "The tenants' union", "reason": "It is about the flat."}
    return filed(cast).screen().do(Action.REFER_OUT, cast.omar, **words)


def offered(cast: Cast) -> Road:
    return framed(cast).do(Action.OFFER_INFORMAL, cast.omar)


def talks(cast: Cast) -> Road:
    return both(offered(cast), Action.CONSENT)


def agreed(cast: Cast) -> Road:
    road = talks(cast)
    return both(road.do(Action.PROPOSE_TERMS, road.who(Role.FACILITATOR), terms="No shouting."), Action.SIGN_TERMS)


def kept(cast: Cast) -> Road:
    """The agreement is kept on each of its three days."""
    road = agreed(cast)
    for _ in range(3):
        road.later(days=30).do(Action.RECORD_CHECK_IN, road.who(Role.FACILITATOR), kept=True)
    return road.do(Action.COMPLETE_AGREEMENT, road.who(Role.FACILITATOR))


def ask_to_move_up(road: Road, side: Role = Role.COMPLAINANT, ground: Ground = Ground.FEAR_OF_BIAS) -> Road:
    words = {"ground": ground, "text": "Everybody at the branch is a friend of his."}
    return road.do(Action.REQUEST_ESCALATION, road.side(side), **words)


def rule(road: Road, *, upheld: bool) -> Road:
    """The one who was given the request says yes or no."""
    return road.do(Action.RULE_ESCALATION, road.who(Role.ESCALATION_RULER), upheld=upheld, reason="I asked around.")


def both(road: Road, action: Action) -> Road:
    for side in SIDES:
        road.do(action, road.side(side))
    return road


def signed(road: Road) -> Road:
    """The panel finds, takes a measure, gives reasons; the chair signs. Not delivered yet."""
    return road.vote().measure().reasons().sign()


def closed(road: Road) -> Road:
    return road.do(Action.CLOSE, road.who(Role.REGISTRAR))


def final(road: Road) -> Road:
    """Nobody appeals in time."""
    return road.later(days=31).clock()


def monitored(road: Road) -> Road:
    return road.do(Action.START_MONITORING, road.who(Role.REGISTRAR))


def over(road: Road) -> Road:
    """The measure has ended."""
    return monitored(road).later(days=200).clock()


def appealed(cast: Cast) -> Road:
    return branch(cast).to_decision().appeal()


def admitted(road: Road) -> Road:
    return road.do(Action.ADMIT_APPEAL, road.who(Role.APPEALS_OFFICER), reason="A permitted reason is named.")


def appeal_signed(road: Road, outcome: Outcome = Outcome.AFFIRM, **measure: object) -> Road:
    road.do(Action.PROPOSE_OUTCOME, road.who(Role.PANEL_CHAIR), outcome=outcome, **measure)
    return road.vote().reasons().sign()


def external(cast: Cast) -> Road:
    """A panel of the national committee that has lost too many members, with nobody left to draw."""
    road = national(cast).to_vote()
    end_offices(Post.NATIONAL_ALTERNATE, Post.RESERVE, Post.BRANCH_LEADER)
    for member in road.panel()[:2]:
        road.do(Action.RECUSE, member)
    return road


def report_external(road: Road) -> Road:
    return road.do(Action.REPORT_EXTERNAL, road.who(Role.REGISTRAR), result="Settled there.")


def _formal(start: Callable[[Cast], Road], tier: Tier) -> dict[tuple[Tier, State], Callable[[Cast], Road]]:
    return {
        (tier, State.FORMING): start,
        (tier, State.RESPONDING): lambda c: start(c).seat_panel().notice(),
        (tier, State.INVESTIGATING): lambda c: start(c).seat_panel().notice().answer(),
        (tier, State.EVIDENCE_REVIEW): lambda c: start(c).seat_panel().notice().answer().report(),
        (tier, State.HEARING): lambda c: start(c).seat_panel().notice().answer().report().review(),
        (tier, State.DELIBERATING): lambda c: start(c).to_vote(),
        (tier, State.SIGNED): lambda c: signed(start(c).to_vote()),
        (tier, State.APPEAL_WINDOW): lambda c: start(c).to_decision(),
        (tier, State.FINAL): lambda c: final(start(c).to_decision()),
        (tier, State.MONITORING): lambda c: monitored(final(start(c).to_decision())),
        (tier, State.CLOSED): lambda c: over(final(start(c).to_decision())),
    }


PLACES: dict[tuple[Tier, State], Callable[[Cast], Road]] = {
    (Tier.INTAKE, State.ROUTING): unroutable,
    (Tier.INTAKE, State.TRIAGE): framed,
    (Tier.INTAKE, State.WAITING_FOR_FACTS): asked,
    (Tier.INTAKE, State.DISMISSAL_PROPOSED): dismissal,
    (Tier.INTAKE, State.DISMISSED): dismissed,
    (Tier.INTAKE, State.UNDER_REVIEW): reviewed,
    (Tier.INTAKE, State.CLOSED): referred,
    (Tier.INFORMAL, State.INFORMAL_OFFERED): offered,
    (Tier.INFORMAL, State.INFORMAL): talks,
    (Tier.INFORMAL, State.INFORMAL_AGREED): agreed,
    (Tier.INFORMAL, State.CLOSED): kept,
    **_formal(branch, Tier.BRANCH),
    **_formal(national, Tier.NATIONAL),
    (Tier.APPEAL, State.ADMISSIBILITY): appealed,
    (Tier.APPEAL, State.FORMING): lambda c: admitted(appealed(c)),
    (Tier.APPEAL, State.RESPONDING): lambda c: admitted(appealed(c)).seat_panel().notice(),
    (Tier.APPEAL, State.DELIBERATING): lambda c: appealed(c).admit(),
    (Tier.APPEAL, State.SIGNED): lambda c: appeal_signed(appealed(c).admit()),
    (Tier.APPEAL, State.FINAL): lambda c: appealed(c).admit().outcome(),
    (Tier.APPEAL, State.MONITORING): lambda c: monitored(appealed(c).admit().outcome()),
    (Tier.APPEAL, State.CLOSED): lambda c: closed(appealed(c).admit().outcome(Outcome.REVERSE)),
    (Tier.EXTERNAL, State.AWAITING_EXTERNAL): external,
    (Tier.EXTERNAL, State.CLOSED): lambda c: report_external(external(c)),
}
"""How to bring a case to each place of the default procedure."""
