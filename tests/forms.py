"""What stands on a page, for somebody who fills it in."""

import re
from html import unescape


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the last form on a page."""
    form = page.split("<form")[-1]
    inputs = re.findall(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?', form)
    return {name: unescape(value) for name, value in inputs}


def link(page: str, words: str) -> str:
    """Where the link with these words leads."""
    return re.search(rf'href="([^"]+)"[^>]*>{words}', page)[1]
