"""Open the site and its background work in one command."""

import logging
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections
from django.utils import timezone

from conduct import embedded, env


class Command(BaseCommand):
    help = "Serve the site on 127.0.0.1 with its background work, until Ctrl-C. PORT= changes the port."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--prepare",
            action="store_true",
            help="first migrate, collect static files, and load the demo world when there are no members",
        )

    def handle(self, *, prepare: bool, **options: Any) -> None:
        if not embedded.port_is_free(env.PORT):
            raise CommandError(f"Port {env.PORT} is taken: choose another, as in `PORT={env.PORT + 1} make run`.")
        logging.getLogger("conduct.work").setLevel(logging.WARNING)  # here a person reads along
        if prepare:
            self.prepare()
        if code := embedded.run(env.PORT, (work, mail, files, bundles, record), self.announce):
            raise CommandError("The web server stopped by itself; its reason stands above.", returncode=code)
        self.stdout.write("Stopped.")

    def prepare(self) -> None:
        call_command("migrate", verbosity=0)
        if static_is_stale():
            call_command("collectstatic", interactive=False, verbosity=0)
        if not get_user_model().objects.exists():
            self.stdout.write("Loading the demo world…")
            call_command("demo", size="small")

    def announce(self) -> None:
        self.stdout.write(f"\nOpen http://{embedded.HOST}:{env.PORT}/   (Ctrl-C stops everything)")
        for login in embedded.logins(settings.VAR / "demo-logins.json"):
            self.stdout.write(f"  {login['role']:<34} {login['email']:<38} {login['password']}")
        self.stdout.write("")
        self.stdout.flush()


def work() -> None:
    """One beat of the background work, on a fresh or still healthy connection."""
    from cases.tasks import tick

    close_old_connections()
    tick(timezone.now())


def mail() -> None:
    """One beat of the post office."""
    from cases.tasks import send_mail

    close_old_connections()
    send_mail(timezone.now())


def files() -> None:
    """One look at the files that wait."""
    from cases.tasks import look_at_files

    close_old_connections()
    look_at_files(timezone.now())


def bundles() -> None:
    """One look at the papers that somebody waits for."""
    from cases.tasks import put_together

    close_old_connections()
    put_together(timezone.now())


def record() -> None:
    """The whole record read again, once a day."""
    from cases.selfcheck import read_again

    close_old_connections()
    read_again(timezone.now())


def static_is_stale() -> bool:
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.exists():
        return True
    collected = manifest.stat().st_mtime
    files = (storage.path(name) for finder in get_finders() for name, storage in finder.list([]))
    return any(os.path.getmtime(path) > collected for path in files)
