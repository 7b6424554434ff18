"""The letters to the two sides, as they were sent, for a copy that leaves the site."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.html import escape

from cases.models import LetterText
from cases.queries import letters
from cases.queries.folder import SIDES, Folder

PAGE = """<!doctype html>
<html lang="en-gb"><head><meta charset="utf-8"><title>{title}</title></head>
<body>{body}</body></html>
"""


def pages(folder: Folder) -> Iterator[tuple[str, str]]:
    """A file name and a page for each letter that was made only from parts which this reader may have."""
    rows = LetterText.objects.filter(case=folder.case, notice__role__in=SIDES, notice__released_at__isnull=False)
    rows = rows.select_related("notice", "notice__event", "notice__case__procedure")
    for number, row in enumerate(rows.order_by("notice__event", "notice__role"), start=1):
        if set(row.parts) <= folder.parts:
            folder.opened.update(folder.parts & set(row.parts))
            day = timezone.localdate(row.notice.released_at or row.made_at).isoformat()
            title = f"{letters.title(row.notice)}, {row.notice.role}, {day}"
            body = folder.keys.open(row, "body")
            yield f"{number:03}-{day}-{row.notice.role}.html", PAGE.format(title=escape(title), body=body)
