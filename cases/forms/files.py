"""Files in a form. A browser does not keep them, so whatever else is wrong says that to choose them again."""

from typing import Any

from django import forms

from cases.domain.files import ENDINGS, Given

LOST = "-lost"
AGAIN = "Choose your files again: a browser does not keep them. What you wrote is still here."


class ManyFiles(forms.FileInput):
    """The browser's own control, for several files at a time."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The files; or None where some were chosen and did not come through a sign-in in between."""
        chosen = files.getlist(name) if hasattr(files, "getlist") else files.get(name, [])
        return None if not chosen and f"{name}{LOST}" in data else chosen


class Files(forms.Field):
    """Any number of files; what is wrong with one of them is looked at later, and never costs anybody the text."""

    widget = ManyFiles

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="Files",
            required=False,
            help_text=(
                "You can choose several. PDF, pictures and plain text can be read here. What a camera or a program has "
                "written into them about place, time and device is left out. Files of other kinds are kept sealed."
            ),
            **kwargs,
        )
        self.widget.attrs["accept"] = ",".join(f".{ending}" for ending in ENDINGS)

    def within(self, limits: str) -> None:
        """Say how much the procedure lets somebody give."""
        self.help_text = f"{self.help_text} {limits}"

    def clean(self, value: Any) -> tuple[Given, ...]:
        if value is None:
            raise forms.ValidationError(AGAIN)
        return tuple(Given(file.name, file.read(), getattr(file, "too_long", False)) for file in value)
