"""What people had opened before they left a case: kept as numbers, told to those who rule, signed for once."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from branches import usecases as register
from branches.posts import Relation
from cases import access
from cases.demo.roads import Road
from cases.domain.vocabulary import Action, EventKind, Ground, Role, Why
from cases.models import CaseEvent, Confirmation
from cases.queries import access_why, exposure
from cases.queries import folder as folders
from cases.usecases import exposure as signing
from cases.usecases import refusals
from tests.cases.reader import Reader, case_of, my_case
from tests.cast import organisation

TOKEN = re.compile(r'(value|nonce)="[A-Za-z0-9+/=_-]{20,}"')


@pytest.fixture
def cast(db):
    return organisation(at=now() - timedelta(days=60))


@pytest.fixture
def road(cast) -> Road:
    return Road.file(cast, cast.ana, now() - timedelta(days=3)).screen().frame().to_branch().seat_panel().notice()


def opens(road, member, times=1):
    """The page is opened as a person does it; the record keeps which parts it showed."""
    for _ in range(times):
        case_of(road, member)


def left(road, member):
    return next((e for e in exposure.exposures(road.case) if e.member == member.pk), None)


def test_what_a_recused_person_had_opened_is_counted_from_the_record(road):
    member = road.panel()[-1]
    opens(road, member, times=2)
    road.do(Action.RECUSE, member)
    found = left(road, member)
    parts = CaseEvent.objects.filter(case=road.case, kind=EventKind.SEALED_PART_READ, actor=member)[0].data["parts"]
    assert (found.visits, len(found.parts), found.roles) == (2, len(parts), ("Panel member",))
    assert found.excluded and found.kinds == {Why.SELF_DECLARED, Why.EARLIER_HAND}
    assert (found.first, found.last, found.confirmed_on) == (now().date(), now().date(), None)
    assert found.how == access_why.ENDED["conflict"]


def test_somebody_who_still_works_on_it_or_opened_nothing_is_not_on_the_list(road):
    opens(road, road.panel()[0])
    silent = road.panel()[-1]
    road.do(Action.RECUSE, silent)
    assert {e.member for e in exposure.exposures(road.case)} == set()
    assert exposure.left_by(silent) == ()


def test_somebody_who_was_only_passed_over_never_learns_anything(cast):
    road = Road.file(cast, cast.ana, now() - timedelta(days=3)).screen().frame().to_national(Ground.EXPULSION)
    road.seat_panel().notice()
    assert exposure.left_by(cast.fay) == () and left(road, cast.fay) is None
    assert road.case.code not in Reader(cast.fay).text("me-left")


def test_the_panel_hears_a_number_and_no_name_and_no_part(road):
    member = road.panel()[-1]
    opens(road, member)
    road.do(Action.RECUSE, member)
    page = case_of(road, road.panel()[0])
    count = len(left(road, member).parts)
    assert f"A person who is excluded now had opened {count} parts of this case." in page
    folder = folders.of_handler(road.case, road.panel()[0], today=road.at.date())
    assert exposure.earlier(folder, road.at.date()) == exposure.Earlier(people=(), excluded=(count,), unconfirmed=0)


@pytest.mark.parametrize(("kind", "told"), [(Relation.FAMILY, True), (None, False)])
def test_the_two_sides_hear_it_where_the_kind_bars_by_itself(road, kind, told):
    """An own decision to step aside is not told with what was opened; a cousin who had read the file is."""
    member = road.panel()[-1]
    opens(road, member)
    if kind:
        register.declare_interest(member=member, other=road.cast.rob, relation=kind, by=member, at=road.at)
    else:
        member_rows = road.do(Action.RECUSE, member)
        assert member_rows
    words = "had opened"
    folder = folders.of_party(road.case, road.cast.ana, today=road.at.date())
    automatic = {rule.kind for rule in folder.procedure.conflicts if rule.level == "automatic"}
    expected = told or Why.SELF_DECLARED in automatic
    assert bool(exposure.told_to_sides(folder)) is expected
    assert (words in my_case(road, road.cast.ana)) is expected


def test_only_an_auditor_reads_it_by_office_and_the_registrar_does_not(road):
    member = road.panel()[-1]
    opens(road, member)
    road.do(Action.RECUSE, member)
    assert member.full_name in Reader(road.cast.yara).text("oversight", case=road.case.code)
    assert member.full_name not in Reader(road.cast.zed).text("oversight", case=road.case.code)
    assert Reader(member).get("oversight", case=road.case.code).status_code == 403


def test_the_person_signs_once_and_the_record_has_it(road):
    member = road.panel()[-1]
    opens(road, member)
    road.do(Action.RECUSE, member)
    reader = Reader(member)
    assert road.case.code in reader.text("me-left")
    for _ in range(2):
        answer = reader.client.post(reverse("me-left"), {"code": road.case.code, "agreed": "on"})
        assert answer.status_code == 303
    assert Confirmation.objects.filter(case=road.case, member=member).count() == 1
    assert CaseEvent.objects.filter(case=road.case, kind=EventKind.EXPOSURE_CONFIRMED).count() == 1
    assert "You signed on" in reader.text("me-left")
    assert not access.open_to(member).exists()


def test_without_the_tick_nothing_is_signed(road):
    member = road.panel()[-1]
    opens(road, member)
    road.do(Action.RECUSE, member)
    answer = Reader(member).client.post(reverse("me-left"), {"code": road.case.code})
    assert answer.status_code == 200 and b"Tick the box" in answer.content
    assert not Confirmation.objects.exists()


def test_whoever_never_had_the_case_gets_the_answer_of_a_case_that_is_not_there(road):
    for member in (road.cast.fay, road.cast.ana, road.panel()[0]):
        client = Reader(member).client
        answers = [client.post(reverse("me-left"), {"code": code, "agreed": "on"}) for code in (road.case.code, "x")]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert not signing.confirm(code=road.case.code, by=member, at=now())


def test_the_registrar_sees_how_many_are_late_and_not_who(road):
    member = road.panel()[-1]
    opens(road, member)
    road.do(Action.RECUSE, member)
    folder = folders.of_handler(road.case, road.who(Role.REGISTRAR), today=road.at.date())
    assert exposure.earlier(folder, road.at.date() + timedelta(days=7)).unconfirmed == 0
    assert exposure.earlier(folder, road.at.date() + timedelta(days=8)).unconfirmed == 1
    signing.confirm(code=road.case.code, by=member, at=now())
    assert exposure.earlier(folder, road.at.date() + timedelta(days=8)).unconfirmed == 0
    assert exposure.earlier(folder, road.at.date()).people == ()


def test_who_rules_on_a_late_conflict_and_who_checks_an_appeal_see_people_and_parts(cast):
    road = Road.file(cast, cast.ana, now() - timedelta(days=3)).screen().frame().to_branch()
    member = road.seat_panel().notice().panel()[0]
    opens(road, member)
    road.answer().report().review().papers().vote().measure().decide().appeal()
    officer = road.who(Role.APPEALS_OFFICER)
    people = exposure.earlier(folders.of_handler(road.case, officer, today=road.at.date()), road.at.date()).people
    assert [(e.name, e.how) for e in people] == [(member.full_name, access_why.ENDED["appealed"])]
    assert member.full_name in case_of(road, officer)


# Why can I (not) see this


def why(member, code):
    return Reader(member).text("access-why", code=code)


def test_the_explanation_and_the_doors_are_the_same_function_everywhere(road):
    """Everybody, before and after each step: the conditions by themselves agree with the door."""
    for step in (lambda: None, lambda: road.do(Action.RECUSE, road.panel()[-1]), lambda: road.answer()):
        step()
        for member in road.cast.members.values():
            standing = access.explain(member, road.case.code)
            assert standing.handles is access.open_to(member).filter(pk=road.case.pk).exists()
            assert standing.follows is access.followed_by(member).filter(pk=road.case.pk).exists()


def test_somebody_on_the_panel_reads_their_role_and_how_many_others_can_see_it(road):
    page = why(road.panel()[0], road.case.code)
    assert "You are the panel chair in this case." in page
    assert "Others who can see it: 3 people in 2 roles." in page
    assert "Others who can see it: 3 people in 2 roles." in case_of(road, road.panel()[0])


def test_somebody_who_stepped_aside_reads_the_day_and_who_could_review_it(road):
    member = road.panel()[-1]
    road.do(Action.RECUSE, member)
    page = why(member, road.case.code)
    assert f"You were the panel member until {road.at:%-d %B %Y}: {access_why.ENDED['conflict']}" in page
    assert "You stepped aside. That is for good." in page and access_why.REVIEW in page


def test_a_kind_that_would_tell_what_a_paper_says_is_not_named(road):
    member = road.panel()[-1]
    register.declare_interest(member=member, other=road.cast.rob, relation=Relation.FAMILY, by=member, at=road.at)
    page = why(member, road.case.code)
    assert "A conflict of interest is recorded" in page and "Family of a party" not in page


def test_a_side_reads_what_is_not_open_yet_and_from_when(road):
    page = why(road.cast.rob, road.case.code)
    assert "You are the respondent in this case" in page
    assert "Not yet open to you: evidence. It opens at this stage: from the evidence review." in page
    assert "complaint." not in page.split("Not yet open to you")[0].split("Case ")[-1]


@pytest.mark.parametrize("who", ["fay", "mona", "dee", "stan"])
def test_to_anybody_else_a_case_and_no_case_have_the_same_answer(road, who):
    """Fay is barred, Mona is nobody, Dee could be asked one day, Stan leads: none of them learns that it exists."""
    member = road.cast.members[who.capitalize()]
    client = Reader(member).client
    codes = (road.case.code, "K7Q-4M2-XR")
    pages = [client.get(reverse("access-why"), {"code": code}) for code in codes]
    there, absent = (
        TOKEN.sub("", page.content.decode()).replace(code, "X") for page, code in zip(pages, codes, strict=True)
    )
    assert there == absent and [page.status_code for page in pages] == [200, 200]
    assert "There is nothing to tell about this reference." in there


def test_a_respondent_who_was_not_told_yet_learns_nothing(cast):
    road = Road.file(cast, cast.ana, now() - timedelta(days=1)).screen().frame()
    assert "There is nothing to tell about this reference." in why(cast.rob, road.case.code)


def test_what_is_asked_is_the_same_number_of_questions_for_a_case_and_for_none(road):
    counts = []
    for code in (road.case.code, "K7Q-4M2-XR"):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            access_why.why(road.cast.fay, road.at.date(), asked=code)
        counts.append(len(asked))
    assert counts[0] == counts[1]


# nothing opens later


@pytest.mark.parametrize("office", ["registrar", "appeals_member", "national_chair", "auditor"])
def test_a_recused_person_gets_nothing_back_by_a_new_office_a_search_or_the_end_of_the_case(road, office):
    member = road.panel()[-1]
    opens(road, member)
    road.do(Action.RECUSE, member)
    register.appoint(member=member, post=office, since=road.at.date(), by=None, at=road.at)
    member.refresh_from_db()
    reader = Reader(member)
    for name in ("case", "case-timeline", "my-case"):
        assert reader.get(name, road.case.code).status_code == 404
    assert road.case.code not in reader.text("cases", q=road.case.code[:3]).replace(f'value="{road.case.code[:3]}"', "")
    assert not access.overseen_by(member, road.at.date()).filter(pk=road.case.pk).exists()
    if office == "auditor":
        assert "Earlier access in case" not in reader.text("oversight", case=road.case.code)


def test_reading_as_a_side_is_no_earlier_access(road):
    my_case(road, road.cast.rob)
    refusals.note_read(case_id=road.case.pk, parts=["complaint"], roles=[Role.RESPONDENT], by=road.cast.rob, at=now())
    assert exposure.exposures(road.case) == ()
