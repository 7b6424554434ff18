"""Two entries of one person: whatever stood against either stands against the one that stays (R-11, INV-15)."""

from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from branches import merging
from branches.models import Interest, Member, Membership, Office
from branches.posts import Post, Relation
from branches.refused import NotAllowed
from branches.usecases import declare_interest
from cases import access
from cases.domain.vocabulary import Action, Role, SeatStatus, Why
from cases.models import CaseRole, Conflict, Party, Seat
from cases.record import System
from cases.usecases import conflicts
from tests import build
from tests.cast import moment


def merge(kept, gone, at=None, by=None):
    merging.merge(kept=kept, gone=gone, by=by, at=at or moment(6, 20))
    kept.refresh_from_db()
    gone.refresh_from_db()


def kinds(case, member):
    return set(Conflict.objects.filter(case=case, member=member, until=None).values_list("kind", flat=True))


def seated(road):
    return [s.member for s in Seat.objects.filter(case=road.case, status=SeatStatus.SEATED).order_by("order")]


@pytest.fixture
def road(cast):
    return build.branch(cast).seat_panel()


def outsider(cast, road):
    return next(m for m in cast.crowd("Northside") if not Seat.objects.filter(member=m).exists())


def test_a_party_under_another_entry_is_out_of_the_panel(cast, road):
    one = seated(road)[0]
    merge(one, cast.rob)
    assert Why.PARTY in kinds(road.case, one)
    assert not CaseRole.objects.filter(case=road.case, member=one, until=None).exists()
    assert not access.open_to(one).exists()


def test_the_one_who_stays_follows_the_case_of_the_one_who_goes(cast, road):
    road.notice()
    new = outsider(cast, road)
    merge(new, cast.rob)
    assert access.followed_by(new).get() == road.case
    assert not access.followed_by(cast.rob).exists()
    assert Party.objects.get(case=road.case, side=Role.RESPONDENT).member == new


def test_a_seat_and_its_case_follow_the_person(cast, road):
    one, new = seated(road)[0], outsider(cast, road)
    merge(new, one)
    assert new in seated(road)
    assert access.open_to(new).get() == road.case
    assert not access.open_to(one).exists()


def test_who_sat_twice_has_one_seat(cast, road):
    first, second = seated(road)[:2]
    merge(first, second)
    assert [m.pk for m in seated(road)].count(first.pk) == 1
    assert second not in seated(road)


def test_who_is_on_hold_does_not_get_the_case_by_the_desk_of_the_other_entry(cast, road):
    """Found by the random plays: on hold already, so nothing took away the role that came with the merge."""
    road.notice()
    one = seated(road)[0]
    words = {"member": one.pk, "kind": Why.FRIEND, "text": "They are close."}
    road.do(Action.CHALLENGE, cast.rob, **words)
    merge(one, road.who(Role.REGISTRAR))
    assert Seat.objects.get(case=road.case, member=one).status == SeatStatus.HELD
    assert not CaseRole.objects.filter(case=road.case, member=one, until=None).exists()
    assert not access.open_to(one).filter(pk=road.case.pk).exists()


def test_an_earlier_hand_of_one_entry_bars_the_other(cast, road):
    one = seated(road)[0]
    merge(one, cast.omar)
    assert Why.EARLIER_HAND in kinds(road.case, one)
    assert one not in seated(road)


@pytest.mark.parametrize(("kind", "mine"), product([Why.EXCLUDED, Why.SELF_DECLARED, Why.FRIEND], [True, False]))
def test_what_was_said_of_either_bars_the_one_that_stays(cast, road, kind, mine):
    one, new = seated(road)[0], outsider(cast, road)
    said = one if mine else new
    conflicts.bar(road.case, said, kind, by=System("said"), at=road.at)
    merge(one, new)
    assert kind in kinds(road.case, one)
    assert one not in seated(road)


def test_ties_memberships_and_offices_follow_the_person(cast, road):
    one, new = seated(road)[0], outsider(cast, road)
    declare_interest(member=new, other=cast.rob, relation=Relation.FAMILY, by=None, at=road.at)
    Office.objects.create(member=new, post=Post.STAFF, since=moment(1, 1).date())
    merge(one, new)
    assert Why.FAMILY in kinds(road.case, one)
    assert one.offices.filter(post=Post.STAFF).exists()
    assert Membership.objects.filter(member=one).count() == 2
    assert not Membership.objects.filter(member=new).exists()


def test_the_marker_of_either_stays_and_the_other_entry_signs_in_no_more(client, cast, road):
    one, new = outsider(cast, road), cast.tara
    Member.objects.filter(pk=new.pk).update(needs_approval=True)
    merge(one, new)
    assert one.needs_approval
    assert new.same_as == one
    assert not new.is_active
    assert not new.has_usable_password()
    client.force_login(new)
    assert client.get("/today/").status_code == 302


def test_nobody_merges_their_own_entry_and_only_the_register_merges(cast, road):
    one, new = cast.crowd("Northside")[:2]
    for by in (one, cast.dee, cast.bo):
        with pytest.raises(NotAllowed):
            merge(one, new, by=by)
    with pytest.raises(NotAllowed):
        merge(cast.zed, new, by=cast.zed)
    with pytest.raises(NotAllowed):
        merge(one, one, by=cast.zed)
    merge(one, new, by=cast.zed)
    with pytest.raises(NotAllowed):
        merge(cast.tara, new, by=cast.zed)


def test_the_registrar_merges_on_a_page_after_saying_that_they_are_sure(client, cast, road):
    one, new = cast.crowd("Northside")[:2]
    client.force_login(cast.zed)
    address = f"/people/{one.pk}/merge/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"gone": new.email}).status_code == 200
    assert Member.objects.get(pk=new.pk).same_as is None
    assert client.post(address, {"gone": new.email, "sure": "on"}).status_code == 302
    assert Member.objects.get(pk=new.pk).same_as == one
    client.force_login(cast.dee)
    assert client.get(address).status_code == 403


STANDS = st.lists(
    st.tuples(st.booleans(), st.sampled_from([Why.EXCLUDED, Why.SELF_DECLARED, Why.STRUCK, Why.FRIEND, Why.PREJUDGED])),
    max_size=4,
)
TIES = st.lists(st.tuples(st.booleans(), st.sampled_from(list(Relation)), st.booleans()), max_size=4)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=STANDS, ties=TIES)
def test_merging_never_lifts_anything(cast, road, django_db_blocker, said, ties):
    from django.db import transaction

    one, new = seated(road)[0], outsider(cast, road)
    with transaction.atomic():
        for mine, kind in said:
            conflicts.bar(road.case, one if mine else new, kind, by=System("said"), at=road.at)
        for mine, relation, first in ties:
            ends = (one if mine else new, cast.rob)
            member, other = ends if first else ends[::-1]
            try:
                with transaction.atomic():
                    declare_interest(member=member, other=other, relation=relation, by=None, at=road.at)
            except NotAllowed:
                continue
        before = kinds(road.case, one) | kinds(road.case, new)
        bound = set(Interest.objects.values_list("relation", flat=True))
        merge(one, new)
        assert before - {Why.CHALLENGED} <= kinds(road.case, one) | {Why.EARLIER_HAND}
        assert bound == set(Interest.objects.values_list("relation", flat=True))
        assert not before or not access.open_to(one).exists()
        transaction.set_rollback(True)
