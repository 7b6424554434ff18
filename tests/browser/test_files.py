"""Files in a real browser: sent with and without scripts; saved, and never opened inside a page."""

from datetime import timedelta

from django.urls import reverse
from django.utils.timezone import now

from cases import checking
from cases.cleaning import opening
from cases.demo.roads import Road
from cases.domain.files import Given, State
from cases.domain.vocabulary import Action
from cases.models import ExhibitFile
from cases.usecases import files
from tests import paper
from tests.browser.stage import Stage, town
from tests.browser.visitor import Visitor
from tests.cleaning import hostile

AT_ONCE = 10
LOAD = """url => new Promise((done) => {
  const part = document.createElement("script");
  for (const end of ["load", "error"]) part.addEventListener(end, () => done(end));
  part.src = url;
  document.body.append(part);
})"""
"""A file as a script of a page of this site: what becomes of it."""


def inquiry(visitor) -> Stage:
    cast = town()
    road = Road.file(cast, cast.ana, now() - timedelta(days=20)).screen().frame().to_branch()
    return Stage(visitor, cast, road.seat_panel().notice().answer().case)


def test_files_are_sent_from_the_form_and_saved_from_the_page(visitor, scripts):
    stage = inquiry(visitor)
    window = stage.read(stage.cast.ana)
    window.follow(Action.ADD_EVIDENCE.label)
    window.write("What is it?", "The stairs")
    chosen = [
        {"name": "On the stairs.jpg", "mimeType": "image/jpeg", "buffer": paper.photo()},
        {"name": "film.mov", "mimeType": "video/quicktime", "buffer": b"film"},
    ]
    field, button = window.page.locator("input[type=file]"), window.page.get_by_role("button", name="Add evidence")
    field.set_input_files(chosen)
    button.click()
    window.page.get_by_role("heading", name="There is something to fix").wait_for()
    window.reads("Write what it is.", "Choose your files again")
    assert window.page.get_by_label("What is it?").input_value() == "The stairs"
    window.write("The words", "This is what I saw.")
    field.set_input_files(chosen)
    button.click()
    window.page.get_by_text("Done: Add evidence").wait_for()
    assert window.address == reverse("my-case", args=[stage.code])
    window.reads("On the stairs.jpg", "Being checked")
    assert checking.check_due(at=now()) == 2
    stage.read(stage.cast.ana).reads("Kept sealed", "This site does not open files of this kind")
    with window.page.expect_download() as saving:
        window.page.get_by_role("link", name="Save a copy of On the stairs.jpg").click()
    assert saving.value.suggested_filename == f"{stage.code}-exhibit-1.jpg"
    assert b"CANARY" not in saving.value.path().read_bytes()


def test_no_file_runs_a_script_or_opens_in_a_page(browser, live_server, monkeypatch):
    """Every copy that came of a hostile file is asked for as a page, and those with a script inside as one."""
    monkeypatch.setattr(checking.apart, "clean", opening.clean)  # one process is enough: what it serves is asked here
    monkeypatch.setattr(checking, "RUN_SECONDS", 600)
    stage = inquiry(lambda: Visitor(browser.new_context(), live_server.url))
    every = hostile.every()
    for start in range(0, len(every), AT_ONCE):
        attached = tuple(Given(one.name, one.body) for one in every[start : start + AT_ONCE])
        stage.road.do(Action.ADD_EVIDENCE, stage.cast.ana, title="Files", text="As they came.", attached=attached)
    assert checking.check_due(at=now()) == len(every)
    scripts = {files.bytes_fingerprint(one.body) for one in every if b"alert(" in one.body}
    window = stage.read(stage.cast.ana)
    page, title = window.page, window.page.title()
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    ready = list(ExhibitFile.objects.filter(state=State.READY).order_by("pk"))
    assert len(ready) == sum(one.flag is None for one in every)
    urls = [live_server.url + reverse("my-file", args=[stage.code, file.pk]) for file in ready]
    for url in urls:
        with page.expect_download() as saving:
            page.evaluate("url => { location.href = url }", url)
        assert saving.value.suggested_filename.startswith(f"{stage.code}-exhibit-")
        saving.value.cancel()
    assert page.url == live_server.url + reverse("my-case", args=[stage.code])
    window.trouble.clear()
    running = [url for url, file in zip(urls, ready, strict=True) if file.fingerprint in scripts]
    assert len(running) > 15
    assert {page.evaluate(LOAD, url) for url in running} == {"error"}
    assert not dialogs and page.title() == title and not page.locator("svg[onload]").count()
    kept = ExhibitFile.objects.filter(state=State.KEPT)
    assert {window.open("my-file", stage.code, file.pk) for file in kept[:20]} == {404}
    window.context.close()
