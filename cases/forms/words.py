"""Text as people type it: kept as it is, less what no reader can see."""

import unicodedata
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

LIMIT = 20_000
NAME_LIMIT = 150
TOO_LONG = "Use %(limit_value)d characters or fewer. You have %(show_value)d."
KEPT_CONTROLS = "\n\t"


def plain(text: str) -> str:
    """One kind of line break, and no control characters but line breaks and tabs."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in KEPT_CONTROLS or unicodedata.category(c) != "Cc")


class Words(forms.CharField):
    """Several lines. The limit is checked here and not by the browser, which would cut a pasted text short."""

    widget: type[forms.Widget] = forms.Textarea

    def __init__(self, *, limit: int = LIMIT, rows: int | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators.append(MaxLengthValidator(limit, TOO_LONG))
        if rows:
            self.widget.attrs["rows"] = rows

    def to_python(self, value: Any) -> str:
        return str(super().to_python(plain(value) if isinstance(value, str) else value))


class Name(Words):
    """One line, such as a name."""

    widget = forms.TextInput

    def __init__(self, *, limit: int = NAME_LIMIT, **kwargs: Any) -> None:
        super().__init__(limit=limit, **kwargs)

    def to_python(self, value: Any) -> str:
        return " ".join(super().to_python(value).split())
