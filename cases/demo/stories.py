"""The stories of the demo world: who complains about what, how far the case has come, and how long ago that was."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cases.demo import matters, ways
from cases.demo.cast import LAST, NATIONAL, NATIONAL_ALTERNATES, RESERVE
from cases.demo.matters import Matter
from cases.demo.roads import Road
from cases.demo.ways import Way, national, until
from cases.domain.vocabulary import Ground, Outcome, State, Tier


@dataclass(frozen=True)
class Story:
    """One case. `rest` is how many days ago its last act was; `often` how common it is in a larger world.

    Whoever is not named is anybody of the branch; a matter that is not named is any that a branch may handle.
    """

    title: str
    tier: Tier
    state: State
    rest: float
    way: Way = ()
    branch: str = "Northside"
    by: str = ""
    about: tuple[str, ...] = ()
    matter: Matter | None = None
    filing: Mapping[str, Any] = field(default_factory=dict)
    witnesses: int = 0
    often: int = 0


def _demo(*names: str) -> tuple[str, ...]:
    return tuple(f"{name} {LAST}" for name in names)


ALL_WHO_READ_FIRST = _demo("Eva", "Ned", "Ira", "Nora", *RESERVE)
ALMOST_ALL_WHO_DECIDE = _demo(*NATIONAL, *NATIONAL_ALTERNATES, *RESERVE[:3])

# fmt: off
FIRST_LOOK = (
    Story("Received this morning", Tier.INTAKE, State.TRIAGE, 0.1, often=1),
    Story("Nobody is free to read it", Tier.INTAKE, State.ROUTING, 0.5, branch="Eastport",
          filing={"must_not_see": ALL_WHO_READ_FIRST}),
    Story("The first look is overdue", Tier.INTAKE, State.TRIAGE, 12, way=((0.5, Road.screen),), branch="Eastport",
          often=1),
    Story("Ready to be sent on, with an addition", Tier.INTAKE, State.TRIAGE, 6,
          way=(*ways.LOOKED, (2, ways.add_later)), matter=matters.CASH_BOX),
    Story("The complainant is asked for facts", Tier.INTAKE, State.WAITING_FOR_FACTS, 12,
          way=((0.5, Road.screen), (1, ways.ask)), by="Ana", matter=matters.ROTA, often=1),
    Story("A second officer checks a dismissal", Tier.INTAKE, State.DISMISSAL_PROPOSED, 2,
          way=until(ways.DISMISSED, ways.dismiss), matter=matters.MANDATE, often=1),
    Story("Dismissed; a review is still possible", Tier.INTAKE, State.DISMISSED, 9, way=ways.DISMISSED, by="Ana",
          about=("Lena Demo",), matter=matters.MANDATE, often=2),
    Story("A dismissal is being reviewed", Tier.INTAKE, State.UNDER_REVIEW, 8, way=ways.REVIEWED, often=1),
    Story("The review left the dismissal as it was", Tier.INTAKE, State.CLOSED, 20,
          way=(*ways.REVIEWED, (6, ways.uphold)), often=6),
    Story("The review sent it back to a new first look", Tier.INTAKE, State.TRIAGE, 3,
          way=(*ways.REVIEWED, (5, ways.overturn)), branch="Eastport", often=1),
    Story("Dismissed after an answer; nobody asked for a review", Tier.INTAKE, State.CLOSED, 16,
          way=((0.5, Road.screen), (1, ways.ask), (5, ways.answer_facts), (2, ways.dismiss), (1, ways.confirm)),
          often=20),
    Story("Referred to another body", Tier.INTAKE, State.CLOSED, 30, way=((0.5, Road.screen), (2, ways.refer)),
          branch="Eastport", often=12),
)
*_, SIMPLE = FIRST_LOOK

TALKS = (
    Story("Talks are offered; the other side has not answered", Tier.INFORMAL, State.INFORMAL_OFFERED, 3,
          way=until(ways.TALKS, ways.agree), by="Ana", about=("Rob Demo",), matter=matters.SHOUTING,
          filing={"informal_wished": True}, often=1),
    Story("Talks go on", Tier.INFORMAL, State.INFORMAL, 9, way=until(ways.TALKS, ways.terms),
          matter=matters.GROUP_CHAT, often=1),
    Story("An agreement is being kept", Tier.INFORMAL, State.INFORMAL_AGREED, 26,
          way=(*until(ways.TALKS, ways.sign_too), (31, ways.check_in)), branch="Eastport", matter=matters.ACCENT,
          often=2),
    Story("Agreed, kept and closed", Tier.INFORMAL, State.CLOSED, 14, way=ways.TALKS, matter=matters.SHOUTING,
          often=16),
    Story("One side left the talks without a reason", Tier.INTAKE, State.TRIAGE, 4,
          way=(*until(ways.TALKS, ways.talk), (3, ways.leave_talks)), matter=matters.GROUP_CHAT, often=1),
)

AT_THE_BRANCH = (
    Story("A branch panel is being asked", Tier.BRANCH, State.FORMING, 1,
          way=(*until(ways.BRANCH, Road.draw), (0.4, ways.answer_one)), often=1),
    Story("The respondent's answer is due soon", Tier.BRANCH, State.RESPONDING, 12,
          way=until(ways.BRANCH, Road.notice), by="Tara", about=("Rob Demo",), matter=matters.CASH_BOX, often=1),
    Story("A side took somebody off the panel, without a reason", Tier.BRANCH, State.RESPONDING, 2,
          way=(*until(ways.BRANCH, Road.notice), (2, ways.strike), (1, ways.all_clear)), branch="Eastport"),
    Story("No answer came; the inquiry goes on", Tier.BRANCH, State.INVESTIGATING, 8,
          way=(*until(ways.BRANCH, Road.notice), (3, ways.deliver_letter), (13, ways.wait)), branch="Eastport",
          often=1),
    Story("The branch is silent; the complainant asks for the national committee", Tier.BRANCH, State.INVESTIGATING, 2,
          way=(*until(ways.BRANCH, Road.answer), (46, ways.ask_up)), by="Ana", matter=matters.ACCENT),
    Story("Both sides read the evidence", Tier.BRANCH, State.EVIDENCE_REVIEW, 5,
          way=(*until(ways.BRANCH, Road.report), (3, ways.reply_one)), often=1),
    Story("A hearing is called at the branch", Tier.BRANCH, State.HEARING, 4,
          way=(*until(ways.BRANCH, Road.close_review), (3, ways.call_hearing)), branch="Eastport", often=1),
    Story("Two votes are missing", Tier.BRANCH, State.DELIBERATING, 4,
          way=(*until(ways.BRANCH, Road.papers), (3, ways.some_votes)), matter=matters.GROUP_CHAT, often=1),
    Story("Signed and waiting to be delivered", Tier.BRANCH, State.SIGNED, 2, way=until(ways.BRANCH, Road.sign),
          often=1),
    Story("A warning was delivered; the respondent may appeal", Tier.BRANCH, State.APPEAL_WINDOW, 12,
          way=ways.BRANCH, by="Ana", about=("Rob Demo",), matter=matters.SHOUTING, often=2),
    Story("Final; the measure is to be followed", Tier.BRANCH, State.FINAL, 5, way=ways.FINAL, often=1),
    Story("A warning is being followed", Tier.BRANCH, State.MONITORING, 40, way=ways.MONITORED, branch="Eastport",
          often=3),
    Story("Not substantiated", Tier.BRANCH, State.CLOSED, 25, way=ways.NOT_FOUND, matter=matters.GOSSIP,
          often=12),
    Story("The coaching is completed", Tier.BRANCH, State.CLOSED, 10, way=ways.COACHED, often=14),
)

AT_THE_NATIONAL_COMMITTEE = (
    Story("About the chair of a branch: nobody of the branch knows of it", Tier.NATIONAL, State.FORMING, 1,
          way=(*until(national(Ground.LEADERSHIP), Road.draw), (0.4, ways.answer_one)), by="Tara",
          about=("Bo Demo",), matter=matters.ROTA, filing={"about_leader": "yes"}),
    Story("The complainant's name is withheld", Tier.NATIONAL, State.RESPONDING, 6,
          way=until(national(Ground.FEAR_OF_BIAS), Road.notice), matter=matters.REMARKS,
          filing={"name_withheld": True}, often=1),
    Story("A member of the panel is on hold", Tier.NATIONAL, State.RESPONDING, 1,
          way=(*until(national(Ground.FEAR_OF_BIAS), Road.notice), (3, ways.challenge)), matter=matters.REMARKS),
    Story("A challenge was ruled, and somebody else sits", Tier.NATIONAL, State.RESPONDING, 2,
          way=(*until(national(Ground.EXPULSION), Road.notice), (3, ways.challenge), (2, ways.rule_out),
               (1, ways.all_clear)), branch="Eastport", matter=matters.ACCENT),
    Story("A committee member is named as a person who must not see it", Tier.NATIONAL, State.INVESTIGATING, 20,
          way=(*until(national(Ground.GRAVE), Road.answer), (6, ways.name_witness)), matter=matters.WAITING,
          filing={"must_not_see": _demo("Hana")}, often=1),
    Story("Too few in a tiny branch: straight to the national committee", Tier.NATIONAL, State.EVIDENCE_REVIEW, 7,
          way=until(national(Ground.NO_QUORUM), Road.report), branch="Lakeview", by="Mona", witnesses=5,
          matter=matters.GROUP_CHAT),
    Story("A hearing is called at the national committee", Tier.NATIONAL, State.HEARING, 5,
          way=until(national(Ground.GRAVE, ways.HEARING), ways.call_hearing), about=("Rob Demo",),
          matter=matters.WARNING_WORDS, often=1),
    Story("A panel member stepped aside; the votes were cleared", Tier.NATIONAL, State.DELIBERATING, 2,
          way=(*until(national(Ground.GRAVE), Road.papers), (3, ways.some_votes), (1, ways.step_aside)),
          branch="Eastport", matter=matters.WAITING, often=1),
    Story("A restriction is signed", Tier.NATIONAL, State.SIGNED, 1,
          way=until(national(Ground.EXPULSION, ways.panel(ways.restrict)), Road.sign), matter=matters.REMARKS, often=1),
    Story("An expulsion was delivered; an appeal is possible", Tier.NATIONAL, State.APPEAL_WINDOW, 18,
          way=until(national(Ground.GRAVE, ways.EXPELLED), Road.serve), branch="Eastport", matter=matters.WAITING,
          often=1),
    Story("A national decision is final", Tier.NATIONAL, State.FINAL, 3,
          way=(*national(Ground.GRAVE), (31, ways.wait)), matter=matters.WARNING_WORDS, often=1),
    Story("A national decision is being followed", Tier.NATIONAL, State.MONITORING, 50,
          way=(*national(Ground.TWO_BRANCHES, ways.panel(ways.restrict)), (31, ways.wait), (4, ways.monitor)),
          about=("Olga Demo",), matter=matters.ACCENT, often=2),
    Story("Expelled, and closed", Tier.NATIONAL, State.CLOSED, 30,
          way=(*national(Ground.GRAVE, ways.EXPELLED), (3, ways.close)), matter=matters.WAITING, often=4),
    Story("Almost the whole committee is too close to decide", Tier.EXTERNAL, State.AWAITING_EXTERNAL, 11,
          way=until(national(Ground.NATIONAL_OFFICER), Road.draw), by="Omar", about=("Stan Demo",),
          matter=matters.CASH_BOX, filing={"must_not_see": ALMOST_ALL_WHO_DECIDE, "about_leader": "yes"}),
    Story("Decided by an external body", Tier.EXTERNAL, State.CLOSED, 60,
          way=(*until(national(Ground.NATIONAL_OFFICER), Road.draw), (26, ways.report_external)), branch="Eastport",
          about=("Stan Demo",), matter=matters.MANDATE, filing={"must_not_see": ALMOST_ALL_WHO_DECIDE}),
)

APPEALS = (
    Story("An appeal is being checked", Tier.APPEAL, State.ADMISSIBILITY, 4,
          way=until(ways.ASKED_AGAIN, ways.appeal), often=1),
    Story("An appeals panel is being asked", Tier.APPEAL, State.FORMING, 1,
          way=(*until(ways.ASKED_AGAIN, Road.rule_in), (1, Road.draw)), branch="Eastport", often=1),
    Story("The other side may answer the appeal", Tier.APPEAL, State.RESPONDING, 9,
          way=(*until(ways.ASKED_AGAIN, Road.rule_in), (1, Road.draw), (2, ways.all_clear), (1, Road.notice)),
          by="Ana", often=1),
    Story("The appeals panel votes", Tier.APPEAL, State.DELIBERATING, 3,
          way=(*ways.ASKED_AGAIN, (5, ways.propose(Outcome.AFFIRM)), (1, ways.some_votes)), often=1),
    Story("An appeal decision is signed", Tier.APPEAL, State.SIGNED, 1,
          way=until(ways.decided(Outcome.AFFIRM), Road.sign), often=1),
    Story("The appeal was refused: no permitted reason", Tier.APPEAL, State.FINAL, 6,
          way=(*until(ways.ASKED_AGAIN, ways.appeal), (5, ways.refuse_appeal)), branch="Eastport", often=1),
    Story("The decision stood on appeal and is being followed", Tier.APPEAL, State.MONITORING, 12,
          way=(*ways.decided(Outcome.AFFIRM), (4, ways.monitor)), often=2),
    Story("The finding was reversed on appeal", Tier.APPEAL, State.CLOSED, 22,
          way=(*ways.decided(Outcome.REVERSE), (5, ways.close)), matter=matters.GOSSIP, often=4),
    Story("A fresh panel hears it again", Tier.BRANCH, State.FORMING, 3, way=ways.decided(Outcome.REMAND),
          branch="Eastport"),
)
# fmt: on

ALL = (*FIRST_LOOK, *TALKS, *AT_THE_BRANCH, *AT_THE_NATIONAL_COMMITTEE, *APPEALS)
