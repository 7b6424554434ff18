"""A large world in bulk: rows in the shapes that the use-cases write, sealed and chained as they are.

Walking 100,000 cases through the use-cases would take an hour; what is measured reads rows, not their history.
"""

import secrets
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import Permission
from django.db import models, transaction
from django.utils import timezone

from branches.models import Member
from cases import law, references, sealed
from cases.demo import cast
from cases.domain import chain
from cases.domain.vocabulary import ClosureReason, Compartment, EventKind, Role, State, Tier, Why
from cases.models import (
    Allegation,
    Case,
    CaseEvent,
    CaseRole,
    CaseUserObjectPermission,
    ChainHead,
    Complaint,
    Conflict,
    Draft,
    Notice,
    Party,
    Proceeding,
    SafetyScreen,
)
from cases.record import fields_of
from cases.usecases import drafts as writing
from cases.usecases import law as publishing

CHUNK = 2_000
OPEN = 1_000
NARRATIVE = "At two meetings in a row I was shouted at and called names. " * 20
OFFICERS = ("Omar", "Bo", "Lena", "Ira", "Nora")


def start(password: str) -> None:
    """The people, once."""
    at = timezone.now()
    with transaction.atomic():
        publishing.publish_default(at)
        cast.build(day=at.date(), at=at, password=password, sizes=cast.BRANCHES | {"Eastport": 130})


def grow(target: int, *, tell: Callable[[int], None]) -> None:
    """Add cases until there are `target`."""
    have = Case.objects.count()
    while have < target:
        with transaction.atomic():
            _chunk(have, min(CHUNK, target - have))
        have += min(CHUNK, target - have)
        tell(have)


def bar_more(per_case: int, *, tell: Callable[[int], None]) -> int:
    """More open conflicts of interest in every case, until each has this many. How many there are then.

    They are other people's, and also the officers' own in the cases that are not theirs: the worst for a list, because
    the index by member grows where it is read.
    """
    officers = list(
        Member.objects.filter(email__in=[f"{name.lower()}@demo.example" for name in OFFICERS]).order_by("pk")
    )
    crowd = list(Member.objects.exclude(pk__in=[m.pk for m in officers]).order_by("pk")[: 4 * per_case])
    handled = dict(CaseRole.objects.filter(role=Role.INTAKE_OFFICER).values_list("case", "member"))
    waiting: list[Conflict] = []
    cases = Case.objects.order_by("pk").values_list("pk", "received_at")
    for place, (case, at) in enumerate(cases.iterator(CHUNK)):
        own = [m for m in officers if handled.get(case) != m.pk][: per_case // 2]
        others = [crowd[(place + step) % len(crowd)] for step in range(per_case - 1 - len(own))]
        kinds = [Why.HOUSEMATE] * len(own) + [Why.EARLIER_HAND] * len(others)
        waiting += [
            Conflict(case_id=case, member=m, kind=k, since=at) for m, k in zip([*own, *others], kinds, strict=True)
        ]
        if len(waiting) >= CHUNK * 5:
            Conflict.objects.bulk_create(waiting, batch_size=CHUNK)
            waiting = []
            tell(place)
    Conflict.objects.bulk_create(waiting, batch_size=CHUNK)
    return Conflict.objects.filter(until__isnull=True).count()


def drafts(count: int) -> tuple[list[tuple[str, str]], int]:
    """Drafts that only need to be sent, each of somebody without any other case: whose, the keys, and their version."""
    owners = Member.objects.filter(branch__name="Eastport", offices__isnull=True).order_by("pk")
    owners = [owner for owner in owners if not Party.objects.filter(member=owner).exists()][:count]
    at = timezone.now()
    answers: dict[str, dict[str, Any]] = {
        "what-happened": {"narrative": NARRATIVE},
        "contact": {"name": "named", "reach": "By e-mail.", "care": ""},
        "about": {"branch": owners[0].branch_id, "about_leader": "no"},
        "who-must-not-see": {"must_not_see": ""},
    }
    keys = [(owner.email.partition("@")[0], writing.new_id(owner)) for owner in owners]
    for owner, (_, key) in zip(owners, keys, strict=True):
        for step, words in answers.items():
            writing.save_step(draft_id=key, step=step, words=words, seen=0, by=owner, at=at)
    return [(name, str(key)) for name, key in keys], Draft.objects.get(pk=keys[0][1]).version


@dataclass
class _Rows:
    """Rows of one chunk, by model, in the order in which they can be stored."""

    kept: dict[type[models.Model], list[Any]] = field(default_factory=dict)

    def add(self, *rows: models.Model) -> None:
        for row in rows:
            self.kept.setdefault(type(row), []).append(row)

    def store(self) -> None:
        for kind, rows in self.kept.items():
            kind._default_manager.bulk_create(rows, batch_size=CHUNK)


class _Sealer(sealed.Keys):
    """Keys that wait to be stored with the chunk."""

    def __init__(self, owner: uuid.UUID, *compartments: Compartment) -> None:
        super().__init__(owner)
        self._keys = {compartment: secrets.token_bytes(32) for compartment in compartments}
        self.rows = [self._wrap(compartment, key) for compartment, key in self._keys.items()]


def _chunk(start_at: int, count: int) -> None:
    people = {m.full_name.split()[0]: m for m in Member.objects.filter(email__endswith="@demo.example")}
    crowd = list(Member.objects.filter(branch=people["Ana"].branch).order_by("pk"))
    rows, head = _Rows(), ChainHead.objects.get(pk=1)
    procedure, code, now = law.current(timezone.now()), law.current_code(timezone.now()), timezone.now()
    grant = Permission.objects.get(codename="open_case")
    for place in range(start_at, start_at + count):
        at = now - timedelta(minutes=place * 5)
        case = _case(place, at, procedure, code, people)
        officer = people[OFFICERS[place % len(OFFICERS)]]
        _file(rows, case, at, crowd[place % len(crowd)], officer)
        _give(rows, case, at, {Role.INTAKE_OFFICER: officer, Role.REGISTRAR: people["Zed"]}, grant)
        _bar(rows, case, at, people["Lars"])
        _record(rows, case, at, head, officer)
    rows.store()
    head.save()


def _case(place: int, at: datetime, procedure: Any, code: Any, people: dict[str, Member]) -> Case:
    """The newest thousand are open at their first look; the older ones are closed, as in a place that works."""
    day = timezone.localdate(at)
    case = Case(
        code=references.new(), procedure=procedure, code_of_conduct=code, branch=people["Ana"].branch, tier=Tier.INTAKE,
        state=State.TRIAGE, received_at=at, received_on=day, entered_on=day, due_on=day + timedelta(days=10),
        status_sent_on=timezone.localdate(), quiet_since=timezone.localdate(),
    )  # fmt: skip
    if place >= OPEN:
        case.state, case.due_on, case.closed_at = State.CLOSED, None, at + timedelta(days=60)
        case.closure_reason = ClosureReason.REFERRED_OUT
    return case


def _file(rows: _Rows, case: Case, at: datetime, complainant: Member, officer: Member) -> None:
    keys = _Sealer(case.pk, Compartment.IDENTITY, Compartment.NARRATIVE)
    complaint = Complaint(
        case=case, name_withheld=False, typed_by=complainant, on_behalf=False, fingerprint="0" * 64, received_at=at
    )
    keys.seal(complaint, narrative=NARRATIVE, details="{}", contact="By e-mail.")
    allegation = Allegation(
        case=case, number=1, category="harassment", provision="harassment", framed_by=officer, framed_at=at
    )
    keys.seal(allegation, text="Shouted at the complainant at the meeting of the branch.")
    screen = SafetyScreen(
        case=case, danger="no", ongoing="no", minors="no", contact="no", screened_by=officer, screened_at=at
    )
    keys.seal(screen, note="")
    rows.add(case, *keys.rows, complaint, allegation, screen)
    over = {"ended_at": case.closed_at, "ended_as": "completed"} if case.closed_at else {}
    rows.add(Proceeding(case=case, number=1, tier=Tier.INTAKE, opened_at=at, seed="0" * 32, **over))
    for number, (side, member) in enumerate(((Role.COMPLAINANT, complainant), (Role.RESPONDENT, None)), start=1):
        party = Party(case=case, number=number, side=side, member=member, informed_at=at if member else None)
        keys.seal(party, name="Somebody")
        rows.add(party)


def _give(rows: _Rows, case: Case, at: datetime, roles: dict[Role, Member], permission: Permission) -> None:
    over = {"until": case.closed_at, "ended_because": "closed"} if case.closed_at else {}
    for role, member in roles.items():
        rows.add(CaseRole(case=case, member=member, role=role, desk="intake", received_at=at, since=at, **over))
        if not over:
            rows.add(CaseUserObjectPermission(permission=permission, user=member, content_object=case))


def _bar(rows: _Rows, case: Case, at: datetime, member: Member) -> None:
    rows.add(Conflict(case=case, member=member, kind=Why.FAMILY, since=at))


def _record(rows: _Rows, case: Case, at: datetime, head: ChainHead, officer: Member) -> None:
    link = ""
    kinds: Iterable[EventKind] = (EventKind.COMPLAINT_RECEIVED, EventKind.OFFICER_ASSIGNED, EventKind.SAFETY_SCREENED)
    for number, kind in enumerate(kinds, start=1):
        event = CaseEvent(
            number=head.number + 1, case=case, case_number=number, kind=kind, at=at, system="bench", data={}
        )
        fields = fields_of(event)
        event.case_hash = link = chain.link(link, *fields)
        event.hash = chain.link(head.hash, str(event.number), event.case_hash, *fields)
        head.number, head.hash = event.number, event.hash
        rows.add(event)
    rows.add(
        Notice(
            case=case, event=event, member=officer, role=Role.INTAKE_OFFICER, letter="n33_your_turn", created_at=at,
            due_at=at, released_at=at,
        )
    )  # fmt: skip
