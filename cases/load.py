"""Rows in, facts out: the only bridge from the database to the rules."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from branches import queries as people
from branches.models import Member, Office
from branches.posts import Post
from cases import law
from cases.domain.facts import (
    ActorFacts,
    AllegationFacts,
    AppealFacts,
    CaseFacts,
    Hand,
    LedTogether,
    MeasureFacts,
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
    Why,
)
from cases.models import (
    Agreement,
    Allegation,
    AllegationFinding,
    Appeal,
    Ballot,
    Case,
    CaseRole,
    CheckIn,
    Conflict,
    Consent,
    Decision,
    Delivery,
    EvidenceReply,
    FactsRequest,
    Hearing,
    InquiryReport,
    Measure,
    Motion,
    Party,
    Proceeding,
    SafetyScreen,
    Seat,
    Writing,
)
from cases.record import Actor, System
from cases.sealed import Keys

NATIONAL_OFFICES = frozenset(
    {
        Post.NATIONAL_OFFICER,
        Post.STAFF,
        Post.NATIONAL_MEMBER,
        Post.NATIONAL_CHAIR,
        Post.NATIONAL_ALTERNATE,
        Post.APPEALS_MEMBER,
        Post.APPEALS_CHAIR,
        Post.APPEALS_ALTERNATE,
    }
)
OWN_BRANCH = "own_branch:"
WITH_PANEL = frozenset({Tier.BRANCH, Tier.NATIONAL, Tier.APPEAL})


def procedure_of(case: Case) -> Procedure:
    """The procedure the case was pinned to on the day it was received."""
    return law.procedure_of(case.procedure)


def open_proceeding(case: Case) -> Proceeding:
    """The attempt that is running, or the last one of a case that is over."""
    return Proceeding.objects.filter(case=case).order_by("-number")[0]


def case_facts(case: Case, *, today: date, proceeding: Proceeding | None = None) -> CaseFacts:
    """Everything the rules may know about a case. Reads what the state can need, and nothing else."""
    proceeding = proceeding or open_proceeding(case)
    parties = _parties(case, today)
    sides = frozenset(p.member for p in parties if p.member is not None)
    declared = _declared(case)
    known: dict[str, Any] = {}
    for part in _parts(case):
        known |= part(case, proceeding, today)
    return CaseFacts(
        state=State(case.state),
        tier=Tier(case.tier),
        proceeding=proceeding.number,
        today=today,
        received_on=case.received_on,
        entered_on=case.entered_on,
        due_on=case.due_on,
        branch=case.branch_id,
        parties=parties,
        excluded=declared[Why.EXCLUDED],
        recused=declared[Why.SELF_DECLARED],
        ties=_ties(sides),
        led_together=led_together(sides),
        branch_leaders=_leaders(case.branch_id, today),
        hands=_hands(case),
        names_a_leader=case.names_a_leader,
        **known,
    )


def actor_facts(by: Actor, case: Case) -> ActorFacts:
    """Who acts: a person with the roles held in this case, or the system."""
    if isinstance(by, System):
        return ActorFacts(member=None, roles=frozenset({Role.SYSTEM}))
    rows = CaseRole.objects.filter(case=case, member=by, until__isnull=True).values_list("role", "desk")
    roles = {Role(role): desk for role, desk in rows}
    sides = Party.objects.filter(case=case, member=by, informed_at__isnull=False).values_list("side", flat=True)
    asked = Seat.objects.filter(case=case, member=by, status=SeatStatus.ASKED, proceeding__ended_at__isnull=True)
    candidate = {Role.CANDIDATE} if asked.exists() else set()
    return ActorFacts(
        member=by.pk,
        roles=frozenset(roles) | {Role(side) for side in sides} | candidate,
        desk=next(iter(roles.values()), ""),
    )


def pools(procedure: Procedure, tier: Tier, branch_id: int | None, today: date) -> list[list[int]]:
    """The members from whom a body is drawn, source after source, without any conflict check."""
    body = procedure.body(tier)
    seen: set[int] = set()
    groups = []
    for name in body.pools if body else ():
        members = [m for m in source(procedure, name, branch_id, today).values_list("pk", flat=True) if m not in seen]
        seen |= set(members)
        groups.append(members)
    return groups


def source(procedure: Procedure, name: str, branch_id: int | None, today: date) -> QuerySet[Member]:
    """The members of one pool of the procedure, in the published order."""
    if name == "branch_members":
        return _branch_members(procedure, branch_id, today)
    if name.startswith(OWN_BRANCH):
        return people.holders(Post(name.removeprefix(OWN_BRANCH)), branch=branch_id, day=today)
    return people.holders(Post(name), branch=None, day=today)


def led_together(members: Iterable[int]) -> frozenset[LedTogether]:
    """Who leads, or led, a branch at the same time as one of these members."""
    members = frozenset(members)
    theirs = list(Office.objects.filter(post=Post.BRANCH_LEADER, member__in=members))
    if not theirs:
        return frozenset()
    branches = {office.branch_id for office in theirs}
    others = Office.objects.filter(post=Post.BRANCH_LEADER, branch__in=branches)
    return frozenset(
        LedTogether(member=other.member_id, other=own.member_id, until=_end(own, other))
        for own in theirs
        for other in others
        if own.branch_id == other.branch_id and own.member_id != other.member_id and _overlap(own, other)
    )


def _overlap(one: Office, two: Office) -> bool:
    return (one.until is None or two.since < one.until) and (two.until is None or one.since < two.until)


def _end(one: Office, two: Office) -> date | None:
    return min((office.until for office in (one, two) if office.until), default=None)


def _branch_members(procedure: Procedure, branch_id: int | None, today: date) -> QuerySet[Member]:
    """Members of the branch whose standing is as long as the procedure asks."""
    months = today.year * 12 + today.month - 1 - procedure.number("branch_member_months")
    joined = date(months // 12, months % 12 + 1, min(today.day, 28))
    return Member.objects.filter(branch=branch_id, is_active=True, joined_on__lte=joined).order_by("pk")


def _leaders(branch_id: int | None, today: date) -> frozenset[int]:
    if branch_id is None:
        return frozenset()
    return frozenset(people.leaders_of([branch_id], day=today).values_list("pk", flat=True))


def _parties(case: Case, today: date) -> tuple[PartyFacts, ...]:
    rows = list(Party.objects.filter(case=case).select_related("member").order_by("number"))
    offices = Office.objects.on(today).filter(member__in=[r.member_id for r in rows if r.member_id])
    national = set(offices.filter(post__in=NATIONAL_OFFICES).values_list("member_id", flat=True))
    return tuple(
        PartyFacts(
            number=row.number,
            side=Role(row.side),
            member=row.member_id,
            branch=row.member.branch_id if row.member else None,
            informed=row.informed_at is not None,
            national_office=row.member_id in national,
        )
        for row in rows
    )


def _declared(case: Case) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    rows = Conflict.objects.filter(case=case, until__isnull=True, by_rule=False).values_list("kind", "member_id")
    for kind, member in rows:
        found[kind].add(member)
    return {kind: frozenset(found[kind]) for kind in (Why.EXCLUDED, Why.SELF_DECLARED)}


def _ties(members: frozenset[int]) -> frozenset[Tie]:
    return frozenset(
        Tie(member=row.member_id, other=row.other_id, relation=Relation(row.relation), until=row.until)
        for row in people.ties_of(members)
    )


def _hands(case: Case) -> frozenset[Hand]:
    rows = CaseRole.objects.filter(case=case).values_list("member_id", "desk", "role", "until")
    return frozenset(Hand(member=m, desk=d, role=Role(r), open=u is None) for m, d, r, u in rows)


def _parts(case: Case) -> list[Any]:
    parts = [_allegations, _requests]
    if case.tier == Tier.INTAKE:
        parts += [_intake]
    if case.tier == Tier.INFORMAL:
        parts += [_informal]
    if case.tier in WITH_PANEL:
        parts += [_panel, _inquiry, _vote, _outcome]
    return parts


def _branch_pool(case: Case, today: date) -> frozenset[int]:
    groups = pools(procedure_of(case), Tier.BRANCH, case.branch_id, today) if case.branch_id else []
    return frozenset(member for group in groups for member in group)


def _allegations(case: Case, proceeding: Proceeding, today: date) -> dict[str, Any]:
    rows = Allegation.objects.filter(case=case).order_by("number").values_list("number", "category", "provision")
    facts = tuple(AllegationFacts(number=n, category=Category(c), provision=p) for n, c, p in rows)
    return {"allegations": facts}


def _requests(case: Case, proceeding: Proceeding, today: date) -> dict[str, Any]:
    """The request to move up that is waiting for its ruling, if there is one: they are made one after the other."""
    actions = (Action.REQUEST_ESCALATION, Action.RULE_ESCALATION)
    rows = Writing.objects.filter(proceeding=proceeding, action__in=actions).order_by("written_at")
    written = rows.values_list("action", "ground")
    asked = [ground for action, ground in written if action == Action.REQUEST_ESCALATION]
    waiting = len(asked) > len(written) - len(asked)
    return {"escalation_asked": Ground(asked[-1]) if waiting else None}


def _intake(case: Case, proceeding: Proceeding, today: date) -> dict[str, Any]:
    last = (
        Writing.objects.filter(proceeding=proceeding, action=Action.PROPOSE_DISMISSAL).order_by("-written_at").first()
    )
    return {
        "informal_wished": case.informal_wished,
        "pool": _branch_pool(case, today) if case.state == State.TRIAGE else None,
        "safety_screened": SafetyScreen.objects.filter(case=case).exists(),
        "facts_asked": FactsRequest.objects.filter(case=case).exists(),
        "dismissal_ground": DismissalGround(last.ground) if last else None,
        "dismissal_by": last.written_by_id if last else None,
    }


def _informal(case: Case, proceeding: Proceeding, today: date) -> dict[str, Any]:
    given = Consent.objects.filter(proceeding=proceeding).values_list("side", "action")
    terms = Agreement.objects.filter(proceeding=proceeding).exists()
    waiting = CheckIn.objects.filter(agreement__proceeding=proceeding, kept__isnull=True)
    return {
        "consents": frozenset(Role(s) for s, action in given if action == Action.CONSENT),
        "signatures": frozenset(Role(s) for s, action in given if action == Action.SIGN_TERMS),
        "terms_written": terms,
        "check_ins_open": waiting.count() if terms else 0,
    }


def _panel(case: Case, proceeding: Proceeding, today: date) -> dict[str, Any]:
    rows = Seat.objects.filter(proceeding=proceeding).order_by("order")
    seats = tuple(
        SeatFacts(member=s.member_id, kind=SeatKind(s.kind), status=SeatStatus(s.status), chair=s.chair) for s in rows
    )
    return {"panel": PanelFacts(tier=Tier(proceeding.tier), formed_with=proceeding.formed_with, seats=seats)}


def _inquiry(case: Case, proceeding: Proceeding, today: date) -> dict[str, Any]:
    deliveries = Delivery.objects.filter(proceeding=proceeding).values_list("channel", "delivered_on")
    sides = EvidenceReply.objects.filter(proceeding=proceeding).values_list("side", flat=True)
    hearing = Hearing.objects.filter(proceeding=proceeding).first()
    return {
        "answered": proceeding.answered,
        "deliveries": frozenset(channel for channel, _ in deliveries),
        "notice_served_on": min((day for _, day in deliveries), default=None),
        "report_written": InquiryReport.objects.filter(proceeding=proceeding).exists(),
        "replies": frozenset(Role(side) for side in sides),
        "hearing_on": local_day(hearing.starts_at) if hearing else None,
        "hearing_called_on": local_day(hearing.called_at) if hearing else None,
    }


def _vote(case: Case, proceeding: Proceeding, today: date) -> dict[str, Any]:
    if case.state not in (State.DELIBERATING, State.SIGNED):
        return {}
    keys = Keys(case.pk)
    cast: dict[Any, list[tuple[int, Choice]]] = defaultdict(list)
    for ballot in Ballot.objects.filter(motion__proceeding=proceeding, void_at__isnull=True):
        cast[ballot.motion_id].append((ballot.member_id, Choice(keys.open(ballot, "choice"))))
    motions = (
        Motion.objects.filter(proceeding=proceeding, void_at__isnull=True)
        .select_related("allegation")
        .order_by("number")
    )
    reasons = AllegationFinding.objects.filter(proceeding=proceeding).select_related("allegation")
    return {
        "motions": tuple(motion_facts(m, tuple(sorted(cast[m.pk]))) for m in motions),
        "reasoned": frozenset(f.allegation.number for f in reasons if bytes(f.reasons)),
        "outcome_reasoned": Decision.objects.filter(proceeding=proceeding).exists(),
    }


def motion_facts(motion: Motion, votes: tuple[tuple[int, Choice], ...] = ()) -> MotionFacts:
    """One question put to the panel, with the votes that stand."""
    kind = MeasureKind(motion.measure_kind) if motion.measure_kind else None
    return MotionFacts(
        number=motion.number,
        kind=MotionKind(motion.kind),
        open=motion.closed_at is None,
        carried=motion.carried,
        allegation=motion.allegation.number if motion.allegation else None,
        measure=MeasureFacts(kind=kind, days=motion.days) if kind else None,
        outcome=Outcome(motion.outcome) if motion.outcome else None,
        votes=votes,
    )


def _outcome(case: Case, proceeding: Proceeding, today: date) -> dict[str, Any]:
    running = Measure.objects.filter(case=case, dropped_at__isnull=True).order_by("id")
    appeal = Appeal.objects.filter(proceeding=proceeding).first()
    standing = tuple(MeasureFacts(kind=MeasureKind(m.kind), days=m.days) for m in running)
    expulsion = appeal is not None and any(m.kind is MeasureKind.EXPULSION for m in standing)
    facts = (
        AppealFacts(
            by_side=Role(appeal.side),
            by_member=appeal.filed_by_id,
            expulsion_at_stake=expulsion,
            answered=appeal.answered_at is not None,
        )
        if appeal
        else None
    )
    ends = max((m.ends_on for m in running if m.ends_on), default=None)
    return {
        "appeal": facts,
        "measures": standing,
        "measure_running_until": ends,
        "measure_running": ends is not None and ends >= today,
    }


def local_day(moment: datetime) -> date:
    """The day of a moment in the organisation's time zone."""
    return timezone.localdate(moment)
