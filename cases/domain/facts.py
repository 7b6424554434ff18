"""What the rules may know: plain, frozen facts that `cases.load` reads from rows.

Members are database keys (int), days are dates in the organisation's time zone.
"""

from dataclasses import dataclass, field
from datetime import date

from cases.domain.vocabulary import (
    Action,
    Category,
    Choice,
    DismissalGround,
    Ground,
    MeasureKind,
    MotionKind,
    Outcome,
    Relation,
    Role,
    SeatKind,
    SeatStatus,
    State,
    Tier,
)


@dataclass(frozen=True, kw_only=True)
class PartyFacts:
    """A person named in the case; `member` is None for someone who is not known to be a member."""

    number: int
    side: Role
    member: int | None = None
    branch: int | None = None
    informed: bool = False
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


@dataclass(frozen=True, kw_only=True)
class MeasureFacts:
    """A measure: `days` is None where it has no end."""

    kind: MeasureKind
    days: int | None = None


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
    by_side: Role
    by_member: int
    expulsion_at_stake: bool = False
    answered: bool = False


@dataclass(frozen=True, kw_only=True)
class CaseFacts:
    """All that the rules may know about a case at one moment.

    `pool` is the branch's eligible pool where it was counted, `measures` what the appealed decision imposed.
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
    ties: frozenset[Tie] = frozenset()
    led_together: frozenset[LedTogether] = frozenset()
    hands: frozenset[Hand] = frozenset()
    names_a_leader: bool = False
    safety_screened: bool = False
    facts_asked: bool = False
    dismissal_ground: DismissalGround | None = None
    dismissal_by: int | None = None
    consents: frozenset[Role] = frozenset()
    signatures: frozenset[Role] = frozenset()
    terms_written: bool = False
    check_ins_open: int = 0
    panel: PanelFacts | None = None
    answered: bool = False
    deliveries: frozenset[str] = frozenset()
    report_written: bool = False
    replies: frozenset[Role] = frozenset()
    hearing_on: date | None = None
    hearing_called_on: date | None = None
    motions: tuple[MotionFacts, ...] = ()
    reasoned: frozenset[int] = frozenset()
    outcome_reasoned: bool = False
    measure_running_until: date | None = None
    measure_running: bool = False
    appeal: AppealFacts | None = None
    escalation_asked: Ground | None = None
    pool: frozenset[int] | None = field(default=None)
    branch_leaders: frozenset[int] = frozenset()
    notice_served_on: date | None = None
    informal_wished: bool = False
    measures: tuple[MeasureFacts, ...] = ()

    @property
    def party_members(self) -> frozenset[int]:
        """Complainants and respondents who are known members."""
        sides = (Role.COMPLAINANT, Role.RESPONDENT)
        return frozenset(p.member for p in self.parties if p.side in sides and p.member is not None)

    @property
    def witness_members(self) -> frozenset[int]:
        return frozenset(p.member for p in self.parties if p.side is Role.WITNESS and p.member is not None)

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
    """

    action: Action
    given: frozenset[str] = frozenset()
    dismissal_ground: DismissalGround | None = None
    ground: Ground | None = None
    motion: int | None = None
    measure: MeasureFacts | None = None
    outcome: Outcome | None = None
    hearing_on: date | None = None
    asking: bool = False
