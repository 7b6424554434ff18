"""Files as evidence: given on the page of an act, looked at by the worker, saved by whoever may, from when they may."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from PIL import Image

from cases import checking
from cases.domain import files as rules
from cases.domain.answer import Refused
from cases.domain.files import Flag, Given, State
from cases.domain.vocabulary import Action, EventKind, Outcome, Role
from cases.models import CaseEvent, CaseRole, EvidenceItem, ExhibitFile, FilePiece
from cases.queries import exhibits, party_page
from cases.queries import folder as folders
from tests import build, paper
from tests.cases.filing import hidden
from tests.cleaning.hostile import HTML, SVG
from tests.journeys.eyes import browser

ADD = {"title": "The stairs", "text": "This is what I saw."}
LATE = {"title": "A letter", "text": "Found again.", "reason": "It was lost."}
SIDES = (Role.COMPLAINANT, Role.RESPONDENT)
DOORS = ("my-file", "case-file")


@pytest.fixture
def road(cast):
    return build.branch(cast).seat_panel().notice().answer()


def address(road, member, action=Action.ADD_EVIDENCE):
    side = member in (road.cast.ana, road.cast.rob)
    return reverse("my-step" if side else "case-step", args=[road.case.code, action])


def send(road, member, *files, action=Action.ADD_EVIDENCE, words=ADD):
    """By the form of the page, as a browser without scripts does it."""
    client, place = browser(member), address(road, member, action)
    page = client.get(place).content.decode()
    assert 'enctype="multipart/form-data"' in page and 'type="file"' in page
    assert "Up to 10 at a time, 20 MB each, and 200 MB in all for each person." in page
    attached = [SimpleUploadedFile(name, body) for name, body in files]
    return client.post(place, hidden(page) | words | {"attached": attached})


def give(road, member, *files, **words):
    """By the act itself."""
    given = tuple(Given(name, body) for name, body in files)
    return road.do(Action.ADD_EVIDENCE, member, **(ADD | words), attached=given)


def look():
    return checking.check_due(at=now())


def save(road, member, file, door="my-file"):
    return browser(member).get(reverse(door, args=[road.case.code, file.pk]))


def my_page(road, member):
    return browser(member).get(reverse("my-case", args=[road.case.code])).content.decode()


def folder(road, side):
    return folders.of_party(road.case, road.side(side), today=road.at.date())


# Given, checked, saved


def test_a_photo_is_given_checked_and_saved_without_where_it_was_taken(road):
    ana, original = road.cast.ana, paper.photo()
    assert send(road, ana, ("On the stairs.jpg", original)).status_code == 303
    page = my_page(road, ana)
    assert "On the stairs.jpg" in page and "Being checked" in page
    assert "Respondent: from the evidence review" in page and "Panel member: from the delivery of the notice" in page
    assert save(road, ana, ExhibitFile.objects.get()).status_code == 404
    assert look() == 1
    found = save(road, ana, ExhibitFile.objects.get())
    assert found["Content-Disposition"] == f'attachment; filename="{road.case.code}-exhibit-1.jpg"'
    assert found["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert found["X-Content-Type-Options"] == "nosniff"
    assert found["Content-Type"] == "application/octet-stream"
    assert Image.open(io.BytesIO(found.content)).size == Image.open(io.BytesIO(original)).size
    assert b"CANARY" not in found.content and b"CANARY" in original


def test_saving_a_file_leaves_an_entry_as_every_reading_does(road):
    give(road, road.cast.ana, ("a.txt", paper.WORDS))
    look()
    chair = road.who(Role.PANEL_CHAIR)
    assert save(road, chair, ExhibitFile.objects.get(), "case-file").content == paper.WORDS
    read = CaseEvent.objects.filter(kind=EventKind.SEALED_PART_READ).latest("number")
    assert (read.actor, read.data["parts"]) == (chair, ["evidence"])


def test_what_is_wrong_with_one_file_costs_neither_the_words_nor_the_others(road):
    files = (("page.html", HTML), ("photo.jpg", SVG), ("half.pdf", paper.pdf()[:200]), ("none.txt", b""))
    assert send(road, road.cast.ana, *files, ("good.pdf", paper.pdf())).status_code == 303
    assert look() == 5
    flags = dict(ExhibitFile.objects.values_list("number", "flag"))
    assert flags == {1: Flag.UNKNOWN, 2: Flag.DISGUISED, 3: Flag.BROKEN, 4: Flag.EMPTY, 5: ""}
    page = my_page(road, road.cast.ana)
    for words in (ADD["text"], *(Flag(flag).label for flag in flags.values() if flag), "Kept sealed"):
        assert words in page.replace("&#x27;", "'")
    kept = FilePiece.objects.filter(copy="original").values("file").distinct().count()
    assert kept == 5 and FilePiece.objects.filter(copy="working").count() == 1
    assert [save(road, road.cast.ana, file).status_code for file in ExhibitFile.objects.order_by("number")] == [
        404
    ] * 4 + [200]


def test_an_officer_of_the_inquiry_gives_files_by_the_same_form(road):
    chair = road.who(Role.PANEL_CHAIR)
    assert send(road, chair, ("plan.png", paper.picture())).status_code == 303
    assert EvidenceItem.objects.get().files.get().given_by == chair


# Limits


def test_a_file_that_is_too_large_is_named_and_the_words_stay(road):
    client, place = browser(road.cast.ana), address(road, road.cast.ana)
    seen = hidden(client.get(place).content.decode())
    attached = [SimpleUploadedFile("film of the hall.mov", bytes(20_000_001)), SimpleUploadedFile("a.txt", b"words")]
    answer = client.post(place, seen | ADD | {"attached": attached})
    page = answer.content.decode()
    assert answer.status_code == 403 and "“film of the hall.mov” is larger than 20 MB" in page
    assert ADD["text"] in page and "Choose your files again" in page
    assert not EvidenceItem.objects.exists() and not FilePiece.objects.exists()


def test_what_is_beyond_the_limit_of_the_site_is_not_even_kept_in_memory(road, settings):
    settings.UPLOAD_BYTES = 1_000
    answer = send(road, road.cast.ana, ("small.txt", b"x" * 600), ("too much.txt", b"x" * 600))
    assert answer.status_code == 403 and "too much.txt” is larger" in answer.content.decode()
    assert not EvidenceItem.objects.exists()


def test_more_files_than_a_person_may_give_at_a_time_or_in_all_are_refused(road, monkeypatch):
    monkeypatch.setattr(rules, "MEGABYTE", 1)
    with pytest.raises(Refused, match="Send 10 at a time"):
        give(road, road.cast.ana, *[(f"{n}.txt", b"x") for n in range(11)])
    give(road, road.cast.ana, *[(f"{n}.txt", b"x" * 20) for n in range(10)])
    with pytest.raises(Refused, match="You have 0 MB left"):
        give(road, road.cast.ana, ("b.txt", b"x"))
    give(road, road.cast.rob, ("b.txt", b"x"))
    assert EvidenceItem.objects.count() == 2


def test_files_that_were_lost_by_signing_in_again_are_asked_for(road):
    """A browser cannot send them a second time by itself, so nothing is given without them."""
    road.cast.ana.set_password("a long and quiet word")
    road.cast.ana.save()
    place = address(road, road.cast.ana)
    seen, client = hidden(browser(road.cast.ana).get(place).content.decode()), Client()
    kept = hidden(client.post(place, seen | ADD | {"attached": SimpleUploadedFile("a.txt", b"x")}).content.decode())
    signed = {"again-username": road.cast.ana.email, "again-password": "a long and quiet word"}
    page = client.post(place, kept | signed).content.decode()
    assert "Choose your files again" in page and ADD["text"] in page and not EvidenceItem.objects.exists()
    attached = SimpleUploadedFile("a.txt", b"x")
    assert client.post(place, hidden(page) | ADD | {"attached": attached}).status_code == 303
    assert ExhibitFile.objects.count() == 1


# Who may save it, and from when

PANEL = frozenset({Role.PANEL_CHAIR, Role.PANEL_MEMBER, Role.INVESTIGATOR})


class Everybody:
    """Who has, or had, a part in the case, and some who never had one: each in a window of their own."""

    OUTSIDE = ("Mona", "Yara", "Ada", "Lena", "Fay", "Bo")

    def __init__(self, road, file):
        self.road, self.file, self.windows = road, file, {}
        self.answers = set()

    def __call__(self):
        """All ask by both doors: who gets it, as what they are in the case now."""
        sides = {self.road.cast.ana: Role.COMPLAINANT, self.road.cast.rob: Role.RESPONDENT}
        rows = list(CaseRole.objects.filter(case=self.road.case).select_related("member"))
        outside = [self.road.cast.members[name] for name in self.OUTSIDE]
        got = set()
        for member in dict.fromkeys([*sides, *(row.member for row in rows), *outside]):
            now_ = {Role(row.role) for row in rows if row.member == member and row.until is None}
            if 200 in {self._ask(member, door) for door in DOORS}:
                got |= {sides[member]} if member in sides else now_ & PANEL or {member}
        return got

    def _ask(self, member, door):
        client = self.windows.setdefault(member, browser(member))
        answer = client.get(reverse(door, args=[self.road.case.code, self.file.pk]))
        self.answers |= set() if answer.status_code == 200 else {answer.status_code}
        return answer.status_code


@pytest.mark.parametrize("level", ["branch", "national"])
def test_everybody_asks_for_a_file_at_every_stage_and_gets_it_as_the_table_of_the_paper_says(cast, level):
    """Item 3 of the rights: one's own always, the other side's from the evidence review, panels from the notice."""
    road = getattr(build, level)(cast).seat_panel().notice().answer()
    give(road, cast.ana, ("a.txt", paper.WORDS))
    look()
    file = ExhibitFile.objects.get()
    ask, both = Everybody(road, file), set(SIDES)
    panel = {Role.PANEL_CHAIR, Role.PANEL_MEMBER} | ({Role.INVESTIGATOR} if level == "national" else set())
    assert ask() == {Role.COMPLAINANT} | panel
    for step in (lambda: road.report(), lambda: road.review(), lambda: road.papers()):
        step()
        assert ask() == both | panel
    panel -= {Role.INVESTIGATOR}
    build.signed(road)
    assert ask() == both | panel
    road.serve()
    assert ask() == both | panel
    if level == "branch":
        road.appeal()
        assert ask() == both
        road.admit()
        assert ask() == both | panel
        road.outcome(Outcome.REVERSE)
        assert ask() == both
    assert ask.answers == {404}


def test_whoever_lost_the_case_gets_the_very_answer_of_a_case_that_is_not_there(road):
    give(road, road.cast.ana, ("a.txt", paper.WORDS))
    look()
    file, gone = ExhibitFile.objects.get(), road.panel()[-1]
    assert save(road, gone, file, "case-file").status_code == 200
    road.do(Action.RECUSE, gone)
    client = browser(gone)
    nowhere = client.get(reverse("case-file", args=["000-000-00", file.pk]))
    for door in DOORS:
        answer = client.get(reverse(door, args=[road.case.code, file.pk]))
        assert (answer.status_code, answer.content) == (404, nowhere.content)


def test_a_file_opens_under_the_reference_of_its_own_case_only(road, cast):
    give(road, cast.ana, ("a.txt", paper.WORDS))
    look()
    other = build.filed(cast)
    assert (
        browser(cast.ana).get(reverse("my-file", args=[other.case.code, ExhibitFile.objects.get().pk])).status_code
        == 404
    )


# Late, and the same for both


def test_a_late_file_is_read_by_who_rules_and_by_both_sides_once_it_is_admitted(road):
    road.report().review()
    attached = (Given("letter.pdf", paper.pdf()),)
    road.do(Action.OFFER_EVIDENCE, road.cast.ana, **LATE, attached=attached)
    look()
    file, chair = ExhibitFile.objects.get(), road.who(Role.PANEL_CHAIR)
    assert [save(road, one, file).status_code for one in (road.cast.ana, road.cast.rob)] == [200, 404]
    ruling = browser(chair).get(reverse("case-step", args=[road.case.code, Action.ADMIT_EVIDENCE])).content.decode()
    assert reverse("case-file", args=[road.case.code, file.pk]) in ruling
    assert f"{road.case.code}-late-1.pdf" in save(road, chair, file, "case-file")["Content-Disposition"]
    road.do(Action.ADMIT_EVIDENCE, chair, number=1, reason="It could not come before.")
    assert [save(road, one, file).status_code for one in (road.cast.ana, road.cast.rob)] == [200, 200]
    assert f"{road.case.code}-exhibit-1.pdf" in save(road, road.cast.rob, file)["Content-Disposition"]


def test_both_sides_read_the_same_index_of_the_same_files(road):
    give(road, road.cast.ana, ("a.txt", paper.WORDS), ("b.mov", b"film"))
    give(road, road.cast.rob, ("c.pdf", paper.pdf()))
    look()
    road.report()
    pages = [party_page.party_page(folder(road, side)) for side in SIDES]
    assert pages[0].evidence == pages[1].evidence
    assert [len(item.files) for item in pages[0].evidence] == [2, 1]
    copies = [
        [(c.exhibit, c.number, c.file_name, c.body) for c in exhibits.working_copies(folder(road, s))] for s in SIDES
    ]
    assert copies[0] == copies[1]
    assert [copy[2].partition("exhibit-")[2] for copy in copies[0]] == ["1.txt", "2.pdf"]


# The worker


def test_a_file_over_which_a_worker_died_is_looked_at_again_and_not_for_ever(road, monkeypatch):
    give(road, road.cast.ana, ("a.txt", paper.WORDS))
    at = now()
    monkeypatch.setattr(checking.apart, "clean", lambda *_: 1 / 0)
    for attempt in range(checking.MOST_ATTEMPTS):
        assert checking.check_due(at=at + attempt * checking.LEASE) == 0
        assert checking.check_due(at=at + attempt * checking.LEASE) == 0, "somebody holds it"
    assert ExhibitFile.objects.get().state == State.WAITING
    assert checking.check_due(at=at + checking.MOST_ATTEMPTS * checking.LEASE) == 1
    assert ExhibitFile.objects.get().flag == Flag.HEAVY


def test_who_has_lost_the_lease_settles_nothing(road):
    give(road, road.cast.ana, ("a.txt", paper.WORDS))
    at = now()
    first = checking.claim(at=at)
    second = checking.claim(at=at + checking.LEASE)
    assert first and second and not checking._look(first, at)
    assert ExhibitFile.objects.get().state == State.WAITING
    assert checking._look(second, at)
    assert CaseEvent.objects.filter(kind=EventKind.FILE_CHECKED).count() == 1


# The original


def test_an_original_is_taken_by_an_act_with_a_reason_and_served_only_to_be_kept(road):
    original = paper.photo()
    give(road, road.cast.ana, ("On the stairs.jpg", original), ("film.mov", b"a film"))
    look()
    chair = road.who(Role.PANEL_CHAIR)
    client, place = browser(chair), reverse("case-step", args=[road.case.code, Action.TAKE_ORIGINAL])
    assert "it can hold a virus" in client.get(place).content.decode()
    assert client.post(place, {"file": "1.1", "reason": ""}).status_code == 200, "never without a reason"
    found = client.post(place, {"file": "1.1", "reason": "An expert looks at when it was taken."})
    assert found.content == original
    assert found["Content-Disposition"] == f'attachment; filename="{road.case.code}-exhibit-1-1-original.bin"'
    assert found["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert (found["Content-Type"], found["X-Content-Type-Options"]) == ("application/octet-stream", "nosniff")
    sealed = client.post(place, {"file": "1.2", "reason": "An expert can open it."})
    assert sealed.content == b"a film", "also of a file that is kept sealed"
    rows = CaseEvent.objects.filter(kind=EventKind.ORIGINAL_TAKEN).order_by("case_number")
    assert [(row.actor, row.data["file"]) for row in rows] == [(chair, 1), (chair, 2)]
    assert rows[0].data["fingerprint"] == ExhibitFile.objects.get(number=1).fingerprint


def test_neither_side_nor_the_registrar_nor_another_of_the_panel_takes_an_original(road):
    give(road, road.cast.ana, ("a.txt", paper.WORDS))
    look()
    for member in (road.cast.ana, road.cast.rob, road.panel()[1], road.who(Role.REGISTRAR)):
        answer = browser(member).post(address(road, member, Action.TAKE_ORIGINAL), {"file": "1.1", "reason": "Mine."})
        assert answer.status_code == 403 and paper.WORDS not in answer.content
    with pytest.raises(Refused, match="Choose one of the files"):
        road.do(Action.TAKE_ORIGINAL, road.who(Role.PANEL_CHAIR), file="1.9", reason="Why not.")
    assert not CaseEvent.objects.filter(kind=EventKind.ORIGINAL_TAKEN).exists()
