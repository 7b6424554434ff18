"""Rows in, facts out: the only bridge from the database to the rules."""

from collections import Counter
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from branches.models import Member, Office
from branches.posts import Post
from cases import law
from cases.domain import notices
from cases.domain.facts import (
    ActorFacts,
    AllegationFacts,
    CaseFacts,
    Hand,
    PanelFacts,
    PartyFacts,
)
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import (
    Action,
    Category,
    ClosureReason,
    DismissalGround,
    EventKind,
    Ground,
    Role,
    SeatStatus,
    State,
    Tier,
)
from cases.load import delays as delays
from cases.load import formal, interims, others, people, ties
from cases.load import measures as measures
from cases.load import requests as requests
from cases.load.doubts import doubts
from cases.load.doubts import named_now as named_now
from cases.load.formal import motion_facts as motion_facts
from cases.models import (
    Agreement,
    Allegation,
    Case,
    CaseEvent,
    CaseRole,
    CheckIn,
    Consent,
    FactsRequest,
    Objection,
    Party,
    Proceeding,
    SafetyScreen,
    Seat,
    Writing,
)
from cases.record import Actor, Guest, System
from cases.together import Facts, Reading, reads, side_by_side

ASKING = (Action.REQUEST_ESCALATION, Action.RULE_ESCALATION, Action.ASK_EXTENSION, Action.STAY)
WITH_PANEL = frozenset({Tier.BRANCH, Tier.NATIONAL, Tier.APPEAL})


def procedure_of(case: Case) -> Procedure:
    """The procedure the case was pinned to on the day it was received."""
    return law.procedure_of(case.procedure)


def open_proceeding(case: Case) -> Proceeding:
    """The attempt that is running, or the last one of a case that is over."""
    return Proceeding.objects.filter(case=case).order_by("-number")[0]


@reads
def case_facts(case: Case, *, today: date, proceeding: Proceeding | None = None) -> Reading[CaseFacts]:
    """Everything the rules may know about a case. Reads what the state can need, and nothing else."""
    if proceeding is None:
        ((proceeding,),) = yield [Proceeding.objects.filter(case=case).order_by("-number")[:1]]
    here = yield from side_by_side(
        rows=Party.objects.filter(case=case).select_related("member", "member__same_as").order_by("number"),
        hands=_hands(case),
        interims=interims.of_case.begin(case),
        doubts=doubts.begin(case, proceeding),
        known=_known(case, proceeding, today),
    )
    rows, hands, known = here["rows"], here["hands"], here["known"]
    around = yield from _around(case, rows, hands, known.get("panel"), today)
    shared: ties.Shared = around.pop("shared")
    return CaseFacts(
        state=State(case.state),
        tier=Tier(case.tier),
        proceeding=proceeding.number,
        today=today,
        received_on=case.received_on,
        entered_on=case.entered_on,
        due_on=case.due_on,
        branch=case.branch_id,
        parties=tuple(_party(row, shared.national) for row in rows),
        led_together=shared.led_together,
        same_bodies=shared.same_bodies,
        branch_leaders=shared.leaders,
        hands=hands,
        interims=here["interims"],
        names_a_leader=case.names_a_leader,
        closed_as=ClosureReason(case.closure_reason) if case.closure_reason else None,
        **here["doubts"],
        **around,
        **known,
    )


def _around(
    case: Case, rows: list[Party], hands: frozenset[Hand], panel: PanelFacts | None, today: date
) -> Reading[dict[str, Any]]:
    """What joins the people of the case to each other and to other cases."""
    named = frozenset(row.member_id for row in rows if row.member_id)
    sides = frozenset(row.member_id for row in rows if row.member_id and row.side in others.SIDES)
    workers = frozenset(hand.member for hand in hands)
    drawn = frozenset(seat.member for seat in panel.seats) if panel else frozenset()
    return (
        yield from side_by_side(
            shared=ties.shared_offices.begin(named, case.branch_id, today),
            ties=ties.ties.begin(named | drawn),
            branch_times=ties.branch_times.begin(procedure_of(case), case, sides, workers),
            other_cases=others.other_cases.begin(case, sides, drawn | workers),
        )
    )


@reads
def actor_facts(by: Actor, case: Case, *, today: date | None = None) -> Reading[ActorFacts]:
    """Who acts: a person with the roles held in this case, or the system.

    With `today` somebody who is nothing else in the case can act as the auditor that they are on that day.
    """
    if isinstance(by, Guest):
        return ActorFacts(member=None, roles=frozenset({by.role}))
    if isinstance(by, System):
        return ActorFacts(member=None, roles=frozenset({Role.SYSTEM}))
    asked = Seat.objects.filter(case=case, member=by, status=SeatStatus.ASKED, proceeding__ended_at__isnull=True)
    held, sides, asked = yield [
        CaseRole.objects.filter(case=case, member=by, until__isnull=True).values_list("role", "desk"),
        Party.objects.filter(case=case, member=by, informed_at__isnull=False).values_list("side", flat=True),
        asked.values_list("pk", flat=True),
    ]
    roles = {Role(role): desk for role, desk in held}
    found = frozenset(roles) | {Role(side) for side in sides} | ({Role.CANDIDATE} if asked else set())
    if not found and today and (yield Office.objects.on(today).filter(member=by, post=Post.AUDITOR)[:1]):
        found = frozenset({Role.AUDITOR})
    return ActorFacts(
        member=by.pk,
        roles=found,
        desk=next(iter(roles.values()), ""),
    )


def _party(row: Party, national: frozenset[int]) -> PartyFacts:
    return PartyFacts(
        number=row.number,
        side=Role(row.side),
        member=row.member_id,
        branch=row.member.branch_id if row.member else None,
        informed=row.informed_at is not None,
        informed_on=local_day(row.informed_at) if row.informed_at else None,
        named_by=row.named_by_id,
        joined=row.joined_from_id is not None,
        left=row.member is not None and _has_left(row.member),
        national_office=row.member_id in national,
    )


def _has_left(member: Member) -> bool:
    """Left, and not back under another entry of the register."""
    return member.left_on is not None and (member.same_as is None or member.same_as.left_on is not None)


def _hands(case: Case) -> Reading[frozenset[Hand]]:
    rows = yield CaseRole.objects.filter(case=case).values_list("member_id", "desk", "role", "until")
    return frozenset(Hand(member=m, desk=d, role=Role(r), open=u is None) for m, d, r, u in rows)


def _known(case: Case, proceeding: Proceeding, today: date) -> Reading[dict[str, Any]]:
    """What only some levels have to tell, all of it side by side."""
    parts = yield from side_by_side(**{part.__name__: part(case, proceeding, today) for part in _parts(case)})
    return {name: fact for part in parts.values() for name, fact in part.items()}


def _parts(case: Case) -> list[Any]:
    parts = [_allegations, _requests, _often]
    if case.tier == Tier.INTAKE:
        parts += [_intake]
    if case.tier == Tier.INFORMAL:
        parts += [_informal]
    if case.tier in WITH_PANEL:
        parts += formal.PARTS
    return parts


def _often(case: Case, proceeding: Proceeding, today: date) -> Facts:
    """How many times each act was done that the procedure limits here; nothing is asked where none is limited."""
    steps = procedure_of(case).steps_from(Tier(case.tier), State(case.state))
    kinds = {notices.event_of(s.action, Tier(case.tier)): s.action for s in steps if s.most is not None}
    if not kinds:
        return {}
    rows: list[str] = yield CaseEvent.objects.filter(case=case, kind__in=list(kinds)).values_list("kind", flat=True)
    return {"often": frozenset((kinds[EventKind(kind)], times) for kind, times in Counter(rows).items())}


def _allegations(case: Case, proceeding: Proceeding, today: date) -> Facts:
    """What somebody still decides on, and what the complainant has withdrawn."""
    rows = Allegation.objects.filter(case=case).order_by("number").values_list("number", "category", "provision")
    objected = Objection.objects.filter(Q(joining__case=case) | Q(joining__other=case), joining__how="")
    found, asked, joining, against = yield [
        rows,
        requests.asked(case),
        requests.proposed(case),
        objected.values_list("written_by_id", flat=True),
    ]
    rest, withdrawn = requests.withdrawals(asked)
    left, joined = requests.joinings(case, joining, against)
    facts = (AllegationFacts(number=n, category=Category(c), provision=p) for n, c, p in found if n not in rest | left)
    return {"allegations": tuple(facts), **withdrawn, **joined}


def _requests(case: Case, proceeding: Proceeding, today: date) -> Facts:
    """What waits for a ruling, how often the case was paused, and whether a panel chose to go on after a leaving."""
    actions = (*ASKING, Action.GO_ON_AFTER_LEAVING)
    rows = Writing.objects.filter(case=case, action__in=actions).order_by("written_at")
    written = yield rows.values_list("action", "ground", "proceeding_id")
    here = [(action, ground) for action, ground, where in written if where == proceeding.pk]
    done = [action for action, _ in here]
    asked = [ground for action, ground in here if action == Action.REQUEST_ESCALATION]
    ruled = sum(action == Action.RULE_ESCALATION for action, _ in here)
    return {
        "escalation_asked": Ground(asked[-1]) if len(asked) > ruled else None,
        **(yield from delays.delays.begin(case, proceeding, done)),
        "leaving_decided": any(action == Action.GO_ON_AFTER_LEAVING for action, _, _ in written),
    }


def _intake(case: Case, proceeding: Proceeding, today: date) -> Facts:
    proposals = Writing.objects.filter(proceeding=proceeding, action=Action.PROPOSE_DISMISSAL).order_by("-written_at")
    sides = Party.objects.filter(case=case, side__in=others.SIDES, member__isnull=False)
    proposed, screened, asked, named = yield [
        proposals.values_list("ground", "written_by_id")[:1],
        SafetyScreen.objects.filter(case=case).values_list("pk")[:1],
        FactsRequest.objects.filter(case=case).values_list("pk")[:1],
        sides.values_list("member_id", flat=True),
    ]
    ground, by = proposed[0] if proposed else (None, None)
    first_look = case.state == State.TRIAGE
    return {
        "informal_wished": case.informal_wished,
        "pool": people.branch_pool(procedure_of(case), case.branch_id, today, named) if first_look else None,
        "safety_screened": bool(screened),
        "facts_asked": bool(asked),
        "dismissal_ground": DismissalGround(ground) if ground else None,
        "dismissal_by": by,
    }


def _informal(case: Case, proceeding: Proceeding, today: date) -> Facts:
    given, terms, waiting = yield [
        Consent.objects.filter(proceeding=proceeding).values_list("side", "action"),
        Agreement.objects.filter(proceeding=proceeding).values_list("pk")[:1],
        CheckIn.objects.filter(agreement__proceeding=proceeding, kept__isnull=True).values_list("pk"),
    ]
    return {
        "consents": frozenset(Role(s) for s, action in given if action == Action.CONSENT),
        "signatures": frozenset(Role(s) for s, action in given if action == Action.SIGN_TERMS),
        "terms_written": bool(terms),
        "check_ins_open": len(waiting),
    }


def local_day(moment: datetime) -> date:
    """The day of a moment in the organisation's time zone."""
    return timezone.localdate(moment)
