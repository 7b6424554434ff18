"""Small builders of plain facts, and the default procedure. Nobody here needs a database."""

from datetime import date
from pathlib import Path

from cases.domain.facts import (
    ActFacts,
    ActorFacts,
    AllegationFacts,
    CaseFacts,
    ChallengeFacts,
    Hand,
    LedTogether,
    MotionFacts,
    PanelFacts,
    PartyFacts,
    SeatFacts,
    Tie,
)
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import (
    Action,
    Category,
    MotionKind,
    Relation,
    Role,
    SeatKind,
    SeatStatus,
    State,
    Tier,
    Why,
)

ANA, ROB, WIT, CAL, DEE, ELI, FAY, GUS, HANA, ZED = range(1, 11)
TODAY = date(2026, 6, 15)
PROCEDURE = Procedure.parse((Path(__file__).parents[2] / "cases/procedures/iso-2014.toml").read_text())


def party(member: int | None, side: Role = Role.RESPONDENT, *, number: int = 2, **facts) -> PartyFacts:
    return PartyFacts(number=number, side=side, member=member, **facts)


SIDES = (party(ANA, Role.COMPLAINANT, number=1), party(ROB))
WITH_WITNESS = (*SIDES, party(WIT, Role.WITNESS, number=3))


def case(state: State = State.TRIAGE, tier: Tier = Tier.INTAKE, **facts) -> CaseFacts:
    """A case of Ana against Rob, received on the first of June."""
    start = {"proceeding": 1, "today": TODAY, "received_on": date(2026, 6, 1), "entered_on": date(2026, 6, 8)}
    return CaseFacts(**{"state": state, "tier": tier, "parties": SIDES, **start, **facts})


def tie(member: int, other: int, relation: Relation, until: date | None = None) -> frozenset[Tie]:
    return frozenset({Tie(member=member, other=other, relation=relation, until=until)})


def led(member: int, other: int, until: date | None = None) -> frozenset[LedTogether]:
    return frozenset({LedTogether(member=member, other=other, until=until)})


def hand(member: int, desk: str, role: Role, *, still_open: bool = False) -> frozenset[Hand]:
    return frozenset({Hand(member=member, desk=desk, role=role, open=still_open)})


def allegation(number: int = 1, category: Category = Category.HARASSMENT, provision: str = "2.1") -> AllegationFacts:
    return AllegationFacts(number=number, category=category, provision=provision)


def seat(
    member: int,
    status: SeatStatus = SeatStatus.SEATED,
    kind: SeatKind = SeatKind.MEMBER,
    told_on: date | None = date(2026, 6, 1),
) -> SeatFacts:
    """Somebody drawn, of whom both sides were told two weeks ago."""
    return SeatFacts(member=member, kind=kind, status=status, told_on=told_on)


def held(member: int, told_on: date | None = date(2026, 6, 1)) -> SeatFacts:
    return seat(member, SeatStatus.HELD, told_on=told_on)


def doubt(member: int, *, number: int = 1, kind: Why = Why.FRIEND, by: int | None = 99, **facts) -> ChallengeFacts:
    """An open doubt about somebody, raised by somebody who does not sit; to be ruled in three days."""
    return ChallengeFacts(
        number=number, member=member, kind=kind, by_member=by, **{"rule_by": date(2026, 6, 18), **facts}
    )


def panel(
    *members: int, tier: Tier = Tier.BRANCH, formed_with: int = 3, more: tuple[SeatFacts, ...] = ()
) -> PanelFacts:
    return PanelFacts(tier=tier, formed_with=formed_with, seats=(*map(seat, members), *more))


def finding(number: int, carried: bool | None, allegation: int = 1, **facts) -> MotionFacts:
    return MotionFacts(
        number=number, kind=MotionKind.FINDING, open=carried is None, carried=carried, allegation=allegation, **facts
    )


def actor(member: int | None, *roles: Role, desk: str = "") -> ActorFacts:
    return ActorFacts(member=member, roles=frozenset(roles), desk=desk)


SYSTEM = actor(None, Role.SYSTEM)


def act(action: Action, *given: str, **values) -> ActFacts:
    return ActFacts(action=action, given=frozenset(given), **values)


def whys(refusals) -> set[Why]:
    return {refusal.why for refusal in refusals}
