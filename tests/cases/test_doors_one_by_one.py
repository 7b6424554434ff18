"""The doors that open one thing: a draft, a link, an explanation, a letter; what giving and taking a case writes."""

from datetime import timedelta
from uuid import uuid4

import pytest
from guardian.shortcuts import assign_perm

from cases import access
from cases.domain.vocabulary import ClosureReason, EventKind, Role, SeatStatus, State, Why
from cases.models import (
    Case,
    CaseEvent,
    CaseRole,
    CaseUserObjectPermission,
    Conflict,
    Draft,
    Invitation,
    Notice,
    Party,
    Proceeding,
    Seat,
)
from cases.record import System
from tests.cast import moment

AT = moment(6, 5)
TODAY = AT.date()
DAY = timedelta(days=1)
BY = System("a rule")


def give(case: Case, member, role: Role = Role.PANEL_MEMBER, *, over: bool = False, grant: bool = True) -> CaseRole:
    ended = {"until": AT, "ended_because": "step_over"} if over else {}
    if grant and not over:
        assign_perm("open_case", member, case)
    return CaseRole.objects.create(
        case=case, member=member, role=role, desk="here", received_at=case.received_at, since=AT, **ended
    )


def bar(case: Case, member, kind: Why = Why.FAMILY, *, over: bool = False) -> Conflict:
    return Conflict.objects.create(
        case=case, member=member, kind=kind, by_rule=True, since=AT, until=AT + DAY if over else None
    )


def link(case: Case, role: Role = Role.SUPPORTER, **more) -> Invitation:
    party, _ = Party.objects.get_or_create(case=case, number=9, side=role)
    proceeding = Proceeding.objects.get(case=case)
    maker = CaseEvent.objects.filter(case=case, actor__isnull=False)[0].actor
    values = {"mark": access.mark_of("secret"), "made_at": AT, "made_by": maker, "expires_on": TODAY}
    return Invitation.objects.create(case=case, proceeding=proceeding, party=party, role=role, **values | more)


def told(kind: EventKind) -> list[dict]:
    return [event.data for event in CaseEvent.objects.filter(kind=kind, at=AT).order_by("number")]


def test_a_draft_is_its_owners_alone_and_is_found_by_its_own_number(rows, db):
    _, (owner, other, *_) = rows
    mine = Draft.objects.create(owner=owner, created_at=AT, updated_at=AT)
    assert access.draft_of(owner, mine.pk).get() == mine
    assert not access.draft_of(other, mine.pk).exists() and not access.draft_of(owner, uuid4()).exists()
    assert list(access.drafts_of(owner)) == [mine] and not access.drafts_of(other).exists()


def test_a_draft_that_was_sent_is_no_longer_among_those_being_written(rows, db):
    cases, (owner, *_) = rows
    Draft.objects.filter(case=cases[0]).delete()
    Draft.objects.create(owner=owner, created_at=AT, updated_at=AT, sent_at=AT, case=cases[0])
    assert not access.drafts_of(owner).exists()


@pytest.mark.parametrize(
    ("more", "day", "opens"),
    [
        ({}, TODAY, True),
        ({}, TODAY - DAY, True),
        ({}, TODAY + DAY, False),
        ({"opened_at": AT}, TODAY, False),
        ({"ended_at": AT, "ended_because": "replaced"}, TODAY, False),
    ],
)
def test_a_link_opens_once_until_its_last_day(rows, db, more, day, opens):
    made = link(rows[0][0], **more)
    assert list(access.invited_by("secret", day)) == ([made] if opens else [])
    assert not access.invited_by("Secret", day).exists() and made.mark not in "secret"


# who somebody is in the case → may they open the link of a support person?
LET_IN = [
    ("nobody in it", True),
    ("works on it", False),
    ("worked on it", False),
    ("was asked to sit", False),
    ("is kept out", False),
    ("was kept out", True),
    ("supports the other side", True),
    ("is a side", False),
    ("is the one invited", True),
]


@pytest.mark.parametrize(("who", "let_in"), LET_IN)
def test_a_link_is_not_for_whoever_works_on_the_case_or_is_kept_out(rows, db, who, let_in):
    (case, *_), (member, *_) = rows
    made = link(case)
    if who in ("works on it", "worked on it"):
        give(case, member, over=who == "worked on it")
    elif who == "was asked to sit":
        asked = {"kind": "member", "status": SeatStatus.DECLINED, "order": 1, "asked_at": AT, "answer_by": TODAY}
        Seat.objects.create(case=case, proceeding=made.proceeding, member=member, **asked)
    elif who in ("is kept out", "was kept out"):
        bar(case, member, over=who == "was kept out")
    elif who == "supports the other side":
        bar(case, member, Why.ADVISER)
    elif who == "is a side":
        Party.objects.create(case=case, number=8, side=Role.RESPONDENT, member=member)
    elif who == "is the one invited":
        Party.objects.filter(pk=made.party_id).update(member=member)
    assert access.may_be_let_in(made, member) is let_in


@pytest.mark.parametrize(
    ("role", "more", "day", "goes_on"),
    [
        (Role.SUPPORTER, {"opened_at": AT}, TODAY, True),
        (Role.SUPPORTER, {"opened_at": AT}, TODAY + DAY, True),
        (Role.WITNESS, {"opened_at": AT}, TODAY, True),
        (Role.WITNESS, {"opened_at": AT}, TODAY + DAY, False),
        (Role.SUPPORTER, {}, TODAY, False),
        (Role.SUPPORTER, {"opened_at": AT, "ended_at": AT, "ended_because": "removed"}, TODAY, False),
    ],
)
def test_whoever_opened_a_link_goes_on_while_it_stands(rows, db, role, more, day, goes_on):
    made = link(rows[0][0], role, **more)
    assert access.guest(str(made.pk), role, day) == (made if goes_on else None)
    other = Role.WITNESS if role is Role.SUPPORTER else Role.SUPPORTER
    assert access.guest(made.pk, other, day) is None


@pytest.mark.parametrize("key", ["", "1", None, uuid4()])
def test_a_key_that_is_none_is_the_answer_of_no_link(rows, db, key):
    assert access.guest(key, Role.SUPPORTER, TODAY) is None


def test_no_link_goes_on_into_a_closed_case(rows, db):
    (case, *_), _ = rows
    made = link(case, opened_at=AT)
    Case.objects.filter(pk=case.pk).update(
        state=State.CLOSED, closed_at=AT, closure_reason=ClosureReason.REFERRED_OUT, due_on=None
    )
    assert access.guest(made.pk, Role.SUPPORTER, TODAY) is None


def test_an_explanation_names_each_condition_of_the_doors_by_itself(rows, db):
    (case, other, *_), (member, stranger, *_) = rows
    give(case, member, Role.PANEL_CHAIR)
    give(case, member, Role.FACILITATOR, over=True)
    bar(case, member, Why.FRIEND)
    bar(case, member, Why.FAMILY, over=True)
    found = access.explain(member, case.code)
    assert (found.roles, found.granted, found.barred) == ({Role.PANEL_CHAIR}, True, {Why.FRIEND})
    assert found.ended == (Role.FACILITATOR, AT, "step_over") and found.side is None
    assert found.knows and not found.handles and not found.follows
    for nothing in (access.explain(stranger, case.code), access.explain(member, other.code)):
        assert nothing == access.explain(stranger, "C-2026-NONE")
        assert not (nothing.knows or nothing.handles or nothing.follows)


@pytest.mark.parametrize(("roles", "granted", "barred", "handles"), [
    (True, True, False, True), (True, False, False, False), (False, True, False, False), (True, True, True, False),
])  # fmt: skip
def test_a_role_a_grant_and_no_conflict_handle_a_case(rows, db, roles, granted, barred, handles):
    standing = access.Standing(
        roles=frozenset({Role.REGISTRAR} if roles else ()), granted=granted,
        barred=frozenset({Why.FRIEND} if barred else ()), side=None, ended=None,
    )  # fmt: skip
    assert standing.handles is handles


@pytest.mark.parametrize(
    ("side", "informed", "found"),
    [
        (Role.RESPONDENT, True, Role.RESPONDENT),
        (Role.COMPLAINANT, True, Role.COMPLAINANT),
        (Role.RESPONDENT, False, None),
        (Role.WITNESS, True, None),
    ],
)
def test_an_explanation_knows_a_side_once_it_was_told(rows, db, side, informed, found):
    (case, *_), (member, *_) = rows
    Party.objects.create(case=case, number=9, side=side, member=member, informed_at=AT if informed else None)
    standing = access.explain(member, case.code)
    assert (standing.side, standing.follows, standing.knows) == (found, found is not None, found is not None)


def test_roles_in_a_case_are_the_open_ones_with_their_desks(rows, db):
    (case, other, *_), (member, *_) = rows
    give(case, member, Role.PANEL_CHAIR)
    give(case, member, Role.REGISTRAR, over=True)
    give(other, member, Role.FACILITATOR)
    assert access.roles_in(case, member) == {(Role.PANEL_CHAIR, "here")}


# letter, under which role, what the reader has → may it be sent now?
SENT = [
    ("n15_decision", Role.PANEL_CHAIR, "handles", True),
    ("n15_decision", Role.PANEL_CHAIR, "handles and is barred", False),
    ("n15_decision", Role.PANEL_CHAIR, "follows", False),
    ("n15_decision", Role.RESPONDENT, "follows", True),
    ("n15_decision", Role.RESPONDENT, "handles", False),
    ("n15_decision", Role.RESPONDENT, "nothing", False),
    (access.CONFLICT_QUESTION, Role.CANDIDATE, "is asked", True),
    (access.CONFLICT_QUESTION, Role.CANDIDATE, "handles", False),
    (access.ON_HOLD, Role.PANEL_MEMBER, "nothing", True),
    (access.STEPPED_ASIDE, Role.PANEL_MEMBER, "handles and is barred", True),
    (access.OVERDUE_ABOVE, Role.CANDIDATE, "nothing", True),
    (access.OVERDUE_ABOVE, Role.CANDIDATE, "handles and is barred", False),
    (access.COPY_LEFT, Role.CANDIDATE, "follows", False),
    ("n22_apply", Role.CANDIDATE, "handles", False),
]


@pytest.mark.parametrize(("letter", "role", "has", "may"), SENT)
def test_a_letter_is_sent_to_whom_its_door_opens_at_that_moment(rows, db, letter, role, has, may):
    (case, *_), (member, *_) = rows
    if has.startswith("handles"):
        give(case, member)
    if has.endswith("barred"):
        bar(case, member)
    if has == "follows":
        Party.objects.create(case=case, number=9, side=Role.RESPONDENT, member=member, informed_at=AT)
    if has == "is asked":
        asked = {"kind": "member", "status": SeatStatus.ASKED, "order": 1, "asked_at": AT, "answer_by": TODAY}
        Seat.objects.create(case=case, proceeding=Proceeding.objects.get(case=case), member=member, **asked)
    assert access.may_receive(Notice(case=case, member=member, role=role, letter=letter)) is may


def test_giving_a_case_writes_the_role_the_grant_and_one_event_and_ends_the_earlier_hand(rows, db):
    (case, *_), (member, other, *_) = rows
    mine, others = bar(case, member, Why.EARLIER_HAND), bar(case, other, Why.EARLIER_HAND)
    declared = bar(case, member, Why.SELF_DECLARED)
    access.grant(case, member, Role.PANEL_CHAIR, desk="there", by=BY, at=AT)
    assert access.roles_in(case, member) == {(Role.PANEL_CHAIR, "there")}
    assert CaseUserObjectPermission.objects.filter(content_object=case, user=member).count() == 1
    assert told(EventKind.GRANT_GIVEN) == [{"member": member.pk, "role": "panel_chair"}]
    standing = set(Conflict.objects.filter(case=case, until__isnull=True))
    assert standing == {others, declared} and Conflict.objects.get(pk=mine.pk).until == AT
    assert not access.open_to(member).exists(), "what they said of themselves still stands"


def test_giving_with_a_word_to_it_sends_the_letter_that_a_case_waits(rows, db):
    (case, *_), (member, *_) = rows
    access.grant(case, member, Role.INTAKE_OFFICER, desk="there", by=BY, at=AT, tell=True)
    assert told(EventKind.DESK_GIVEN) == [{"member": member.pk, "role": "intake_officer"}]
    assert Notice.objects.filter(case=case, member=member).count() == 1


def test_who_has_no_role_left_loses_the_case_for_good_and_the_registrar_may_come_back(rows, db):
    (case, *_), (one, two, three, _) = rows
    give(case, one, Role.PANEL_CHAIR)
    give(case, one, Role.PANEL_MEMBER, grant=False)
    give(case, two, Role.PANEL_MEMBER)
    give(case, three, Role.REGISTRAR)
    access.withdraw(case, by=BY, at=AT, because="conflict", roles=[Role.PANEL_CHAIR])
    assert list(access.open_to(one)) == [case], "one role is left"
    access.withdraw(case, by=BY, at=AT, because="step_over", members=[one.pk, three.pk])
    assert not access.open_to(one).exists() and not access.open_to(three).exists()
    assert list(access.open_to(two)) == [case]
    assert set(CaseUserObjectPermission.objects.values_list("user", flat=True)) == {two.pk}
    barred = Conflict.objects.filter(case=case, until__isnull=True)
    assert [(row.member_id, row.kind, row.since) for row in barred] == [(one.pk, Why.EARLIER_HAND, AT)]
    ended = CaseRole.objects.filter(member=one).values_list("role", "ended_because", "until")
    assert set(ended) == {(Role.PANEL_CHAIR, "conflict", AT), (Role.PANEL_MEMBER, "step_over", AT)}
    assert {(data["member"], data["role"], data["because"]) for data in told(EventKind.GRANT_WITHDRAWN)} == {
        (one.pk, "panel_chair", "conflict"),
        (one.pk, "panel_member", "step_over"),
        (three.pk, "registrar", "step_over"),
    }


def test_withdrawing_without_a_name_ends_every_open_role_of_this_case_only(rows, db):
    (case, other, *_), (one, two, *_) = rows
    give(case, one)
    give(case, two)
    give(other, one)
    access.withdraw(case, by=BY, at=AT, because="closed")
    assert not CaseRole.objects.filter(case=case, until__isnull=True).exists()
    assert list(access.open_to(one)) == [other]


def test_the_roles_of_one_entry_follow_the_person_to_the_other(rows, db):
    (first, second, third, *_), (kept, gone, *_) = rows
    give(first, gone)
    give(second, gone, over=True)
    give(third, gone)
    give(third, kept)
    access.follow(kept=kept, gone=gone, by=BY, at=AT)
    assert set(access.open_to(kept)) == {first, third} and not access.open_to(gone).exists()
    assert not CaseUserObjectPermission.objects.filter(user=gone).exists()
    assert not CaseRole.objects.filter(member=gone).exists()
    assert set(CaseRole.objects.values_list("case", "ended_because")) == {
        (first.pk, ""), (second.pk, "step_over"), (third.pk, ""), (third.pk, "one person"),
    }  # fmt: skip
    assert told(EventKind.GRANT_GIVEN) == [{"member": kept.pk, "role": "panel_member"}]
