"""The first page and the lists: what needs whom, by when, at the same cost for one case and for three."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases import references
from cases.domain.vocabulary import Action, Choice, EventKind, Ground, Role, State
from cases.models import Case, CaseEvent, CaseRole, Notice, Seat
from cases.queries import lists
from tests import build
from tests.cases.reader import Reader
from tests.cast import moment, organisation


@pytest.fixture
def cast(db):
    return organisation()


def queries(member, name: str, **query: str) -> int:
    reader = Reader(member)
    reader.text(name, **query)  # the first request of a process reads the law
    with CaptureQueriesContext(connection) as found:
        reader.text(name, **query)
    return len(found)


def lines(member) -> list[str]:
    return [line.label for line in Reader(member).page("today").lines]


@pytest.mark.parametrize(
    ("name", "who"), [("inbox", "omar"), ("cases", "zed"), ("my-cases", "ana"), ("oversight", "yara")]
)
def test_a_list_costs_the_same_for_one_case_and_for_three(cast, name, who):
    build.filed(cast)
    one = queries(getattr(cast, who), name)
    build.filed(cast)
    build.filed(cast)
    assert queries(getattr(cast, who), name) == one


def test_the_first_page_costs_five_queries_for_one_case_and_for_three(cast):
    for _ in range(2):
        build.branch(cast).do(Action.FORM_PANEL, cast.zed)
    Notice.objects.update(released_at=moment(6, 1))
    for member in (cast.ana, cast.zed, cast.omar, Seat.objects.filter(status="asked")[0].member):
        assert queries(member, "today") == 5, member


@pytest.mark.parametrize("name", ["inbox", "cases"])
def test_a_list_of_an_officer_costs_four_queries(cast, name):
    build.filed(cast)
    assert queries(cast.omar, name) == 4


def test_the_page_of_a_case_costs_the_same_for_one_allegation_and_for_three(cast):
    road = build.framed(cast)
    reader = Reader(cast.omar)

    def cost() -> int:
        reader.text("case", road.case.code)
        with CaptureQueriesContext(connection) as found:
            reader.text("case", road.case.code)
        return len(found)

    one = cost()
    for text in ("It happened again.", "And again."):
        road.frame().do(Action.ADD_ADDENDUM, cast.ana, text=text)
    assert cost() == one <= 19


def test_no_list_holds_a_name(cast):
    build.filed(cast)
    pages = [Reader(cast.omar).text(name) for name in ("today", "inbox", "cases")]
    pages += [Reader(cast.yara).text("oversight"), Reader(cast.ana).text("my-cases")]
    assert not [page for page in pages if cast.rob.full_name in page]
    assert not [page for page in pages[:-1] if cast.ana.full_name in page]


def test_each_hand_finds_its_work_on_the_first_page(cast):
    road = build.filed(cast)
    code = road.case.code
    assert lines(cast.omar) == [f"Take the first look: {code}"]
    road.screen().frame().to_branch()
    assert lines(cast.omar) == []
    assert lines(cast.zed) == [f"Form the panel and tell both sides: {code}"]
    road.do(Action.FORM_PANEL, cast.zed)
    drawn = Seat.objects.filter(case=road.case).select_related("member")[0].member
    assert lines(drawn) == ["Say if you have a conflict of interest"]
    road.clear().notice()
    assert lines(cast.zed) == [f"Deliver the notice in a second way: {code}"]
    assert lines(cast.rob) == [f"Send your side: {code}"]
    assert lines(cast.ana) == []
    road.answer()
    assert lines(road.who(Role.PANEL_CHAIR)) == [f"Lead the inquiry and send the report: {code}"]
    road.report()
    assert lines(cast.ana) == lines(cast.rob) == [f"Read the evidence; you can reply: {code}"]
    road.do(Action.REPLY_EVIDENCE, cast.ana, text="Nothing to add.")
    assert lines(cast.ana) == []


def test_who_has_not_voted_is_told_and_who_has_is_not(cast):
    road = build.branch(cast).to_vote()
    chair, second, _ = road.panel()
    road.do(Action.VOTE, second, motion=1, choice=Choice.YES)
    assert lines(chair) == [f"Say again that nothing stands against you: {road.case.code}"]
    road.declare(chair)
    assert lines(chair) == [f"Vote: {road.case.code}"]
    assert lines(second) == []


def test_a_side_that_agreed_to_talks_waits_for_the_other(cast):
    road = build.offered(cast).do(Action.CONSENT, cast.ana)
    assert lines(cast.ana) == []
    assert lines(cast.rob) == [f"Say yes or no to informal talks: {road.case.code}"]


def test_the_ruler_has_seven_days_from_being_asked(cast):
    road = build.branch(cast).seat_panel().notice()
    road.do(Action.REQUEST_ESCALATION, cast.ana, ground=Ground.PRESSURE, text="A leader called me.")
    line = Reader(road.who(Role.ESCALATION_RULER)).page("today").lines[0]
    assert (line.label, line.due) == (f"Rule on a request to move up: {road.case.code}", moment(6, 8).date())


def test_the_appellant_does_not_answer_their_own_appeal(cast):
    road = build.admitted(build.appealed(cast)).seat_panel().notice()
    assert lines(cast.rob) == []
    assert lines(cast.ana) == [f"Answer the appeal: {road.case.code}"]


def test_what_is_due_first_stands_first(cast):
    late = build.filed(cast)
    soon = build.filed(cast)
    Case.objects.filter(pk=soon.case.pk).update(due_on=moment(6, 2).date())
    assert lines(cast.omar) == [f"Take the first look: {road.case.code}" for road in (soon, late)]


def test_a_letter_waits_until_it_is_opened(cast):
    road = build.filed(cast)
    notice = Notice.objects.get(case=road.case, member=cast.ana, letter="n01_received")
    assert lines(cast.ana) == []
    Notice.objects.filter(pk=notice.pk).update(released_at=road.at)
    assert lines(cast.ana) == ["Read: Your complaint was received"]
    Reader(cast.ana).text("letter", notice.pk)
    assert lines(cast.ana) == []


def test_somebody_with_nothing_to_do_reads_so(cast):
    assert "Nothing needs you today." in Reader(cast.eva).text("today")


def test_somebody_who_stepped_aside_finds_no_trace_of_the_case(cast):
    road = build.filed(cast).do(Action.RECUSE, cast.omar)
    Notice.objects.update(released_at=road.at)
    reader = Reader(cast.omar)
    pages = [reader.text(name) for name in ("today", "inbox", "cases", "access-why")]
    assert not [page for page in pages if road.case.code in page]
    assert "Read: You no longer take part in this case" in lines(cast.omar)


def test_pages_of_a_long_list_follow_each_other_without_a_gap(cast, monkeypatch):
    monkeypatch.setattr(lists, "PAGE", 2)
    codes = [build.filed(cast).case.code for _ in range(5)]
    reader, pages, address = Reader(cast.omar), [], reverse("cases")
    while address:
        page = reader.client.get(address).context["page"]
        pages.append([line.code for line in page.lines])
        address = reverse("cases") + page.next if page.next else ""
    assert sorted(code for page in pages for code in page) == sorted(codes)
    assert [len(page) for page in pages] == [2, 2, 1]
    back = reader.client.get(reverse("cases") + reader.client.get(reverse("cases")).context["page"].next)
    first = reader.client.get(reverse("cases") + back.context["page"].previous).context["page"]
    assert [line.code for line in first.lines] == pages[0]
    assert first.previous == ""


def test_a_cursor_that_is_none_is_the_first_page(cast):
    build.filed(cast)
    for word in ("x", "%00", "Zg==", "f20261399", "b" + "0" * 40):
        assert len(Reader(cast.omar).page("cases", **{"from": word}).lines) == 1
        assert Reader(cast.yara).get("oversight", **{"from": word}).status_code == 200


def test_search_finds_a_reference_however_it_is_typed_and_only_among_ones_own(cast):
    road, other = build.filed(cast), build.filed(cast)
    typed = road.case.code.replace("-", "").lower()
    for words in (typed, road.case.code, typed[:5]):
        found = {line.code for line in Reader(cast.omar).page("cases", q=words).lines}
        assert road.case.code in found
        assert other.case.code not in found or other.case.code.startswith(road.case.code[:6])
    assert Reader(cast.eva).page("cases", q=typed).lines == ()
    assert "No case of yours fits this." in Reader(cast.eva).text("cases", q=typed)
    assert Reader(cast.omar).page("cases", state=State.HEARING).lines == ()


def test_absent_hidden_and_unknown_are_the_same_answer(cast):
    road = build.filed(cast)
    reader = Reader(cast.eva)
    answers = {
        reader.get(name, code, *rest).content
        for name, *rest in (("case",), ("case-timeline",), ("my-case",), ("case-step", "recuse"), ("my-step", "vote"))
        for code in (road.case.code, references.new(), "K7Q-4M2-XX", "no")
    }
    answers |= {reader.client.get("/nothing/here/").content}
    assert len(answers) == 1


def test_a_closed_door_stands_in_the_record_whether_or_not_there_was_a_case_behind_it(cast):
    road, unknown = build.filed(cast), references.new()
    denied = CaseEvent.objects.filter(kind=EventKind.ACCESS_REFUSED, actor=cast.eva)
    for number, (code, case) in enumerate([(road.case.code, road.case), (unknown, None)], start=1):
        Reader(cast.eva).get("case", code)
        assert denied.count() == number
        assert denied.latest("number").case == case


def test_oversight_is_for_the_registrar_and_the_auditor_and_leaves_their_own_cases_out(cast):
    road = build.filed(cast)
    assert road.case.code in Reader(cast.yara).text("oversight")
    own = build.filed(cast, about=(cast.yara.full_name,))
    assert own.case.code not in Reader(cast.yara).text("oversight")
    found = Reader(cast.omar).get("oversight")
    assert found.status_code == 403
    assert "Only the registrar and the auditor" in found.content.decode()


def test_why_speaks_about_me_and_names_no_case(cast):
    road = build.filed(cast)
    page = Reader(cast.omar).text("access-why")
    assert "Intake officer, Northside" in page
    assert "You can open cases in which you are: intake officer." in page
    road.do(Action.RECUSE, cast.omar)
    page = Reader(cast.omar).text("access-why")
    assert "you stepped aside" in page
    assert road.case.code not in page


def test_a_role_that_was_put_back_by_hand_shows_nothing(cast):
    road = build.filed(cast).do(Action.RECUSE, cast.omar)
    CaseRole.objects.filter(case=road.case, member=cast.omar).update(until=None, ended_because="")
    assert Reader(cast.omar).page("cases").lines == ()
    assert lines(cast.omar) == []


def test_days_late_are_counted(cast):
    road = build.filed(cast)
    Case.objects.filter(pk=road.case.pk).update(due_on=road.case.received_on - timedelta(days=3650))
    line = next(line for line in Reader(cast.yara).page("oversight").lines if line.code == road.case.code)
    assert line.late > 3000
    assert line.owner == "Intake officer"
