"""Figures in a browser: a table on one's own disk in four presses, and charts that everybody can use."""

import csv
from datetime import timedelta

from django.utils.timezone import now

from cases.demo.roads import Road
from tests.browser.eyes import Eyes
from tests.browser.stage import town

PASSWORD = "three calm herons at noon"


def test_an_administrator_goes_from_signing_in_to_an_exported_table_in_four_presses(visitor, tmp_path):
    cast = town()
    cast.ada.set_password(PASSWORD)
    cast.ada.save()
    window = visitor().sign_in(cast.ada, PASSWORD)  # one
    window.follow("Reports")  # two
    window.follow("Could each branch form a panel today?")  # three
    window.reads("Nothing is missing.", "Northside", "Can be drawn")
    with window.page.expect_download() as saved:
        window.page.get_by_role("link", name="CSV").click()  # four
    saved.value.save_as(tmp_path / "panels.csv")
    rows = list(csv.reader((tmp_path / "panels.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0] == ["Branch", "Can be drawn", "Needed", "Missing"]
    assert ["Northside", "12", "3", "0"] in rows


def test_charts_and_tables_can_be_used_by_everybody_at_every_width_and_on_paper(visitor, scripts):
    if not scripts:
        return  # what looks at the pages is a script
    cast, eyes, window = town(), Eyes(), visitor()
    for days in (1, 20, 33):
        Road.file(cast, cast.ana, now() - timedelta(days=days)).screen()
    window.arrive(cast.zed).page.emulate_media(reduced_motion="reduce")
    for slug in ("open-now", "intake-by-month", "time-in-step", "still-open", "findings", "branch-panels"):
        window.open("report", slug)
        eyes.look(window, slug)
    window.open("report", "open-now")
    bars = window.page.locator(".bars rect")
    box = bars.first.bounding_box()
    assert box and box["width"] > 100
    assert len({bars.nth(n).evaluate("e => getComputedStyle(e).fill") for n in range(bars.count())}) == 1
    window.page.emulate_media(media="print")
    assert window.page.locator(".bars").is_visible()
    assert not window.page.locator(".filter").is_visible()
    assert not eyes.faults, "\n".join(eyes.faults)
