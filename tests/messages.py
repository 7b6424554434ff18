"""The file of messages, and a made-up language in which every one of them is translated."""

import ast
import re
from collections.abc import Iterator
from contextlib import contextmanager
from gettext import NullTranslations
from unittest.mock import patch

from django.utils import translation
from django.utils.translation import trans_real

from conduct import env

FILE = env.ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEPT = re.compile(r"(%\(\w+\)s|<[^>]*>)")
"""What a translation takes over as it is: the values, and the tags around a word."""


def known() -> frozenset[str]:
    """Every message of the file, singular and plural. Needs no tool."""
    found: list[str] = []
    reading = False
    for line in FILE.read_text(encoding="utf-8").splitlines():
        name, _, text = line.partition('"')
        if text and name.strip():
            reading = name.strip() in ("msgid", "msgid_plural")
            found += [""] if reading else []
        if text and reading:
            found[-1] += ast.literal_eval('"' + text)
    return frozenset(found) - {""}


def marked(message: str) -> str:
    """The same sentence with a cross for every letter."""
    pieces = KEPT.split(message)
    return "".join(piece if at % 2 else re.sub("[A-Za-z]", "×", piece) for at, piece in enumerate(pieces))


class Crosses(NullTranslations):
    """A language that knows what the file knows, and leaves everything else as it was."""

    def __init__(self) -> None:
        super().__init__()
        self.said = {message: marked(message) for message in known()}

    def gettext(self, message: str) -> str:
        return self.said.get(message, message)

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self.gettext(one if number == 1 else many)

    def to_language(self) -> str:
        return "xx"


@contextmanager
def crosses() -> Iterator[None]:
    """Everything inside is said in the made-up language."""
    with patch.dict(trans_real._translations, {"xx": Crosses()}), translation.override("xx"):
        yield
