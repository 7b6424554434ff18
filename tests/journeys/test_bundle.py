"""The papers of a case as one PDF: asked for, watched, taken by whoever may, recorded, and gone in time."""

import io
import re
from datetime import timedelta

import pikepdf
import pytest
from django.utils.timezone import now

from branches.models import Member
from cases import access, bundling, checking, tasks
from cases.domain import bundles as rules
from cases.domain.files import Given
from cases.domain.vocabulary import Action, EventKind, Part, Role
from cases.models import Ballot, Bundle, BundlePiece, CaseEvent
from cases.queries import exposure
from cases.sealed import Keys
from cases.usecases import bundles
from tests import build, paper
from tests.cases.test_papers import everything_in, opened_by, text_of
from tests.cast import organisation
from tests.journeys.eyes import browser

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def cast(standing):
    return organisation()


@pytest.fixture(scope="module")
def road(cast):
    """Both sides read the evidence; the panel sits."""
    road = build.branch(cast).seat_panel().notice().answer()
    files = [Given("On the stairs.jpg", paper.photo()), Given("Letter.pdf", paper.pdf(paper.page(pages=3)))]
    files += [Given("Note.txt", b"Seen from the window."), Given("Broken.pdf", b"%PDF-1.7 nothing")]
    words = {"title": "The stairs", "text": "This is what I saw.", "attached": files}
    road.do(Action.ADD_EVIDENCE, cast.ana, **words)
    assert checking.check_due(at=road.at) == len(files)
    return road.report()


def asked(road, member: Member):
    client = browser(member)
    name = "my" if member in (road.cast.ana, road.cast.rob) else "cases"
    return client, f"/{name}/{road.case.code}/papers"


def test_a_reader_asks_watches_and_takes(road):
    client, address = asked(road, road.cast.ana)
    assert b"Put the papers together" in client.get(f"{address}/").content
    assert client.get(f"{address}.pdf").status_code == 404
    client.post(f"{address}/")
    page = client.get(f"{address}/")
    assert b"Step 1 of 4: waiting for its turn" in page.content and page["Refresh"] == "3"
    client.post(f"{address}/")
    assert Bundle.objects.filter(case=road.case).count() == 1  # one that is being made is enough
    assert tasks.put_together(now()) == {"bundles": 1}
    page = client.get(f"{address}/")
    assert b"It is ready" in page.content and "Refresh" not in page
    taken = client.get(f"{address}.pdf")
    assert taken["Content-Disposition"] == f'attachment; filename="papers-{road.case.code}.pdf"'
    assert taken["Content-Security-Policy"].startswith("sandbox")
    assert "no-store" in taken["Cache-Control"]
    row = Bundle.objects.get(case=road.case)
    assert (row.size, row.pages) == (len(taken.content), text_of(taken.content).count("\f"))
    kinds = CaseEvent.objects.filter(case=road.case, actor=road.cast.ana, data__sha256=row.sha256)
    assert list(kinds.order_by("number").values_list("kind", flat=True)) == ["bundle_made", "bundle_taken"]


def made(road, member: Member) -> tuple:
    client, address = asked(road, member)
    client.post(f"{address}/")
    assert tasks.put_together(now())["bundles"] == 1
    return client, f"{address}.pdf"


def test_nothing_of_it_lies_open_on_the_disk_or_in_the_database(road):
    made(road, road.cast.ana)
    bodies = [bytes(piece.body) for piece in BundlePiece.objects.filter(case=road.case)]
    assert bodies and not [body for body in bodies if b"%PDF" in body]


def test_whoever_lost_the_case_cannot_take_it_and_learns_nothing(road):
    member = road.panel()[1]
    client, file = made(road, member)
    assert client.get(file).status_code == 200
    access.withdraw(road.case, by=member, at=now(), because="conflict", members=[member.pk])
    gone, never = client.get(file), client.get("/cases/000-000-00/papers.pdf")
    assert (gone.status_code, never.status_code) == (404, 404)
    assert gone.content == never.content
    out = next(row for row in exposure.exposures(road.case) if row.member == member.pk)
    assert (out.copies, Part.EVIDENCE.label in out.parts) == (1, True)


def test_one_that_was_asked_for_is_not_made_for_somebody_who_is_out_by_then(road):
    member = road.panel()[1]
    client, address = asked(road, member)
    client.post(f"{address}/")
    access.withdraw(road.case, by=member, at=now(), because="conflict", members=[member.pk])
    assert tasks.put_together(now()) == {"bundles": 0}
    assert Bundle.objects.get(member=member).failed_at and not BundlePiece.objects.exists()
    assert not CaseEvent.objects.filter(case=road.case, kind=EventKind.BUNDLE_MADE).exists()


def test_one_that_holds_more_than_its_reader_may_read_now_is_no_longer_there(road):
    client, file = made(road, road.cast.rob)
    Bundle.objects.filter(member=road.cast.rob).update(parts=[Part.VOTES])
    assert client.get(file).status_code == 404
    assert b"It is ready" not in client.get(file.replace(".pdf", "/")).content


def test_another_readers_bundle_is_not_mine(road):
    made(road, road.cast.rob)
    client, address = asked(road, road.cast.ana)
    assert client.get(f"{address}.pdf").status_code == 404
    assert client.get(f"/cases/{road.case.code}/papers.pdf").status_code == 404


def test_it_is_gone_after_its_time(road):
    client, file = made(road, road.cast.ana)
    assert bundles.expire(now() + rules.KEPT - timedelta(minutes=1)) == 0
    assert tasks.turn_clocks(now() + rules.KEPT + timedelta(minutes=1))["bundles_gone"] == 1
    assert client.get(file).status_code == 404
    assert not BundlePiece.objects.exists()


def test_what_happened_since_is_told(road):
    client, file = made(road, road.cast.ana)
    page = file.replace(".pdf", "/")
    assert b"Something has happened in the case since" not in client.get(page).content
    road.at = now()
    Bundle.objects.update(through=1)
    assert b"Something has happened in the case since" in client.get(page).content


def test_others_who_work_on_a_case_are_told_why_not(road):
    client, address = asked(road, road.who(Role.REGISTRAR))
    assert b"for the two sides and for the panel" in client.get(f"{address}/").content
    assert client.post(f"{address}/").status_code == 403
    assert not Bundle.objects.exists()


def test_no_more_than_a_few_in_a_day(road):
    client, address = asked(road, road.cast.ana)
    for _ in range(rules.A_DAY):
        assert client.post(f"{address}/").status_code == 303
        Bundle.objects.update(failed_at=now())
    answer = client.post(f"{address}/")
    assert answer.status_code == 403 and b"Ask again tomorrow" in answer.content


def test_a_maker_that_died_leaves_it_to_the_next_and_one_that_fails_says_so(road, monkeypatch):
    client, address = asked(road, road.cast.ana)
    client.post(f"{address}/")
    at = now()
    first = bundles.claim(at=at)
    assert bundles.claim(at=at) is None
    later = at + bundles.LEASE
    assert bundles.claim(at=later).pk == first.pk
    assert not bundles.keep(first, b"%PDF", pages=1, parts=[], roles=[], at=later)  # its lease was lost
    monkeypatch.setattr(bundling.papers, "make", lambda *_, **__: 1 / 0)
    assert tasks.put_together(later + bundles.LEASE) == {"bundles": 0}
    assert b"It could not be put together" in client.get(f"{address}/").content


def test_the_appeals_panel_has_the_frozen_record_and_not_what_the_lower_panel_said_among_itself(cast):
    """RM-11."""
    case = build.appealed(cast).admit()
    for ballot in Ballot.objects.filter(motion__case=case.case):
        Keys(case.case.pk).seal(ballot, reason="lowerpanelsaid")
        ballot.save()
    reader = case.who(Role.PANEL_CHAIR)
    words = everything_in(bundling.make(opened_by(case.case, reader), at=case.at)[0]).replace("\n", " ")
    for chapter in ("The complaint", "The report, and", "Decisions", "The appeal"):
        assert chapter in words
    assert "lowerpanelsaid" not in words


def test_the_pages_of_files_are_laid_on_numbered_and_marked_pages_and_nothing_else_of_them_comes_along(road):
    body, pages = bundling.make(opened_by(road.case, road.cast.rob), at=road.at)
    sheets = text_of(body).split("\f")
    letter = [number for number, words in enumerate(sheets) if "Seen on the stairs." in words]
    assert len(letter) == 3 and letter == list(range(letter[0], letter[0] + 3))
    for place, number in enumerate(letter, 1):
        assert f"Exhibit 1, file 2 (Letter.pdf), page {place} of 3" in sheets[number]
        assert f"Page {number + 1} of {pages}" in sheets[number] and "copy for Rob Demo" in sheets[number]
    assert "Seen from the window." in text_of(body)
    assert "It is damaged or not complete. SHA-256" in text_of(body).replace("\n", " ")
    assert "CANARY" not in everything_in(body)
    index = " ".join(next(words for words in sheets if "Index" in words).split())
    assert re.search(rf"File 2: Letter.pdf[ .]+{letter[0] + 1}\b", index)
    with pikepdf.open(io.BytesIO(body)) as found:
        photo = found.pages[letter[0] - 1]
        assert any(item.get("/Subtype") == "/Form" for item in photo.Resources.XObject.values())
