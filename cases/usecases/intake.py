"""A complaint comes in: recorded once, sealed, routed past everyone in conflict, answered with a receipt."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from branches import queries as people
from branches.models import Member
from cases import law, load, references
from cases.domain.facts import ActFacts
from cases.domain.files import Given
from cases.domain.vocabulary import Action, Compartment, EventKind, Role, State, Tier, Why
from cases.models import Addendum, Case, Complaint, Conflict, Draft, EvidenceItem, Party, Proceeding
from cases.record import Actor, System, in_one_go, record
from cases.sealed import Keys
from cases.usecases import act as frame
from cases.usecases import conflicts, files, links, routing

ROUTER = System("routing")


@dataclass(frozen=True, kw_only=True)
class Named:
    """A person named in a complaint, in the words of the person who wrote it."""

    name: str
    side: Role = Role.RESPONDENT


@dataclass(frozen=True, kw_only=True)
class Filing:
    """A whole complaint. `must_not_see` holds names; `details` the optional parts as they were typed."""

    narrative: str
    contact: str
    about_leader: str
    branch: int | None
    name_withheld: bool = False
    informal_wished: bool = False
    people: tuple[Named, ...] = ()
    must_not_see: tuple[str, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)
    on_behalf_of: str = ""
    source: str = ""
    attached: tuple[Given, ...] = ()


@transaction.atomic
def send_draft(*, draft_id: UUID, filing: Filing, by: Member, at: datetime) -> Case:
    """Send a draft once. Sent again, from another tab or by a second press, it gives the same case."""
    draft = Draft.objects.select_for_update().get(pk=draft_id, owner=by)
    if draft.case is not None:
        return draft.case
    case = file_complaint(filing=filing, by=by, at=at)
    draft.case, draft.sent_at, draft.answers = case, at, b""
    draft.save(update_fields=["case", "sent_at", "answers"])
    return case


@transaction.atomic
def file_complaint(*, filing: Filing, by: Member, at: datetime) -> Case:
    """Record a complaint and find who may read it. No human is told before the exclusions are computed."""
    conflicts.hold_people()
    case = _new_case(filing, at)
    keys = Keys(case.pk, ())
    keys.prepare(Compartment.IDENTITY, Compartment.NARRATIVE)
    complaint = _keep_text(case, filing, keys, by=by, at=at)
    unclear = _name_people(case, filing, keys, by=by, at=at)
    beside = links.lock_beside(case)
    first = frame.start_proceeding(case, Tier.INTAKE, number=1, at=at)
    frame.count_stay(case, Tier.INTAKE, State.ROUTING, case.received_on)
    data = {"fingerprint": complaint.fingerprint, "on_behalf": complaint.on_behalf, "typed_by": by.pk}
    with in_one_go():
        record(EventKind.COMPLAINT_RECEIVED, case=case, by=by, at=at, data=data)
        _keep_files(case, first, filing.attached, keys, by=by, at=at)
        out = [Conflict(case=case, member_id=m, kind=Why.EXCLUDED, by_rule=False, since=at) for m in sorted(unclear)]
        Conflict.objects.bulk_create(out)
        links.link(case, beside, at=at)
        _route(case, first, at=at)
    for other in beside:
        conflicts.recheck(other, by=ROUTER, at=at)
    return case


def _route(case: Case, first: Proceeding, *, at: datetime) -> None:
    """Everyone in conflict is barred before anybody is asked. The facts are those of this moment, for all of it."""
    facts = load.case_facts(case, today=case.received_on, proceeding=first)
    conflicts.recheck(case, by=ROUTER, at=at, facts=facts)
    registrar = routing.assign(case, Role.REGISTRAR, by=ROUTER, at=at, facts=facts)
    taken = frozenset({registrar.pk} if registrar else ())
    routing.to_intake(case, by=ROUTER, at=at, without=taken, facts=facts)


@transaction.atomic
def assign_officer(*, case_id: UUID, by: Actor, at: datetime, seen: str = "") -> None:
    """Look again for an intake officer of a case that nobody could take."""
    act = frame.begin(case_id, Action.ASSIGN_OFFICER, by=by, at=at, seen=seen)
    routing.to_intake(act.case, by=act.by, at=at)


@transaction.atomic
def add_addendum(*, case_id: UUID, by: Member, at: datetime, text: str, seen: str = "") -> None:
    """Add to a complaint. The text that was sent stays as it is."""
    given = ActFacts(action=Action.ADD_ADDENDUM, given=frozenset({"text"}))
    act = frame.begin(case_id, Action.ADD_ADDENDUM, by=by, at=at, given=given, seen=seen)
    row = Addendum(case=act.case, added_by=by, added_at=at, fingerprint=frame.fingerprint(text))
    act.keys.seal(row, text=text)
    row.save(force_insert=True)
    frame.finish(act, data={"fingerprint": row.fingerprint})


def _new_case(filing: Filing, at: datetime) -> Case:
    day = load.local_day(at)
    procedure, code = law.current_both(at)
    return Case.objects.create(
        code=references.new(),
        procedure=procedure,
        code_of_conduct=code,
        branch_id=filing.branch,
        tier=Tier.INTAKE,
        state=State.ROUTING,
        received_at=at,
        received_on=day,
        entered_on=day,
        due_on=day,
        status_sent_on=day,
        rechecked_on=day,
        quiet_since=day,
        look_on=day + timedelta(days=1),
        names_a_leader=filing.about_leader != "no",
        informal_wished=filing.informal_wished,
    )


def _keep_text(case: Case, filing: Filing, keys: Keys, *, by: Member, at: datetime) -> Complaint:
    complaint = Complaint(
        case=case,
        name_withheld=filing.name_withheld,
        typed_by=by,
        on_behalf=bool(filing.on_behalf_of),
        source=filing.source,
        fingerprint=frame.fingerprint(filing.narrative),
        received_at=at,
    )
    details = json.dumps(filing.details, ensure_ascii=False)
    keys.seal(complaint, narrative=filing.narrative, details=details, contact=filing.contact)
    complaint.save(force_insert=True)
    return complaint


SENT_WITH = "Sent with the complaint"


def _keep_files(
    case: Case, first: Proceeding, attached: Sequence[Given], keys: Keys, *, by: Member, at: datetime
) -> None:
    """Files that came with a complaint are its first exhibit: read as evidence is, at each stage. Raises `Refused`."""
    if not attached:
        return
    giver = Party.objects.get(case=case, number=1).member or by
    mark = frame.fingerprint(SENT_WITH)
    row = EvidenceItem(
        case=case, proceeding=first, number=1, given_as=Role.COMPLAINANT, given_by=giver, given_at=at, fingerprint=mark
    )
    keys.seal(row, title=SENT_WITH, text=SENT_WITH)
    row.save(force_insert=True)
    kept = files.keep(case, attached, keys, by=giver, at=at, item=row)
    data = {"item": row.number, "fingerprint": mark, "files": kept}
    record(EventKind.EVIDENCE_ADDED, case=case, by=by, at=at, data=data)


def _name_people(case: Case, filing: Filing, keys: Keys, *, by: Member, at: datetime) -> set[int]:
    """Keep everyone named, and say who is out: whoever must not see it, and everybody whom an unclear name fits.

    A name that fits several members keeps all of them out until it is clear who is meant.
    """
    own = [filing.on_behalf_of] if filing.on_behalf_of else []
    found = people.members_by_name([*own, *(named.name for named in filing.people), *filing.must_not_see])
    complainant = _only(found[filing.on_behalf_of]) if own else by
    rows = [Party(case=case, number=1, side=Role.COMPLAINANT, member=complainant, informed_at=at)]
    keys.seal(rows[0], name=filing.on_behalf_of or by.full_name)
    out: set[int] = set()
    for number, named in enumerate(filing.people, start=2):
        member = _only(found[named.name])
        out |= {one.pk for one in found[named.name]} if member is None else set()
        twice = any(member and row.side == named.side and row.member_id == member.pk for row in rows)
        rows.append(Party(case=case, number=number, side=named.side, member=None if twice else member))
        keys.seal(rows[-1], name=named.name)
    Party.objects.bulk_create(rows)
    out -= {complainant.pk if complainant else None}
    return out | {one.pk for name in filing.must_not_see for one in found[name]}


def _only(found: list[Member]) -> Member | None:
    """The member of a name, if there is exactly one."""
    return found[0] if len(found) == 1 else None
