"""HTML in, PDF out: tagged for screen readers (PDF/UA-1), with title, language and bookmarks.

Nothing is ever fetched: no address, no file, no attachment. What is not in the HTML is not in the PDF.
"""

import logging
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

VARIANT = "pdf/ua-1"
STYLE = "pdf/paper.css"


def render(template: str, context: Mapping[str, Any], *, title: str) -> bytes:
    """One document from a template that extends `pdf/page.html`. The title is seen by whoever has the file: no names.

    Takes seconds for hundreds of pages: called by the worker or for something short.
    """
    words = {**context, "title": title, "language": settings.LANGUAGE_CODE}
    return of_html(render_to_string(template, words))


def of_html(html: str) -> bytes:
    """A whole HTML page with its title and `lang` as a PDF in the look of our papers."""
    from weasyprint import HTML  # here, because it takes more than a second to import

    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)  # its warnings repeat words of the text
    pages = HTML(string=html, url_fetcher=_nothing()).render(stylesheets=[_style()])
    return bytes(pages.write_pdf(pdf_variant=VARIANT))


@cache
def _nothing() -> Any:
    """A fetcher that refuses every protocol, also those that read a file or what stands in the address itself."""
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols=())


@cache
def _style() -> Any:
    from weasyprint import CSS

    return CSS(string=render_to_string(STYLE), url_fetcher=_nothing())
