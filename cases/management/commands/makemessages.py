"""Django's `makemessages`, which also finds the words that stand in plain Python and in the law."""

from tempfile import NamedTemporaryFile
from typing import Any

from django.core.management.commands import makemessages

from cases.queries.labels import labels
from conduct import env

ELSEWHERE = ["var", "tests", "docs", "bench"]


class Command(makemessages.Command):
    """The same code gives the same file on every machine: no line numbers, no dates, nothing that is no longer said."""

    def handle(self, *args: Any, **options: Any) -> None:
        options["no_location"] = options["no_obsolete"] = True
        options["ignore_patterns"] = [*options["ignore_patterns"], *ELSEWHERE]
        with NamedTemporaryFile("w", dir=env.ROOT, prefix="labels_", suffix=".py", encoding="utf-8") as listed:
            listed.writelines(f"gettext_noop({label!r})\n" for label in labels())
            listed.flush()
            super().handle(*args, **options)

    def write_po_file(self, potfile: str, locale: str) -> None:
        super().write_po_file(potfile, locale)
        for path in env.ROOT.glob(f"locale/{locale}/LC_MESSAGES/django.po"):
            lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
            kept = (line for line in lines if not line.startswith('"POT-Creation-Date'))
            path.write_text("".join(kept), encoding="utf-8")
