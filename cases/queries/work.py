"""Rows for the first page: every open case in which somebody works or is a side, in one statement."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import (
    BooleanField,
    CharField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat, TruncDate

from branches.models import Member
from cases import access, law, load
from cases.domain import declarations
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import Action, EventKind, Role, State, Tier
from cases.models import (
    Agreement,
    Appeal,
    AppealAnswer,
    Ballot,
    Case,
    CaseEvent,
    CaseRole,
    Challenge,
    Consent,
    Declaration,
    Delivery,
    EvidenceReply,
    Extension,
    InterimMeasure,
    LateEvidence,
    LateRequest,
    Motion,
    Party,
    Postponement,
    PublishedProcedure,
    Readmission,
    Ruling,
    Waiver,
    Withdrawal,
)
from cases.queries.folder import SIDES

LIMIT = 30
PANEL = (Role.PANEL_MEMBER, Role.PANEL_CHAIR)
STAGES = {State.HEARING: (declarations.HEARING,), State.DELIBERATING: (declarations.VOTE, declarations.SIGN)}
SOMEBODY_CAME = (
    EventKind.CONFLICT_ANSWERED,
    EventKind.WITNESS_NAMED,
    EventKind.PARTY_IDENTIFIED,
    EventKind.SUPPORTER_NAMED,
)
SIGNED_BY = {State.INFORMAL_OFFERED: Action.CONSENT, State.INFORMAL: Action.SIGN_TERMS}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One role in one open case. What is true of the reader's own part in it stands in the last eight."""

    role: Role
    since: datetime
    code: str
    tier: Tier
    state: State
    due_on: date
    procedure: Procedure
    unvoted: bool
    deliveries: int
    done: bool
    terms: bool
    appellant: bool
    declared: bool
    more_time: bool
    paused: bool
    another_day: bool
    doubt: str
    """A doubt that waits for the reader, as `raised by:kind:day`; the procedure says whose it is to rule on."""
    late: str
    """Late evidence that waits for its ruling, as `day:openings so far`; the procedure says whose it is to rule on."""
    interim: str
    """The temporary measure that waits for the reader, as `agree:day`, `review:day` or `rule:day`."""
    late_appeal: str
    """The day by which a request to appeal late must be ruled on; empty where nobody asks."""
    withdrawal: str
    """The last day for a ruling on a withdrawal; the procedure says whose it is."""


def rows(member: Member) -> tuple[Row, ...]:
    """What is due first, first."""
    handled: Any = _handled(member)
    both = handled.union(_followed(member), all=True).order_by("due_on", "code")[:LIMIT]
    return tuple(_row(*values) for values in both)


def _row(
    role: str, since: datetime, code: str, tier: str, state: str, due_on: date, law_id: int, sha256: str,
    unvoted: bool, deliveries: int, done: bool, terms: bool, appellant: bool, declared: bool, more_time: bool,
    paused: bool, another_day: bool, doubt: str, late: str, interim: str, late_appeal: str, withdrawal: str,
) -> Row:  # fmt: skip
    return Row(
        role=Role(role),
        since=since,
        code=code,
        tier=Tier(tier),
        state=State(state),
        due_on=due_on,
        procedure=procedure(law_id, sha256),
        unvoted=bool(unvoted),
        deliveries=deliveries,
        done=bool(done),
        terms=bool(terms),
        appellant=bool(appellant),
        declared=bool(declared),
        more_time=bool(more_time),
        paused=bool(paused),
        another_day=bool(another_day),
        doubt=doubt,
        late=late,
        interim=interim,
        late_appeal=late_appeal,
        withdrawal=withdrawal,
    )


def procedure(law_id: int, sha256: str) -> Procedure:
    """A published procedure by its key; its text is fetched only when no case has needed it yet."""
    row = PublishedProcedure.from_db("default", ("id", "sha256"), (law_id, sha256))
    return law.procedure_of(row)


def _handled(member: Member) -> QuerySet[CaseRole]:
    votes = Q(load.readmissions.to_vote(member.pk), role=Role.READMISSION_MEMBER)
    at_work = Q(case__closed_at__isnull=True) & ~Q(role=Role.READMISSION_MEMBER)
    at_work |= Q(Exists(_late_appeals()), role=Role.APPEALS_OFFICER) | votes
    open_rows = CaseRole.objects.filter(access.handles(member, "case"), at_work, member=member, until__isnull=True)
    here = {"proceeding__case": OuterRef("case"), "proceeding__ended_at__isnull": True}
    cast = Ballot.objects.filter(motion=OuterRef("pk"), member=member, void_at__isnull=True)
    asked = Motion.objects.filter(~Exists(cast), closed_at__isnull=True, void_at__isnull=True, **here)
    ways: Any = Delivery.objects.filter(**here).order_by().values("proceeding")
    ways = ways.annotate(ways=Count("channel", distinct=True)).values("ways")
    no = Value(False)
    return _shaped(
        open_rows.annotate(said_role=F("role"), begun=F("since")),
        unvoted=Exists(asked),
        deliveries=Coalesce(Subquery(ways), Value(0)),
        done=no,
        terms=no,
        appellant=no,
        declared=Exists(_declared(member)),
        more_time=_ruling_on_time(member),
        paused=Exists(Case.objects.filter(pk=OuterRef("case"), stayed_until__isnull=False)),
        another_day=Exists(Postponement.objects.filter(case=OuterRef("case"), granted__isnull=True)),
        doubt=_first(_to_rule(member)),
        late=_late(),
        interim=_interim(member),
        late_appeal=_said(_late_appeals().annotate(said=_asked_late())),
        withdrawal=_withdrawal(),
    )


def _followed(member: Member) -> QuerySet[Party]:
    open_rows = Party.objects.filter(
        access.follows(member, "case"), member=member, side__in=SIDES, case__closed_at__isnull=True
    )
    running = {"proceeding__case": OuterRef("case"), "proceeding__ended_at__isnull": True}
    mine = {**running, "side": OuterRef("side")}
    signed = Q()
    for state, action in SIGNED_BY.items():
        given = Consent.objects.filter(action=action, **mine)
        signed |= Q(Exists(given), case__state=state)
    said = EvidenceReply.objects.filter(opening=F("proceeding__reopened"), replied_by=member, **running)
    replied = Q(Exists(said), case__state=State.EVIDENCE_REVIEW)
    answers = AppealAnswer.objects.filter(answered_by=member, appeal__proceeding__ended_at__isnull=True)
    answered = Q(Exists(answers.filter(case=OuterRef("case"))), case__tier=Tier.APPEAL, case__state=State.RESPONDING)
    done = open_rows.model.objects.filter(signed | replied | answered, pk=OuterRef("pk"))
    return _shaped(
        open_rows.annotate(said_role=F("side"), begun=F("informed_at")),
        unvoted=Value(False),
        deliveries=Value(0),
        done=Exists(done),
        terms=Exists(Agreement.objects.filter(**running)),
        appellant=Exists(Appeal.objects.filter(**mine)),
        declared=Value(False),
        more_time=Value(False),
        paused=Value(False),
        another_day=Value(False),
        doubt=_first(
            Challenge.objects.filter(
                ~Exists(Waiver.objects.filter(challenge=OuterRef("pk"), side=OuterRef(OuterRef("side")))),
                role=Role.SYSTEM,
                ruled_at__isnull=True,
                **running,
            )
        ),
        late=Value(""),
        interim=Value(""),
        late_appeal=Value(""),
        withdrawal=Value(""),
    )


def _ruling_on_time(member: Member) -> ExpressionWrapper:
    """What needs the committee's consent waits for its officer, everything else for the others."""
    officer, asked = Q(role=Role.APPEALS_OFFICER), _more_time(member)
    waits = (officer & Q(Exists(asked.filter(consent=True)))) | (~officer & Q(Exists(asked.filter(consent=False))))
    return ExpressionWrapper(waits, output_field=BooleanField())


def _more_time(member: Member) -> QuerySet[Extension]:
    """A request of somebody else for the running step that waits for its ruling."""
    return Extension.objects.filter(
        case=OuterRef("case"),
        granted__isnull=True,
        proceeding__ended_at__isnull=True,
        state=F("case__state"),
        entered_on=F("case__entered_on"),
    ).exclude(asked_by=member)


def _declared(member: Member) -> QuerySet[Declaration]:
    """The reader's own declaration for this stage, since which nobody was named."""
    later = CaseEvent.objects.filter(case=OuterRef("case"), kind__in=SOMEBODY_CAME, at__gt=OuterRef("declared_at"))
    stages = Q()
    for state, names in STAGES.items():
        stages |= Q(stage__in=names, case__state=state)
    return Declaration.objects.filter(
        ~Exists(later), stages, case=OuterRef("case"), member=member, proceeding__ended_at__isnull=True
    )


def _to_rule(member: Member) -> QuerySet[Challenge]:
    """Doubts about others, raised by others, on which the reader has not ruled: of the panel, or passed on."""
    given = Ruling.objects.filter(challenge=OuterRef("pk"), member=member, void_at__isnull=True)
    of_panel = CaseRole.objects.filter(case=OuterRef("case"), member=member, role__in=PANEL, until__isnull=True)
    rows = Challenge.objects.filter(
        ~Exists(given), case=OuterRef("case"), ruled_at__isnull=True, proceeding__ended_at__isnull=True
    ).exclude(filed_by=member)
    return rows.filter(
        Q(Exists(of_panel), passed_on_at__isnull=True) | Q(~Exists(of_panel), passed_on_at__isnull=False)
    )


def _first(rows: QuerySet[Challenge]) -> Coalesce:
    """What a person raised comes before what a rule found: the system stands last in the alphabet of the roles."""
    words = Concat("role", Value(":"), "kind", Value(":"), Cast("rule_by", CharField()))
    said: Any = rows.order_by("role", "number").annotate(said=words).values("said")[:1]
    return Coalesce(Subquery(said, output_field=CharField()), Value(""), output_field=CharField())


def _late() -> Coalesce:
    """The late evidence that must be ruled on first."""
    said: Any = Concat(Cast("rule_by", CharField()), Value(":"), Cast("proceeding__reopened", CharField()))
    rows = LateEvidence.objects.filter(
        case=OuterRef("case"), ruled_at__isnull=True, proceeding__ended_at__isnull=True
    ).order_by("rule_by", "number")
    found: Any = rows.annotate(said=said).values("said")[:1]
    return Coalesce(Subquery(found, output_field=CharField()), Value(""), output_field=CharField())


def _late_appeals() -> QuerySet[LateRequest]:
    """Requests to appeal late that wait; also in a case that is closed, which has no date of its own."""
    return LateRequest.objects.filter(case=OuterRef("case"), ruled_at__isnull=True).order_by("rule_by")


def _asked_late() -> Concat:
    """The last day for the ruling, and whether it is asked to open the case again."""
    what = models.Case(When(reopens=True, then=Value(":reopens")), default=Value(""), output_field=CharField())
    return Concat(Cast("rule_by", CharField()), what, output_field=CharField())


def _said(rows: QuerySet[Any]) -> Coalesce:
    said: Any = rows.values("said")[:1]
    return Coalesce(Subquery(said, output_field=CharField()), Value(""), output_field=CharField())


def _interim(member: Member) -> Coalesce:
    """What one of the pair, or whoever rules, has to do first for a measure in this case."""
    rows = InterimMeasure.objects.filter(case=OuterRef("case"), ended_at__isnull=True)
    asked = Q(asked_by__isnull=False) & ~Q(asked_by=member)
    said: Any = models.Case(
        When(asked, then=Concat(Value("agree:"), Cast(TruncDate("proposed_at"), CharField()))),
        When(review_by__isnull=False, then=Concat(Value("review:"), Cast("review_by", CharField()))),
        default=Value(""),
        output_field=CharField(),
    )
    ruled: Any = Concat(Value("rule:"), Cast(Coalesce("rule_by", "lapses_on", "review_by"), CharField()))
    mine = rows.annotate(said=said).exclude(said="").order_by("said")
    wanted = rows.filter(Q(rule_by__isnull=False) | Q(alerted_at__isnull=False)).annotate(said=ruled).order_by("said")
    found: Any = models.Case(
        When(role=Role.DUTY, then=Subquery(mine.values("said")[:1], output_field=CharField())),
        When(role=Role.INTERIM_RULER, then=Subquery(wanted.values("said")[:1], output_field=CharField())),
        default=Value(""),
        output_field=CharField(),
    )
    return Coalesce(found, Value(""), output_field=CharField())


def _withdrawal() -> Coalesce:
    said: Any = Withdrawal.objects.filter(case=OuterRef("case"), how="").values(day=Cast("rule_by", CharField()))
    return Coalesce(Subquery(said[:1], output_field=CharField()), Value(""), output_field=CharField())


def _shaped(found, **own):  # type: ignore[no-untyped-def]
    """The same columns in the same order for both kinds, so that they can stand in one statement."""
    readmissions = Readmission.objects.filter(case=OuterRef("case"), how="")
    case = {
        "code": F("case__code"),
        "tier": F("case__tier"),
        "state": F("case__state"),
        "due_on": Coalesce(
            F("case__due_on"),
            Subquery(_late_appeals().values("rule_by")[:1]),
            Subquery(readmissions.values("rule_by")[:1]),
        ),
        "law_id": F("case__procedure_id"),
        "sha256": F("case__procedure__sha256"),
    }
    return found.annotate(**case, **own).values_list("said_role", "begun", *case, *own)
