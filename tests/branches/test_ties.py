"""The register of close ties: who may write in it, and what cannot be undone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from branches import usecases
from branches.models import Interest
from branches.posts import Post, Relation
from branches.refused import ONLY_REGISTER, NotAllowed
from tests.branches.conftest import browser, holder, member


def declare(one, two, by, **facts) -> Interest:
    return usecases.declare_interest(
        **{"member": one, "other": two, "relation": Relation.FAMILY, "by": by, "at": now()} | facts
    )


def end(tie, by, until=None) -> Interest:
    return usecases.end_interest(tie=tie, until=until or localdate(), by=by, at=now())


def test_everyone_declares_their_own_ties(ana, bo, heard):
    tie = declare(ana, bo, by=ana)
    assert tie.declared_by == ana
    assert heard == [("tie_declared", frozenset({ana.pk, bo.pk}), {"tie": tie.pk, "relation": "family"})]


def test_only_who_keeps_the_register_declares_for_others(ana, bo, rita):
    with pytest.raises(NotAllowed, match=ONLY_REGISTER):
        declare(ana, bo, by=bo)
    assert declare(ana, bo, by=rita).declared_by == rita


def test_a_tie_is_kept_once_whoever_of_the_two_declares_it(ana, bo):
    declare(ana, bo, by=ana)
    with pytest.raises(NotAllowed, match="already in the register"):
        declare(bo, ana, by=bo)
    declare(bo, ana, by=bo, relation=Relation.HOUSEMATE)


def test_a_tie_is_with_another_person_and_not_in_the_future(ana, bo, today):
    tomorrow = today + timedelta(days=1)
    for facts in ({"other": ana}, {"since": tomorrow}, {"until": tomorrow}):
        with pytest.raises(NotAllowed):
            declare(ana, bo, by=ana, **facts)
    with pytest.raises(NotAllowed, match="before it begins"):
        declare(ana, bo, by=ana, since=today, until=today - timedelta(days=1))


def test_a_tie_of_the_past_can_be_declared_with_its_end(ana, bo, yesterday):
    assert declare(ana, bo, by=ana, until=yesterday).until == yesterday


def test_who_declared_a_tie_ends_it_and_the_other_side_does_not(ana, bo, heard):
    tie = declare(ana, bo, by=ana)
    with pytest.raises(NotAllowed, match=ONLY_REGISTER):
        end(tie, by=bo)
    end(tie, by=ana)
    assert heard[-1][:2] == ("tie_ended", frozenset({ana.pk, bo.pk}))
    with pytest.raises(NotAllowed, match="already ended"):
        end(tie, by=ana)


@pytest.mark.parametrize("who", ["ana", "rita"])
def test_an_end_is_never_dated_back_to_undo_a_bar(who, ana, bo, rita, yesterday):
    tie = declare(ana, bo, by=ana)
    with pytest.raises(NotAllowed, match="cannot be before"):
        end(tie, by={"ana": ana, "rita": rita}[who], until=yesterday)


def test_an_end_is_not_in_the_future(ana, bo, today):
    tie = declare(ana, bo, by=ana)
    with pytest.raises(NotAllowed, match="no end"):
        end(tie, by=ana, until=today + timedelta(days=1))


def test_a_member_declares_a_tie_by_address_on_their_own_page(ana, bo):
    page = browser(ana).post(reverse("my-ties"), {"other": "BO@example.org", "relation": "housemate"}, follow=True)
    assert "Housemate: Bo Lind" in page.content.decode()
    assert Interest.objects.get().declared_by == ana


def test_a_name_that_fits_two_members_asks_for_the_address(ana, bo):
    bo.full_name, bo.name_key = ana.full_name, ana.name_key
    bo.save()
    page = browser(bo).post(reverse("my-ties"), {"other": "Ana Lind", "relation": "family"})
    assert "More than one member has this name" in page.content.decode()
    assert not Interest.objects.exists()


def test_what_was_typed_stays_when_the_register_says_no(ana):
    page = browser(ana).post(
        reverse("my-ties"), {"other": "ana@example.org", "relation": "family", "since": "2024-02-29"}
    )
    text = page.content.decode()
    assert "A tie is with another person." in text
    assert 'value="2024-02-29"' in text


def test_a_tie_is_seen_by_both_sides_and_the_register_and_by_nobody_else(ana, bo, rita):
    tie = declare(ana, bo, by=ana)
    address = reverse("tie-end", args=[tie.pk])
    other = holder("Otto", Post.AUDITOR)
    seen = {who: browser(who).get(address).status_code for who in (ana, bo, rita, other)}
    assert seen == {ana: 200, bo: 200, rita: 200, other: 404}
    assert "Bo Lind" in browser(ana).get(reverse("me")).content.decode()
    assert "Ana Lind" in browser(bo).get(reverse("me")).content.decode()
    assert "Ana Lind" not in browser(other).get(reverse("me")).content.decode()
    assert "Bo Lind" in browser(rita).get(reverse("person", args=[ana.pk])).content.decode()


def test_the_other_side_is_told_why_the_tie_stays(ana, bo):
    tie = declare(ana, bo, by=ana)
    page = browser(bo).post(reverse("tie-end", args=[tie.pk]), {"until": localdate().isoformat()})
    assert ONLY_REGISTER in page.content.decode()
    tie.refresh_from_db()
    assert tie.until is None


def test_the_registrar_declares_and_ends_a_tie_on_the_page_of_a_member(ana, bo, rita):
    registrar = browser(rita)
    registrar.post(reverse("person-ties", args=[ana.pk]), {"other": "bo@example.org", "relation": "partner"})
    tie = Interest.objects.get()
    end_it = registrar.post(reverse("tie-end", args=[tie.pk]), {"until": localdate().isoformat()})
    assert end_it.url == reverse("person", args=[ana.pk])
    tie.refresh_from_db()
    assert (tie.until, tie.declared_by) == (localdate(), rita)


def test_the_page_about_me_asks_as_often_for_one_tie_as_for_three(ana, django_assert_max_num_queries):
    client = browser(ana)
    counts = []
    for name in ("Cy", "Dee", "Eve"):
        declare(ana, member(name), by=ana)
        with django_assert_max_num_queries(20) as asked:
            client.get(reverse("me"))
        counts.append(len(asked))
    assert counts[0] == counts[2]
