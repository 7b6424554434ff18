"""What the rules may know: plain, frozen facts that `cases.load` reads from rows.

Members are database keys (int), days are dates in the organisation's time zone.
"""

from dataclasses import dataclass, field
from datetime import date

from cases.domain.hearing_facts import HearingFacts, MinutesFacts
from cases.domain.hearing_words import PostponementGround
from cases.domain.measure_facts import MeasureFacts as MeasureFacts
from cases.domain.measure_facts import PlanFacts as PlanFacts
from cases.domain.measure_facts import Running as Running
from cases.domain.pending import ChallengeFacts as ChallengeFacts
from cases.domain.pending import ExtensionFacts as ExtensionFacts
from cases.domain.pending import InterimFacts as InterimFacts
from cases.domain.pending import LateRequestFacts as LateRequestFacts
from cases.domain.pending import OfferFacts as OfferFacts
from cases.domain.pending import ReadmissionFacts as ReadmissionFacts
from cases.domain.plan_words import BreachRuling
from cases.domain.requests import JoiningFacts, WithdrawalFacts
from cases.domain.vocabulary import (
    Action,
    AppealGround,
    Category,
    Choice,
    ClosureReason,
    DismissalGround,
    Ground,
    InterimKind,
    MotionKind,
    Outcome,
    Relation,
    Role,
    SeatKind,
    SeatStatus,
    State,
    Tier,
    Why,
)


@dataclass(frozen=True, kw_only=True)
class PartyFacts:
    """A person named in the case; `member` is None for someone who is not known to be a member."""

    number: int
    side: Role
    member: int | None = None
    branch: int | None = None
    informed: bool = False
    left: bool = False
    informed_on: date | None = None
    named_by: int | None = None
    joined: bool = False
    national_office: bool = False


@dataclass(frozen=True, kw_only=True)
class AllegationFacts:
    number: int
    category: Category
    provision: str = ""


@dataclass(frozen=True, kw_only=True)
class Tie:
    """A link of the register between two members; `until` is None while it lasts."""

    member: int
    other: int
    relation: Relation
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class LedTogether:
    """Two members led the same branch at the same time; `until` is None while they still do."""

    member: int
    other: int
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class SameBody:
    """Two members served in the same national body. `executive`: it leads the organisation, or works for it."""

    member: int
    other: int
    executive: bool
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class BranchTime:
    """One stretch of a member's time in one branch; `until` is None while it lasts."""

    member: int
    branch: int
    since: date
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class OtherCase:
    """Another case of somebody who matters in this one.

    `bound` to this case: a complaint in return, possible retaliation or the same facts. `after_roster`: it was filed
    against somebody on the panel of this case by one of its parties. `formal`: its notice was served and it is open.
    """

    complainants: frozenset[int]
    respondents: frozenset[int]
    bound: bool = False
    after_roster: bool = False
    formal: bool = False
    ended_on: date | None = None

    @property
    def sides(self) -> frozenset[int]:
        return self.complainants | self.respondents


@dataclass(frozen=True, kw_only=True)
class Hand:
    """Somebody worked on the case at one desk: `intake`, `informal`, `ruling`, `review`, `branch-2`…"""

    member: int
    desk: str
    role: Role
    open: bool


@dataclass(frozen=True, kw_only=True)
class SeatFacts:
    member: int
    kind: SeatKind
    status: SeatStatus
    chair: bool = False
    told_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class PanelFacts:
    """The people drawn for the open proceeding. `formed_with` is the number of seats the body asked for."""

    tier: Tier
    formed_with: int
    seats: tuple[SeatFacts, ...] = ()

    @property
    def seated(self) -> frozenset[int]:
        """Members with a vote: seated and not investigating."""
        return frozenset(s.member for s in self.seats if s.status is SeatStatus.SEATED and s.kind is SeatKind.MEMBER)

    @property
    def taken(self) -> frozenset[int]:
        """Everybody who has a place or may still get it: asked, seated or on hold."""
        out = (SeatStatus.DECLINED, SeatStatus.LEFT)
        return frozenset(seat.member for seat in self.seats if seat.status not in out)

    @property
    def sitting(self) -> tuple[int, ...]:
        """Everybody who has taken a seat and not left it, also on hold, in the order of the draw."""
        return tuple(s.member for s in self.seats if s.status in (SeatStatus.SEATED, SeatStatus.HELD))

    def drawn_before(self, member: int) -> frozenset[int]:
        """Those who sit and were drawn before this member; all who sit, for somebody not drawn at all."""
        order = [seat.member for seat in self.seats]
        place = order.index(member) if member in order else len(order)
        return frozenset(order[:place]) & frozenset(self.sitting)


@dataclass(frozen=True, kw_only=True)
class MotionFacts:
    """One question put to the panel. `votes` leaves void ballots out."""

    number: int
    kind: MotionKind
    open: bool
    carried: bool | None = None
    allegation: int | None = None
    measure: MeasureFacts | None = None
    outcome: Outcome | None = None
    votes: tuple[tuple[int, Choice], ...] = ()


@dataclass(frozen=True, kw_only=True)
class AppealFacts:
    """`doubted`: a conflict of interest in the panel below goes with it; `explained`: that panel gave new reasons."""

    by_side: Role
    by_member: int
    ground: AppealGround | None = None
    doubted: bool = False
    explained: bool = False
    expulsion_at_stake: bool = False
    answered: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class CaseFacts:
    """All that the rules may know about a case at one moment.

    `held` are those whose challenge waits for its ruling; `ruled_out` and `kept` say how rulings ended for a
    member and a kind of conflict. `declared` pairs a member with the stage at which they last declared, about the
    people who are named now; `strikes` has the side of each person taken off a panel without a reason.

    `often` says of acts that are limited how many times each was done in the whole case.
    `offers` is the evidence brought late that waits for its ruling, `reopened` how often the review was opened again;
    `replies` are those since it was last opened. `extension` waits for its ruling; `extensions` were
    granted for the running step and `pauses` made or renewed, both in this proceeding; `pause_agreed` are those of
    the two sides who agree that the running one goes on, `pause_quiet` says that they are not told of it.
    `late_conflict` is the kind of conflict that was reported after the decision and waits for its ruling.
    `decided_on` is the day on which the decision that stands was delivered, `late_requests` who asked to appeal
    against it late, or to open the case again; both are asked only where it is final.
    `expelled` pairs who is expelled by this case with the first day of it.
    `explains`: the panel that decided has it again, only for its reasons.
    `pool` is the branch's eligible pool where it was counted, `measures` what the appealed decision imposed.
    `follow_up` are the measures that run or wait, `to_apply` numbers what somebody still has to apply, or to end.
    """

    state: State
    tier: Tier
    proceeding: int
    today: date
    received_on: date
    entered_on: date
    due_on: date | None = None
    branch: int | None = None
    parties: tuple[PartyFacts, ...] = ()
    allegations: tuple[AllegationFacts, ...] = ()
    excluded: frozenset[int] = frozenset()
    recused: frozenset[int] = frozenset()
    held: frozenset[int] = frozenset()
    struck: frozenset[int] = frozenset()
    ruled_out: frozenset[tuple[int, Why]] = frozenset()
    kept: frozenset[tuple[int, Why]] = frozenset()
    challenges: tuple[ChallengeFacts, ...] = ()
    declared: frozenset[tuple[int, str]] = frozenset()
    strikes: tuple[Role, ...] = ()
    ties: frozenset[Tie] = frozenset()
    led_together: frozenset[LedTogether] = frozenset()
    same_bodies: frozenset[SameBody] = frozenset()
    branch_times: frozenset[BranchTime] = frozenset()
    other_cases: frozenset[OtherCase] = frozenset()
    hands: frozenset[Hand] = frozenset()
    names_a_leader: bool = False
    often: frozenset[tuple[Action, int]] = frozenset()
    safety_screened: bool = False
    facts_asked: bool = False
    dismissal_ground: DismissalGround | None = None
    dismissal_by: int | None = None
    leaving_decided: bool = False
    closed_as: ClosureReason | None = None
    consents: frozenset[Role] = frozenset()
    signatures: frozenset[Role] = frozenset()
    terms_written: bool = False
    check_ins_open: int = 0
    panel: PanelFacts | None = None
    explains: bool = False
    answered: bool = False
    deliveries: frozenset[str] = frozenset()
    report_written: bool = False
    replies: frozenset[Role] = frozenset()
    replied: frozenset[int] = frozenset()
    offers: tuple[OfferFacts, ...] = ()
    exhibits: frozenset[int] = frozenset()
    hidden: frozenset[int] = frozenset()
    files: frozenset[str] = frozenset()
    reopened: int = 0
    interims: tuple[InterimFacts, ...] = ()
    hearing_on: date | None = None
    hearing: HearingFacts = field(default_factory=HearingFacts)
    minutes: MinutesFacts = field(default_factory=MinutesFacts)
    motions: tuple[MotionFacts, ...] = ()
    reasoned: frozenset[int] = frozenset()
    outcome_reasoned: bool = False
    name_withheld: bool = False
    leaks_read: bool = False
    appeal: AppealFacts | None = None
    escalation_asked: Ground | None = None
    late_conflict: Why | None = None
    decided_on: date | None = None
    late_requests: tuple[LateRequestFacts, ...] = ()
    expelled: tuple[tuple[int, date], ...] = ()
    readmissions: tuple[ReadmissionFacts, ...] = ()
    withdrawal: WithdrawalFacts | None = None
    joining: JoiningFacts | None = None
    joined: frozenset[int] = frozenset()
    carried_on: bool = False
    extension: ExtensionFacts | None = None
    extensions: int = 0
    stayed_until: date | None = None
    pauses: int = 0
    pause_quiet: bool = False
    pause_agreed: frozenset[int] = frozenset()
    pool: frozenset[int] | None = field(default=None)
    branch_leaders: frozenset[int] = frozenset()
    notice_served_on: date | None = None
    informal_wished: bool = False
    measures: tuple[MeasureFacts, ...] = ()
    follow_up: tuple[Running, ...] = ()
    to_apply: tuple[int, ...] = ()
    plan: PlanFacts | None = None

    @property
    def party_members(self) -> frozenset[int]:
        """Complainants and respondents who are known members."""
        sides = (Role.COMPLAINANT, Role.RESPONDENT)
        return frozenset(p.member for p in self.parties if p.side in sides and p.member is not None)

    @property
    def witness_members(self) -> frozenset[int]:
        return frozenset(p.member for p in self.parties if p.side is Role.WITNESS and p.member is not None)

    @property
    def supporter_members(self) -> frozenset[int]:
        return frozenset(p.member for p in self.parties if p.side is Role.SUPPORTER and p.member is not None)

    @property
    def respondent_members(self) -> frozenset[int]:
        return frozenset(p.member for p in self.respondents if p.member is not None)

    @property
    def told_on(self) -> date | None:
        """The first day on which a respondent knew of the case."""
        return min((p.informed_on for p in self.respondents if p.informed_on), default=None)

    @property
    def respondents(self) -> tuple[PartyFacts, ...]:
        return tuple(p for p in self.parties if p.side is Role.RESPONDENT)


@dataclass(frozen=True, kw_only=True)
class ActorFacts:
    """Who wants to act: `member` is None for the system, `given` names the form fields that were filled."""

    member: int | None
    roles: frozenset[Role] = frozenset()
    desk: str = ""


@dataclass(frozen=True, kw_only=True)
class ActFacts:
    """What the act itself brings: the filled records and the values a guard looks at.

    `asking` is a question ahead of the act: what it would bring is not known yet and not held against it.
    `sole_ground` says in words why what was named is no conflict of interest.
    """

    action: Action
    given: frozenset[str] = frozenset()
    dismissal_ground: DismissalGround | None = None
    ground: Ground | None = None
    file: str = ""
    motion: int | None = None
    measure: MeasureFacts | None = None
    outcome: Outcome | None = None
    hearing_on: date | None = None
    postponement: PostponementGround | None = None
    question: int | None = None
    party: int | None = None
    challenge: int | None = None
    offer: int | None = None
    interim: InterimKind | None = None
    interim_number: int | None = None
    bound: int | None = None
    protects: int | None = None
    review_on: date | None = None
    ends_on: date | None = None
    member: int | None = None
    kind: Why | None = None
    sole_ground: str = ""
    learned_on: date | None = None
    until: date | None = None
    upheld: bool = False
    withdrawn: frozenset[int] = frozenset()
    pressed: bool = False
    number: int | None = None
    breach: BreachRuling | None = None
    days: int | None = None
    asking: bool = False
