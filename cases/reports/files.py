"""A report as a file: the same numbers as on the page, and no cell that a spreadsheet could take for a formula."""

import csv
import io
from collections.abc import Iterator
from datetime import date

import xlsxwriter

from cases import pdf
from cases.domain import tables
from cases.reports.page import PublishedPage, ReportPage

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
LEADS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
WIDE, NARROW = 44, 18


def plain(text: str) -> str:
    """The text, with a quotation mark before it where a spreadsheet would start to reckon."""
    return f"'{text}" if text.lstrip(" ").startswith(LEADS) else text


def mark(name: str, page: ReportPage, day: date, entry: int) -> str:
    """Who took it, when, and where the record has it."""
    return f"By {name} ({page.audience.lower()}) on {day:%-d %B %Y}; entry {entry} of the record"


def of(kind: str, page: ReportPage, mark: str) -> bytes:
    """The report as CSV, XLSX or PDF. `mark` says who took it, when, and where the record has it."""
    return {"csv": _csv, "xlsx": _xlsx, "pdf": _pdf}[kind](page, mark)


def _about(page: ReportPage, mark: str) -> Iterator[tuple[str, str]]:
    yield "Report", f"{page.report.number} {page.report.question}"
    yield "What is counted", page.report.counts
    yield "Over", page.report.over
    yield from page.filters
    yield "As of", f"{page.on:%-d %B %Y}"
    if page.table.hides:
        yield "Not shown", "Numbers below ten, and what would give them away."
    yield "Taken", mark


def _cells(page: ReportPage) -> Iterator[list[str | int]]:
    """The head and every line; numbers as numbers, and a word where one is hidden."""
    yield [plain(name) for name in page.table.head]
    for line in page.table.lines:
        shown = [tables.words(page.table, c, n) if c is None else c for n, c in enumerate(line.cells)]
        yield [plain(line.label), *shown]


def _csv(page: ReportPage, mark: str) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows(_cells(page))
    writer.writerow([])
    writer.writerows([plain(name), plain(text)] for name, text in _about(page, mark))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _xlsx(page: ReportPage, mark: str) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": page.report.question, "comments": mark})
        bold, sheet, about = book.add_format({"bold": True}), book.add_worksheet("Figures"), book.add_worksheet("About")
        for place, row in enumerate(_cells(page)):
            for col, cell in enumerate(row):
                put = sheet.write_number if isinstance(cell, int) else sheet.write_string
                put(place, col, cell, *([] if place else [bold]))
        for place, (name, text) in enumerate(_about(page, mark)):
            about.write_string(place, 0, plain(name), bold)
            about.write_string(place, 1, plain(text))
        sheet.set_column(0, 0, WIDE)
        sheet.set_column(1, len(page.table.head), NARROW)
        sheet.freeze_panes(1, 1)
    return out.getvalue()


def _pdf(page: ReportPage, mark: str) -> bytes:
    return pdf.render("reports/paper.html", {"page": page, "mark": mark}, title=page.report.question)


def whole(page: PublishedPage) -> bytes:
    """The published report of a period on paper."""
    return pdf.render("reports/published_paper.html", {"page": page}, title=f"Complaints about conduct, {page.span}")
