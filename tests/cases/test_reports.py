"""Reports: every figure is that of a hand count, each office sees its own, and nobody finds a case through a number."""

import csv
import io
import re
import subprocess
from datetime import date
from hashlib import sha256
from html import unescape

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from branches.models import Branch, Office
from branches.posts import Post
from cases import fingerprints
from cases.domain import durations, periods
from cases.domain.answer import Refused
from cases.domain.catalogue import BY_SLUG, REPORTS, Audience
from cases.domain.tables import Fact
from cases.domain.vocabulary import EventKind, Outcome, State, Tier, Why
from cases.load import figures as sources
from cases.load.figures import Scope
from cases.models import Case, CaseEvent, Conflict, Publication, Reached, Stay
from cases.reports import audience, counted, files, publishing
from cases.usecases import figures
from tests import build
from tests.cases.reader import Reader
from tests.cast import moment, organisation
from tests.operator import operator

YEAR = {"since": date(2026, 1, 1), "until": date(2027, 1, 1), "today": date(2026, 12, 31)}
FIRST_HALF = periods.half(2026, 1)


@pytest.fixture(scope="module")
def world(standing):
    """Eight cases, all filed on 1 June, each brought to its place: few enough to count every number by hand."""
    cast = organisation()
    return cast, {
        "dismissed": build.dismissed(cast),
        "referred": build.referred(cast),
        "kept": build.kept(cast),
        "branch": build.branch(cast),
        "decided": build.branch(cast).to_decision(),
        "national": build.national(cast).to_decision(),
        "appealed": build.appealed(cast).admit().outcome(Outcome.REVERSE),
        "moved": build.rule(build.ask_to_move_up(build.branch(cast)), upheld=True),
    }


@pytest.fixture
def roads(world, db):
    return world[1]


@pytest.fixture
def cast(world, db):
    return world[0]


def lines(slug, **scope):
    """The lines that are not nought, by their names."""
    table = counted.count(BY_SLUG[slug], Scope(**{**YEAR, **scope}))
    return {line.label: line.cells for line in table.lines if any(line.cells)}


HAND = {
    "intake-by-month": {"June 2026": (8,), "All together": (8,)},
    # Dismissed and referred cases have no allegation that was written down before.
    "intake-by-category": {"Harassment": (6,), "All together": (6,)},
    "intake-by-channel": {"Written by the person": (8,), "All together": (8,)},
    "intake-by-branch": {"Northside": (8,), "All together": (8,)},
    "open-now": {
        "Not taken forward": (1, 0, 0, 0, 0, 0, 1),  # dismissed
        "Panel being formed": (0, 0, 1, 1, 0, 0, 2),  # branch; moved
        "Decision delivered; appeal possible": (0, 0, 1, 1, 0, 0, 2),  # decided; national
        "Final": (0, 0, 0, 0, 1, 0, 1),  # appealed
        "All together": (1, 0, 2, 2, 1, 0, 6),
    },
    "ageing": {"More than 180": (1, 0, 2, 2, 1, 0, 6), "All together": (1, 0, 2, 2, 1, 0, 6)},
    "overdue": {
        "Not taken forward": (0, 0, 1, 1),
        "Panel being formed": (0, 0, 2, 2),
        "Decision delivered; appeal possible": (0, 0, 2, 2),
        "Final": (0, 0, 1, 1),
        "All together": (0, 0, 6, 6),
    },
    "from-receipt": {
        "Somebody has it": (8, 0, 0, 0, 0),
        "The respondent is told": (3, 0, 0, 0, 0),  # decided, national, appealed: on the day itself
        "The decision is delivered": (3, 6, 6, 6, 6),
        "The case is closed": (2, 0, 90, 90, 90),  # referred at once; kept after three times thirty days
    },
    "first-look": {
        "Informal talks offered": (1,),
        "Formal case at the branch": (4,),
        "Sent to the national committee": (1,),
        "Not taken forward": (1,),
        "Referred to another body": (1,),
        "All together": (8,),
    },
    "how-cases-end": {"Agreed informally and kept": (0, 1, 0, 0, 0, 0, 1), "All together": (0, 1, 0, 0, 0, 0, 1)},
    "talks": {"Both signed an agreement": (1,), "All together": (1,)},
    "moving-up": {
        "A party has reason to fear that the branch cannot be impartial": (1, 0, 1),
        "All together": (1, 0, 1),
    },
    "ruled-up": {"It moves up": (1,), "All together": (1,)},
    "findings": {"Harassment": (3, 0, 3), "All together": (3, 0, 3)},
    "measures": {"Warning": (1, 1, 0, 2), "All together": (1, 1, 0, 2)},  # the third fell with the appeal
    "measure-days": {"Warning": (2, 180, 180, 180, 180)},  # each is kept for half a year
    "appeals-filed": {"A rule of the procedure was broken and it mattered": (0, 1, 1), "All together": (0, 1, 1)},
    "appeals-decided": {"The finding is reversed": (1, 0, 1), "All together": (1, 0, 1)},
    "more-than-once": {"Three or more": (1,), "All together": (1,)},  # Rob, in all of them
    "fair": {"No": (3, 0, 3), "All together": (3, 0, 3)},
    # Panels of three wait at the branch and of five at the national level; the appeal's and the moved one's are over
    # or not drawn yet.
    "workload": {"One": (12,), "All together": (12,)},
    "branch-panels": {"Eastport": (8, 3, 0), "Lakeview": (9, 3, 0), "Northside": (12, 3, 0)},
}
NOTHING = (
    "more-time", "reviews", "stepping-aside", "challenges", "challenge-days", "no-quorum", "set-aside",
    "late-conflicts", "temporary-measures", "temporary-ends", "leaving", "withdrawals", "access",
    "outside-contact", "calendar",
)  # fmt: skip


@pytest.mark.parametrize("slug", HAND)
def test_every_figure_is_that_of_a_hand_count(cast, slug):
    assert lines(slug) == HAND[slug]


def test_what_never_happened_is_counted_as_nothing(cast):
    assert not [slug for slug in NOTHING if lines(slug)]


def test_every_report_is_counted_by_hand_somewhere(cast):
    elsewhere = {"time-in-step", "in-time", "still-open", "conflicts", "offices"}
    assert {report.slug for report in REPORTS} == {*HAND, *NOTHING, *elsewhere} == set(sources.SOURCES)


def test_time_in_a_step_is_that_between_coming_and_leaving(cast, roads):
    found = lines("time-in-step")
    assert found["Branch: Inquiry"] == (2, 6, 6, 6, 6)
    assert found["Informal: Agreement being kept"] == (1, 90, 90, 90, 90)
    assert found["Intake: First look"] == (8, 0, 0, 0, 0)
    assert "Intake: Not taken forward" not in found  # still there
    assert lines("in-time")["Agreement being kept"] == (1, 0, 1)
    stays = Stay.objects.filter(case=roads["kept"].case).order_by("entered_on", "pk")
    assert {(stay.tier, stay.state) for stay in stays if stay.left_on is None} == set()


def test_the_summary_of_steps_is_what_the_record_says(cast):
    """The stays of every case, counted again from the entries of the record, one by one."""
    for case in Case.objects.all():
        places = []
        for data in (
            CaseEvent.objects.filter(case=case, data__has_key="state").order_by("number").values_list("data", flat=True)
        ):
            if not places or places[-1] != (data["tier"], data["state"]):
                places.append((data["tier"], data["state"]))
        kept = set(Stay.objects.filter(case=case).values_list("tier", "state"))
        assert set(places) - {(case.tier, State.CLOSED)} <= kept
        last = Stay.objects.filter(case=case, left_on=None).values_list("tier", "state").first()
        assert last == (None if case.state == State.CLOSED else (case.tier, case.state))


def test_what_people_waited_for_is_kept_as_the_record_says(cast):
    found = {}
    entries = CaseEvent.objects.filter(kind__in=durations.WAITED_FOR).order_by("number")
    for case, received, kind, at in entries.values_list("case", "case__received_on", "kind", "at"):
        day = timezone.localdate(at)
        found.setdefault((case, kind), (day, (day - received).days))
    kept = {(r.case_id, r.point): (r.reached_on, r.days) for r in Reached.objects.all()}
    assert kept == found
    assert len({kind for _, kind in found}) == len(durations.WAITED_FOR)


def test_one_level_and_one_branch_count_only_theirs(cast):
    assert lines("open-now", tier=Tier.NATIONAL) == {
        "Panel being formed": (1, 1), "Decision delivered; appeal possible": (1, 1), "All together": (2, 2),
    }  # fmt: skip
    assert lines("measures", tier=Tier.NATIONAL) == {"Warning": (1, 1), "All together": (1, 1)}
    assert lines("intake-by-month", branch=cast.branches["Northside"].pk)["All together"] == (8,)
    assert not lines("intake-by-month", branch=cast.branches["Eastport"].pk)
    assert not lines("intake-by-month", since=date(2026, 7, 1))


def test_a_region_counts_the_cases_of_its_branches(cast):
    assert "Every region" not in Reader(cast.zed).text("report", "intake-by-month")
    Branch.objects.filter(name__in=("Northside", "Lakeview")).update(region="North")
    Branch.objects.filter(name="Eastport").update(region="South")
    asked = {"since": "2026-01-01", "until": "2026-06-30"}
    north, south = (Reader(cast.zed).page("report", "intake-by-month", region=r, **asked) for r in ("North", "South"))
    assert [page.table.lines[-1].cells for page in (north, south)] == [(8,), (0,)]
    assert ("Region", "North") in north.filters
    assert lines("open-now", region="North") == HAND["open-now"]
    assert Reader(cast.zed).get("report", "intake-by-month", region="West").status_code == 400
    assert Reader(cast.stan).get("report", "intake-by-month", region="North").status_code == 400


def test_small_branches_are_published_with_their_region_and_regions_too_small_with_all_others():
    rows = {"1": "Harbour", "2": "Lakeview", "3": "Eastport", "4": "Valley", "": "No branch"}
    members = {"1": 140, "2": 60, "3": 70, "4": 99}
    regions = {"1": "North", "2": "North", "3": "North", "4": "South"}
    found, named = counted._large_enough([Fact(row, n=10) for row in rows], rows, members, regions)
    assert [fact.row for fact in found] == ["1", "region North", "region North", "small", "small"]
    assert list(named.values()) == ["Harbour", f"North{counted.OTHERS}", counted.SMALL_BRANCHES]


@pytest.mark.parametrize(
    ("who", "as_what", "tier"),
    [
        ("zed", Audience.REGISTRAR, None),
        ("yara", Audience.AUDITOR, None),
        ("dee", Audience.CHAIR, Tier.NATIONAL),
        ("pia", Audience.CHAIR, Tier.APPEAL),
        ("stan", Audience.LEADERSHIP, None),
        ("ada", Audience.LEADERSHIP, None),
        ("eli", Audience.LEADERSHIP, None),
        ("lena", Audience.PUBLIC, None),  # leads a branch
        ("ana", Audience.PUBLIC, None),
    ],
)
def test_each_office_looks_as_closely_as_it_may(cast, who, as_what, tier):
    sight = audience.sight(getattr(cast, who), date(2026, 6, 8))
    assert (sight.audience, sight.tier) == (as_what, tier)


def test_whoever_is_barred_counts_a_world_without_that_case(cast, roads):
    """Nothing else of the page changes: not the audience, not the reports, only the one case is not counted."""
    day = date(2026, 6, 8)
    before = audience.sight(cast.yara, day)
    Conflict.objects.create(case=roads["branch"].case, member=cast.yara, kind=Why.FRIEND, since=moment(6, 2))
    Conflict.objects.create(
        case=roads["decided"].case, member=cast.yara, kind=Why.EXCLUDED, by_rule=False, since=moment(6, 2)
    )
    after = audience.sight(cast.yara, day)
    assert (after.audience, after.tier) == (before.audience, before.tier)
    assert lines("intake-by-month", reach=after.reach)["All together"] == (6,)
    for slug in sources.SOURCES:
        without = lines(slug, reach=lambda path: ~figures_of(path, roads["branch"], roads["decided"]))
        assert lines(slug, reach=after.reach) == without, slug


def figures_of(path, *roads):
    from django.db.models import Q

    return Q(**{f"{path}__in": [road.case.pk for road in roads]})


def test_whoever_stepped_aside_sees_what_leaders_see(cast, roads):
    Conflict.objects.create(
        case=roads["national"].case, member=cast.dee, kind=Why.SELF_DECLARED, by_rule=False, since=moment(6, 2)
    )
    assert audience.sight(cast.dee, date(2026, 6, 8)).audience is Audience.LEADERSHIP
    assert Reader(cast.dee).get("report", "open-now").status_code == 403
    Conflict.objects.filter(member=cast.dee).update(until=moment(6, 3))
    assert audience.sight(cast.dee, date(2026, 6, 8)).audience is Audience.CHAIR


def publish(cast, period=FIRST_HALF, at=None):
    at = at or moment(7, 8)
    return publishing.publish(period, by=cast.zed, at=at)


def test_leaders_see_what_is_published_and_no_number_below_ten(cast):
    reader = Reader(cast.stan)
    assert "No period is published yet." in reader.text("report", "first-look")
    publish(cast)
    page = reader.page("report", "first-look")
    assert {cell for line in page.table.lines for cell in line.cells} == {None}
    assert "not shown" in reader.text("report", "first-look")
    assert reader.get("report", "open-now").status_code == 403
    assert reader.get("report", "no-such-report").status_code == 404


@pytest.mark.parametrize("slug", ["findings", "open-now", "no-such-report"])
def test_without_a_national_office_every_address_of_a_report_is_closed_alike(cast, slug):
    for member in (cast.ana, cast.lena):
        assert Reader(member).get("report", slug).status_code == 403


def test_figures_are_published_once_and_their_hash_stands_in_the_record(cast):
    row = publish(cast)
    event = CaseEvent.objects.get(kind=EventKind.FIGURES_PUBLISHED)
    assert (event.case, event.data) == (None, {"period": "2026-H1", "sha256": row.sha256, "paper": row.paper_sha256})
    assert figures.hash_of(Publication.objects.get().tables) == row.sha256
    with pytest.raises(Refused, match="published already"):
        publish(cast, at=moment(7, 15))
    with pytest.raises(Refused, match="not over"):
        publish(cast, periods.half(2026, 2))
    with pytest.raises(Refused, match="made of both, when the other one is"):
        publish(cast, periods.whole(2026), at=moment(1, 8, year=2027))
    with pytest.raises(Refused, match="half a year or longer"):
        publish(cast, periods.Period(date(2025, 1, 1), date(2025, 6, 1)))
    for change in (lambda: Publication.objects.update(sha256="0" * 64), Publication.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_year_is_made_of_its_published_halves_and_frozen_like_them(cast, client):
    first, at = publish(cast), moment(1, 8, year=2027)
    second = publish(cast, periods.half(2026, 2), at=at)
    year = publish(cast, periods.whole(2026), at=at)
    events = CaseEvent.objects.filter(kind=EventKind.FIGURES_PUBLISHED).order_by("number")
    assert [event.data["period"] for event in events] == ["2026-H1", "2026-H2", "2026"]
    assert [row.sha256 for row in (first, second, year)] == [event.data["sha256"] for event in events]
    shown = [{data["slug"]: data["lines"] for data in row.tables} for row in (first, second, year)]
    intake = [{label: cell for label, _, cell in half["intake-by-month"]} for half in shown]
    assert [half["All together"] for half in intake] == [None, 0, None]  # eight in the first, which hides them
    assert len(intake[2]) == 13
    page = client.get(reverse("published", args=["2026"])).content.decode()
    assert "of the two halves, 2026-H1 and 2026-H2" in page and year.sha256 in page
    assert fingerprints.published(CaseEvent.objects.latest("number").number) is None
    assert Reader(cast.stan).get("report", "first-look", period="2026").status_code == 200


def test_a_year_of_which_no_half_is_published_is_counted_whole(cast, client):
    publish(cast, periods.whole(2026), at=moment(1, 8, year=2027))
    assert "of the two halves" not in client.get(reverse("published", args=["2026"])).content.decode()
    with pytest.raises(Refused, match="overlaps"):
        publish(cast, periods.half(2026, 2), at=moment(1, 8, year=2027))


def test_everybody_gets_the_very_paper_whose_hash_is_in_the_record(cast, client):
    publish(cast)
    papers = {client.get(reverse("published-file", args=["2026-H1"])).content for _ in range(2)}
    assert [sha256(paper).hexdigest() for paper in papers] == [CaseEvent.objects.latest("number").data["paper"]]
    assert (
        CaseEvent.objects.latest("number").data["paper"]
        in Reader(cast.ana).get("published", "2026-H1").content.decode()
    )


def test_published_figures_that_were_changed_are_found(cast, client):
    row = publish(cast)
    end = CaseEvent.objects.latest("number").number
    assert fingerprints.published(end) is None
    with operator():
        Publication.objects.update(tables=row.tables[1:])
        assert "were changed" in fingerprints.published(end).because
        assert "do not fit their mark" in client.get(reverse("published", args=["2026-H1"])).content.decode()
    with operator():
        Publication.objects.all().delete()
        assert "are gone" in fingerprints.published(end).because
    with operator():
        Publication.objects.update(tables=row.tables, paper=bytes(row.paper) + b" ")
        assert "were changed" in fingerprints.published(end).because
    with operator():
        Publication.objects.update(paper=row.paper, paper_sha256="0" * 64)
        assert "were changed" in fingerprints.published(end).because
    with operator():
        Publication.objects.update(sha256="0" * 64)
        assert "are gone" in fingerprints.published(end).because


def test_only_the_registrar_publishes_with_one_press(cast, client, monkeypatch):
    monkeypatch.setattr("cases.views.reports.localdate", lambda *_: date(2026, 7, 8))
    monkeypatch.setattr("cases.views.reports.now", lambda: moment(7, 8))
    assert Reader(cast.yara).get("publish", "2026-H1").status_code == 403
    reader = Reader(cast.zed)
    assert "Read and publish 2026-H1" in reader.text("reports")
    assert "Publish these figures" in reader.text("publish", "2026-H1")
    answer = reader.client.post(reverse("publish", args=["2026-H1"]))
    assert answer["Location"] == reverse("published", args=["2026-H1"])
    assert reader.get("publish", "2026-H1").status_code == 403
    assert reader.get("publish", "2026-H3").status_code == 404
    assert client.get(reverse("all-published")).status_code == 200
    page = client.get(reverse("published", args=["2026-H1"]))
    assert Publication.objects.get().sha256 in page.content.decode()
    assert client.get(reverse("published", args=["2025-H1"])).status_code == 404


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"colour": "red"}, "no filter “colour”"),
        ({"since": "2026-02-30"}, "Write the day as year-month-day"),
        ({"since": "2026-06-30", "until": "2026-06-01"}, "The last day comes before the first."),
        ({"until": "2999-01-01"}, "This day has not come yet."),
        ({"since": "1900-01-01"}, "before the year 2000"),
        ({"branch": "atlantis"}, "“atlantis” is not one that you can choose"),
        ({"column": "branch"}, "“branch” is not one that you can choose"),
        ({"period": "2026-H1"}, "no filter “period”"),
    ],
)
def test_what_cannot_be_asked_is_told_in_words_and_nothing_is_counted(cast, monkeypatch, query, words):
    """The chair of the national committee asks for what is not there, and for the column of another level."""
    counts = []
    monkeypatch.setitem(sources.SOURCES, "findings", lambda scope: counts.append(scope) or [])
    answer = Reader(cast.dee).get("report", "findings", **query)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not counts
    assert Reader(cast.dee).get("report-file", "findings", "csv", **query).status_code == 400


def test_a_hidden_column_and_an_unpublished_period_are_not_there(cast):
    publish(cast)
    reader = Reader(cast.stan)
    for query in ({"period": "2025-H1"}, {"since": "2026-01-01"}, {"branch": "northside"}, {"column": "x"}):
        assert reader.get("report", "findings", **query).status_code == 400
    assert reader.get("report", "findings", period="2026-H1", column="substantiated").status_code == 200


def test_the_files_hold_the_numbers_of_the_page(cast, tmp_path):
    reader = Reader(cast.zed)
    days = {"since": "2026-05-01", "until": "2026-06-30"}
    page = reader.page("report", "open-now")
    table = [list(page.table.head), *([line.label, *line.cells] for line in page.table.lines)]
    rows = list(csv.reader(io.StringIO(reader.get("report-file", "open-now", "csv").content.decode("utf-8-sig"))))
    assert rows[: len(table)] == [[str(cell) for cell in row] for row in table]
    assert ["Taken", f"By Zed Demo (registrar) on {page.on:%-d %B %Y}; entry {last_entry()} of the record"] in rows
    sheet = tmp_path / "figures.xlsx"
    sheet.write_bytes(reader.get("report-file", "open-now", "xlsx").content)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless", "--convert-to", "csv",
         "--outdir", str(tmp_path), str(sheet)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    opened = list(csv.reader(io.StringIO((tmp_path / "figures.csv").read_text())))
    assert opened == rows[: len(table)]
    assert reader.get("report-file", "intake-by-month", "csv", **days).status_code == 200
    taken = CaseEvent.objects.filter(kind=EventKind.FIGURES_TAKEN).latest("number")
    assert taken.data == {"report": "intake-by-month", "file": "csv", "query": days}
    assert reader.get("report-file", "open-now", "exe").status_code == 404


def last_entry():
    return CaseEvent.objects.filter(kind=EventKind.FIGURES_TAKEN).earliest("number").number


def test_papers_are_tagged_titled_and_in_a_language(cast, client):
    import pikepdf

    publish(cast)
    publish(cast, periods.whole(2025))
    papers = [
        (Reader(cast.zed).get("report-file", "open-now", "pdf"), "Where do open cases stand?"),
        (
            client.get(reverse("published-file", args=["2026-H1"])),
            "Complaints about conduct, 1 January",
        ),
        (
            client.get(reverse("published-file", args=["2025"])),
            "Complaints about conduct, 1 January 2025 to 31 December 2025",
        ),
    ]
    for answer, title in papers:
        with pikepdf.open(io.BytesIO(answer.content)) as paper:
            assert str(paper.docinfo["/Title"]).startswith(title)
            assert str(paper.Root["/Lang"]).startswith("en")
            assert paper.Root["/MarkInfo"]["/Marked"]
            assert "/StructTreeRoot" in paper.Root


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1", "＠x"])
def test_no_cell_starts_a_formula(text):
    assert files.plain(text) == f"'{text}"
    assert files.plain("Harbour") == "Harbour"


def test_a_branch_cannot_be_named_so_that_a_spreadsheet_reckons(cast):
    cast.branches["Northside"].name = '=HYPERLINK("http://x.example")'
    cast.branches["Northside"].save()
    reader = Reader(cast.zed)
    for kind in ("csv", "xlsx"):
        body = reader.get("report-file", "branch-panels", kind).content
        assert b"\n=HYPER" not in body
    assert b"'=HYPERLINK" in reader.get("report-file", "branch-panels", "csv").content


def test_a_report_asks_as_many_questions_of_one_case_as_of_many(cast, roads, django_assert_max_num_queries):
    far = Scope(**YEAR, reach=audience.sight(cast.zed, date(2026, 6, 8)).reach)
    for slug, source in sources.SOURCES.items():
        with django_assert_max_num_queries(6 if slug in ("branch-panels", "offices") else 4):
            source(far)


def test_an_administrator_takes_a_table_away_in_four_presses(cast, client):
    """Signing in is the first; then each is a link of the page before it."""
    cast.ada.set_password("three calm herons at noon")
    cast.ada.save()
    words = {"username": cast.ada.email, "password": "three calm herons at noon"}
    page, presses = client.post(reverse("sign-in"), words, follow=True), 1
    for link in ("Reports", "Could each branch form a panel today?", "CSV"):
        address = unescape(re.search(rf'<a [^>]*href="([^"]+)"[^>]*>{re.escape(link)}', page.content.decode())[1])
        page, presses = client.get(address), presses + 1
    assert presses == 4
    assert page.content.decode("utf-8-sig").startswith("Branch,Can be drawn,Needed,Missing")


def test_no_report_names_a_case_or_a_person(cast, roads):
    for who in (cast.zed, cast.yara, cast.dee):
        reader = Reader(who)
        for entry in reader.page("reports").entries:
            text = reader.client.get(entry.url).content.decode()
            assert not [road.case.code for road in roads.values() if road.case.code in text]
            assert not [m for m in (cast.ana, cast.rob, cast.omar) if m.full_name in text]


def test_seats_that_are_missing_are_counted(cast):
    assert not [line for line in lines("offices").values() if line[2]]
    Office.objects.filter(post=Post.NATIONAL_CHAIR).update(until=date(2026, 12, 31))
    Office.objects.filter(post=Post.DUTY, member=cast.kim).update(until=date(2026, 12, 1))
    Office.objects.filter(post=Post.AUDITOR).update(until=date(2027, 2, 1))
    found = lines("offices")
    assert found["Chair of the National Disciplinary Committee"] == (0, 0, 1)
    assert found["On the national duty roster"] == (1, 0, 1)
    assert found["Auditor"] == (1, 1, 0)
