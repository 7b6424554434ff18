"""Rows for the first page: every open case in which somebody works or is a side, in one statement."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from branches.models import Member
from cases import access, law
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import Action, Role, State, Tier
from cases.models import (
    Agreement,
    Appeal,
    Ballot,
    CaseRole,
    Consent,
    Delivery,
    EvidenceReply,
    Motion,
    Party,
    PublishedProcedure,
)
from cases.queries.folder import SIDES

LIMIT = 30
SIGNED_BY = {State.INFORMAL_OFFERED: Action.CONSENT, State.INFORMAL: Action.SIGN_TERMS}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One role in one open case. What is true of the reader's own part in it stands in the last five."""

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


def rows(member: Member) -> tuple[Row, ...]:
    """What is due first, first."""
    handled: Any = _handled(member)
    both = handled.union(_followed(member), all=True).order_by("due_on", "code")[:LIMIT]
    return tuple(_row(*values) for values in both)


def _row(
    role: str, since: datetime, code: str, tier: str, state: str, due_on: date, law_id: int, sha256: str,
    unvoted: bool, deliveries: int, done: bool, terms: bool, appellant: bool,
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
    )


def procedure(law_id: int, sha256: str) -> Procedure:
    """A published procedure by its key; its text is fetched only when no case has needed it yet."""
    row = PublishedProcedure.from_db("default", ("id", "sha256"), (law_id, sha256))
    return law.procedure_of(row)


def _handled(member: Member) -> QuerySet[CaseRole]:
    open_rows = CaseRole.objects.filter(
        access.handles(member, "case"), member=member, until__isnull=True, case__closed_at__isnull=True
    )
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
    replied = Q(Exists(EvidenceReply.objects.filter(**mine)), case__state=State.EVIDENCE_REVIEW)
    done = open_rows.model.objects.filter(signed | replied, pk=OuterRef("pk"))
    return _shaped(
        open_rows.annotate(said_role=F("side"), begun=F("informed_at")),
        unvoted=Value(False),
        deliveries=Value(0),
        done=Exists(done),
        terms=Exists(Agreement.objects.filter(**running)),
        appellant=Exists(Appeal.objects.filter(**mine)),
    )


def _shaped(found, **own):  # type: ignore[no-untyped-def]
    """The same columns in the same order for both kinds, so that they can stand in one statement."""
    case = {
        "code": F("case__code"),
        "tier": F("case__tier"),
        "state": F("case__state"),
        "due_on": F("case__due_on"),
        "law_id": F("case__procedure_id"),
        "sha256": F("case__procedure__sha256"),
    }
    return found.annotate(**case, **own).values_list("said_role", "begun", *case, *own)
