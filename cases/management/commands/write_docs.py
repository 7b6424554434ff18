"""Write the documents that are made from the rules, or say which are stale."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases import documents
from conduct import env


class Command(BaseCommand):
    help = "Write the pages of docs/ that are made from the rules. --check writes nothing and fails on a stale one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        pages = [(env.ROOT / path, write()) for path, write in documents.PAGES]
        stale = [(path, text) for path, text in pages if not path.exists() or path.read_text("utf-8") != text]
        if check and stale:
            names = ", ".join(str(path.relative_to(env.ROOT)) for path, _ in stale)
            raise CommandError(f"Stale: {names}. Run `manage.py write_docs`.")
        for path, text in [] if check else stale:
            path.write_text(text, encoding="utf-8")
            self.stdout.write(f"Wrote {path.relative_to(env.ROOT)}.")
