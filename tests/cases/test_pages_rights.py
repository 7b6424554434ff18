"""What the pages of a case show to whom: never more than the rights table gives."""

import pytest
from django.urls import reverse

from branches.models import Office
from branches.posts import Post
from cases.domain import panels
from cases.domain.vocabulary import Action, Choice, EventKind, Outcome, Role, SeatStatus, Tier
from cases.models import CaseEvent, Motion, Notice, Proceeding, Seat
from tests import build
from tests.cases.reader import Reader, case_of, my_case
from tests.cast import organisation

STORY = "At two meetings in a row I was shouted at and called names."
CONTACT = "By e-mail, in the evening."
ALLEGATION = "Shouted at the complainant at the meeting of the branch."
NOTE = "Ana would accept an apology."


@pytest.fixture
def cast(db):
    return organisation()


def test_the_complainant_reads_what_they_sent(cast):
    page = my_case(build.filed(cast), cast.ana)
    assert STORY in page
    assert CONTACT in page


def test_nobody_tells_the_respondent_before_the_notice(cast):
    road = build.branch(cast).seat_panel()
    assert Reader(cast.rob).get("my-case", road.case.code).status_code == 404
    assert road.case.code not in Reader(cast.rob).text("today") + Reader(cast.rob).text("my-cases")
    assert ALLEGATION in my_case(road.notice(), cast.rob)


def test_the_respondent_reads_the_allegations_and_never_the_complaint(cast):
    road = build.branch(cast).to_decision()
    page = my_case(road, cast.rob)
    assert ALLEGATION in page
    assert STORY not in page
    assert CONTACT not in page


def test_a_withheld_name_stands_on_no_page_of_the_respondent(cast):
    road = build.filed(cast, name_withheld=True).screen().frame().to_branch().to_decision()
    Notice.objects.update(released_at=road.at)
    reader = Reader(cast.rob)
    pages = [my_case(road, cast.rob), reader.text("today"), reader.text("my-cases")]
    pages += [reader.text("letter", notice.pk) for notice in Notice.objects.filter(case=road.case, member=cast.rob)]
    assert "Name withheld" in pages[0]
    assert not [page for page in pages if cast.ana.full_name in page]
    assert cast.ana.full_name in case_of(road, road.who(Role.PANEL_CHAIR))


def test_both_sides_see_the_same_evidence_from_the_same_moment(cast):
    road = build.branch(cast).seat_panel().notice().answer()
    for side, words in ((cast.ana, "A message of that evening"), (cast.rob, "A letter of apology")):
        road.do(Action.ADD_EVIDENCE, side, title=words, text=f"{words}, word for word.")
    assert "A letter of apology" not in my_case(road, cast.ana)
    assert "A message of that evening" not in my_case(road, cast.rob)
    road.report()
    seen = [Reader(side).page("my-case", road.case.code) for side in (cast.ana, cast.rob)]
    assert seen[0].evidence == seen[1].evidence
    assert seen[0].report == seen[1].report


def test_a_side_sees_the_other_reply_when_the_review_is_over(cast):
    road = build.branch(cast).seat_panel().notice().answer().report()
    road.do(Action.REPLY_EVIDENCE, cast.ana, text="The second witness came late.")
    assert "The second witness came late." not in my_case(road, cast.rob)
    road.do(Action.REPLY_EVIDENCE, cast.rob, text="Nobody came late.")
    road.do(Action.CLOSE_REVIEW, road.who(Role.REGISTRAR))
    assert "The second witness came late." in my_case(road, cast.rob)


def test_notes_of_talks_are_read_by_their_writer_alone(cast):
    road = build.talks(cast)
    facilitator = road.who(Role.FACILITATOR)
    road.do(Action.ADD_TALK_NOTE, facilitator, text=NOTE)
    assert NOTE in case_of(road, facilitator)
    others = [case_of(road, road.who(Role.REGISTRAR)), my_case(road, cast.ana), my_case(road, cast.rob)]
    road.do(Action.LEAVE_INFORMAL, cast.ana)
    others += [case_of(road, road.who(Role.INTAKE_OFFICER)), my_case(road, cast.ana)]
    assert not [page for page in others if NOTE in page]
    assert Reader(facilitator).get("case", road.case.code).status_code == 404


def test_votes_stay_secret_until_all_have_voted_and_then_only_the_counts_are_shown(cast):
    road = build.branch(cast).to_vote()
    first, second, third = road.panel()
    road.do(Action.VOTE, first, motion=1, choice=Choice.NO)
    assert "You voted: no." in case_of(road, first)
    open_vote = Reader(second).page("case", road.case.code).votes[0]
    assert (open_vote.cast, open_vote.yes, open_vote.own) == (1, None, "")
    for member in (second, third):
        road.do(Action.VOTE, member, motion=1, choice=Choice.YES)
    closed = Reader(second).page("case", road.case.code).votes[0]
    assert (closed.yes, closed.no, closed.own) == (2, 1, "Yes")
    for reader in (cast.ana, cast.rob):
        assert "2 yes" not in my_case(road, reader)


def test_the_registrar_sees_neither_evidence_nor_votes(cast):
    road = build.branch(cast).to_vote()
    page = Reader(road.who(Role.REGISTRAR)).page("case", road.case.code)
    assert (page.complaint, page.evidence, page.report, page.votes, page.draft) == (None, (), None, (), None)


def test_a_signed_decision_is_hidden_from_both_sides_until_it_is_delivered(cast):
    road = build.signed(build.branch(cast).to_vote())
    words = "The panel has decided on the allegations."
    assert words in case_of(road, road.who(Role.PANEL_CHAIR))
    assert words not in my_case(road, cast.ana) + my_case(road, cast.rob)
    road.do(Action.SERVE_DECISION, road.who(Role.REGISTRAR))
    assert words in my_case(road, cast.ana)
    assert words in my_case(road, cast.rob)


def test_the_appeals_panel_reads_the_decision_and_not_how_the_lower_panel_voted(cast):
    road = build.appealed(cast).admit()
    page = Reader(road.who(Role.PANEL_CHAIR)).page("case", road.case.code)
    assert [part.summary for part in page.decisions] == ["The panel has decided on the allegations."]
    assert page.votes == ()
    assert page.draft is None
    assert page.appeal.text == "My witness was not heard."


def test_a_fresh_panel_does_not_read_what_the_first_one_decided(cast):
    road = build.appealed(cast).admit().outcome(Outcome.REMAND).seat_panel().notice()
    page = Reader(road.who(Role.PANEL_CHAIR)).page("case", road.case.code)
    assert page.decisions == ()


def test_a_drawn_person_reads_two_names_and_nothing_else(cast):
    road = build.branch(cast).do(Action.FORM_PANEL, cast.zed)
    seat = Seat.objects.filter(case=road.case, status=SeatStatus.ASKED).select_related("member").first()
    page = Reader(seat.member).text("seat", seat.pk)
    assert cast.ana.full_name in page
    assert cast.rob.full_name in page
    assert not [words for words in (STORY, ALLEGATION, road.case.code, cast.omar.full_name) if words in page]
    assert Reader(seat.member).get("case", road.case.code).status_code == 404


def test_a_yes_to_the_conflict_question_ends_it_and_asks_for_no_reason(cast):
    road = build.branch(cast).do(Action.FORM_PANEL, cast.zed)
    seat = Seat.objects.filter(case=road.case, status=SeatStatus.ASKED).select_related("member").first()
    reader = Reader(seat.member)
    answered = reader.client.post(reverse("seat", args=[seat.pk]), {"clear": "no"})
    assert answered.url == reverse("today")
    assert "Nobody" in reader.text("today") or "nobody needs to know why" in reader.text("today")
    assert reader.get("seat", seat.pk).status_code == 404
    assert reader.get("case", road.case.code).status_code == 404


def test_a_no_gives_the_seat(cast):
    road = build.branch(cast).do(Action.FORM_PANEL, cast.zed)
    seat = Seat.objects.filter(case=road.case, status=SeatStatus.ASKED).select_related("member").first()
    reader = Reader(seat.member)
    answered = reader.client.post(reverse("seat", args=[seat.pk]), {"clear": "yes"})
    assert answered.url == reverse("case", args=[road.case.code])
    assert reader.get("case", road.case.code).status_code == 200


def test_opening_a_case_leaves_one_entry_that_both_sides_can_count_on(cast):
    road = build.filed(cast)
    case_of(road, cast.omar)
    readings = CaseEvent.objects.filter(case=road.case, kind=EventKind.SEALED_PART_READ)
    assert [(row.actor, row.data["roles"]) for row in readings] == [(cast.omar, ["intake_officer"])]
    assert "complaint" in readings[0].data["parts"]
    page = my_case(road, cast.ana)
    assert "Intake officer, " in page
    assert cast.omar.full_name not in page


def test_a_side_reads_the_names_of_the_panel_only_after_the_notice(cast):
    road = build.branch(cast).seat_panel()
    names = [member.full_name for member in road.panel()]
    assert not [name for name in names if name in my_case(road, cast.ana)]
    page = my_case(road.notice(), cast.ana)
    assert all(name in page for name in names)


def test_who_was_passed_over_because_of_family_is_named_with_the_category_alone(cast):
    road = build.national(cast)
    Proceeding.objects.filter(case=road.case, tier=Tier.NATIONAL).update(seed=_seed_that_reaches_first(cast.fay))
    page = my_case(road.seat_panel().notice(), cast.ana)
    assert f"{cast.fay.full_name}, stepped aside: family" in page
    assert not Seat.objects.filter(member=cast.fay).exists()


def _seed_that_reaches_first(member):
    pool = list(Office.objects.filter(post=Post.NATIONAL_MEMBER).values_list("member", flat=True))
    seeds = map(str, range(1000))
    return next(seed for seed in seeds if panels.draw(pool, seed=seed, barred=())[0] == member.pk)


def test_a_motion_is_told_in_words(cast):
    road = build.branch(cast).to_vote()
    assert Motion.objects.filter(case=road.case).count() == 1
    assert "Is allegation 1 substantiated?" in case_of(road, road.panel()[0])
