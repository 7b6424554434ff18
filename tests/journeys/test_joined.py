"""A national case with two complaints about the same facts: proposed, objected to, joined, decided; or apart again."""

from html import unescape

import pytest

from branches.models import Interest
from branches.posts import Relation
from cases.demo.matters import REMARKS, SHOUTING
from cases.demo.roads import Road
from cases.domain.answer import Refused
from cases.domain.vocabulary import Action, ClosureReason, Ground, LinkKind, Role, State
from cases.models import Allegation, CaseLink, CaseRole, Conflict, EvidenceItem, Joining, Party, Seat
from cases.usecases import joining
from tests.cast import moment
from tests.journeys.eyes import browser, doors, letters, lists, post

WHY = "Both are about the same evening."
AGAINST = "I do not want to be in one case with anybody."


def national(cast, by, at, matter) -> Road:
    return Road.file(cast, by, at, matter=matter).screen().frame().to_national(Ground.EXPULSION)


@pytest.fixture
def two(cast) -> tuple[Road, Road]:
    """Ana's case is in the inquiry; Tara's was opened today and has no panel."""
    first = national(cast, cast.ana, moment(6, 1), SHOUTING).seat_panel().notice().answer()
    first.do(Action.ADD_EVIDENCE, cast.ana, title="A letter of Ana's", text="What I wrote that night.")
    later = national(cast, cast.tara, first.later(days=1).at, REMARKS)
    first.until(later.at)
    return first, later


def propose(first: Road, later: Road) -> Road:
    return first.do(Action.PROPOSE_JOINING, first.who(Role.REGISTRAR), other=later.case.code, reason=WHY)


def rule(first: Road, later: Road, *, upheld: bool = True) -> Road:
    first.later(days=6).do(Action.RULE_JOINING, first.who(Role.PANEL_CHAIR), upheld=upheld, reason="The same evening.")
    later.case.refresh_from_db()
    return first


def page(member, road: Road, kind: str = "my") -> str:
    return unescape(browser(member).get(f"/{kind}/{road.case.code}/").content.decode())


def test_two_complaints_are_heard_and_decided_together(cast, two):
    first, later = two
    relative = first.panel()[-1]
    propose(first, later)
    for road, side in ((first, cast.rob), (later, cast.tara)):
        road.do(Action.OBJECT_JOINING, side, text=AGAINST)
    post(first)
    assert letters(cast.ana, first)[-1] == letters(cast.tara, later)[-1] == "n35_proposed"
    assert "n35_proposed" not in letters(cast.rob, later, sent=None), "he does not know of that case yet"
    assert later.case.code not in page(cast.ana, first) and first.case.code not in page(cast.tara, later)
    chair = first.who(Role.PANEL_CHAIR)
    assert AGAINST in page(chair, first, "cases") and AGAINST not in page(cast.ana, first)
    with pytest.raises(Refused, match="can object until"):
        first.do(Action.RULE_JOINING, chair, upheld=True, reason=WHY)
    Interest.objects.create(
        member=relative, other=cast.tara, relation=Relation.FAMILY, declared_at=first.at, declared_by=relative
    )
    kept_out = first.panel()[-2]
    Conflict.objects.create(case=later.case, member=kept_out, kind="excluded", by_rule=False, since=later.at)
    before = lists(relative)
    rule(first, later)
    the_conflict_was_asked_first(first, relative, before)
    assert doors(kept_out, first) == set(), "whom Tara keeps out of her case is kept out of this one"
    hands = CaseRole.objects.filter(case=later.case).exclude(role=Role.REGISTRAR).values("member")
    barred = Conflict.objects.filter(case=first.case, kind="earlier_hand", member__in=hands, until=None)
    assert barred.count() == hands.distinct().count() > 0
    nobody_reads_what_is_not_theirs(first, later)
    assert (later.case.state, later.case.closure_reason) == (State.CLOSED, ClosureReason.JOINED)
    assert CaseLink.objects.filter(case=later.case, other=first.case, kind=LinkKind.SAME_FACTS).exists()
    first.clear().notice()
    assert all(matter.narrative in page(chair, first, "cases") for matter in (SHOUTING, REMARKS))
    first.answer().report()
    for side in (cast.ana, cast.rob):
        first.do(Action.REPLY_EVIDENCE, side, text="Nothing to add.")
    with pytest.raises(Refused, match="both sides have replied"):
        first.close_review()
    first.do(Action.REPLY_EVIDENCE, cast.tara, text="Nor have I.").close_review().papers().vote().measure().decide()
    post(first)
    assert {letters(member, first)[-1] for member in (cast.ana, cast.tara, cast.rob)} == {"n21_decision"}
    assert first.matter.reasons in page(cast.tara, first)


def the_conflict_was_asked_first(first: Road, relative, before) -> None:
    """Whoever is joined to the new complainant has left before a word of it came, and learns nothing of it."""
    assert Seat.objects.get(case=first.case, member=relative).status == "left"
    assert Conflict.objects.filter(case=first.case, member=relative, kind="family", until=None).exists()
    assert doors(relative, first) == set()
    left = Conflict.objects.filter(case=first.case, member=relative).latest("since").since
    assert Allegation.objects.get(case=first.case, number=2).framed_at >= left
    assert "same evening" not in "".join(lists(relative).values()), before.keys()


def nobody_reads_what_is_not_theirs(first: Road, later: Road) -> None:
    """One complainant reads the joint allegations, and not what the other wrote; those who decide read both."""
    ana, tara = first.cast.ana, first.cast.tara
    for member, own, others in ((ana, SHOUTING, REMARKS), (tara, REMARKS, SHOUTING)):
        seen = page(member, first)
        assert others.narrative not in seen and others.allegation in seen and own.allegation in seen
    assert "What I wrote that night." not in page(tara, first), "before the evidence review"
    assert EvidenceItem.objects.get(case=first.case).given_by == ana
    assert REMARKS.narrative in page(tara, later) and first.case.code in page(tara, later)


def test_apart_again_each_is_a_case_of_its_own(cast, two):
    first, later = two
    rule(propose(first, later), later)
    first.do(Action.SEPARATE, first.who(Role.PANEL_CHAIR), reason="They are about two evenings.")
    later.until(first.at).case.refresh_from_db()
    assert (later.case.state, later.case.closure_reason) == (State.FORMING, "")
    assert doors(cast.tara, first) == set() and doors(cast.tara, later) == {"followed_by"}
    assert not Party.objects.filter(case=first.case, member=cast.tara).exists()
    first.notice().answer().report().review().papers().vote().measure().decide()
    assert first.case.state == State.APPEAL_WINDOW, "what left with its case is decided by nobody here"
    later.seat_panel().notice()
    assert later.case.state == State.RESPONDING
    assert not {m.pk for m in first.panel()} & {cast.tara.pk, cast.ana.pk}


def test_what_can_never_be_joined_is_not_on_the_list_or_is_refused_in_words(cast, two):
    first, later = two
    registrar = first.who(Role.REGISTRAR)
    back = Road.file(cast, cast.rob, first.at, about=("Ana Demo",)).screen().frame().to_national(Ground.EXPULSION)
    found = joining.candidates(registrar, first.case.pk, on=first.at.date())
    assert set(found.values_list("code", flat=True)) == {later.case.code}, "a complaint in return is not offered"
    first.until(back.at)
    with pytest.raises(Refused, match="Choose another case"):
        first.do(Action.PROPOSE_JOINING, registrar, other=back.case.code, reason=WHY)
    later.seat_panel()
    with pytest.raises(Refused, match="panel of its own"):
        propose(first, later)


def test_without_a_ruling_the_cases_stay_apart(cast, two):
    first, later = two
    propose(first, later).later(days=13).clock()
    later.until(first.at).case.refresh_from_db()
    assert Joining.objects.get().how == "no_ruling"
    assert (first.case.state, later.case.closure_reason) == (State.INVESTIGATING, "")
    assert Party.objects.filter(case=first.case).count() == 2
