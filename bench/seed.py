"""What the bench runs inside Django: make people, grow cases, time the access query. Answers in JSON."""

import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

import django

ROUNDS = 40


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    django.setup()
    task, *words = sys.argv[1:]
    tasks = {"people": _people, "cases": _cases, "conflicts": _conflicts, "access": _access, "clocks": _clocks}
    tasks[task](*words)


def _people(password: str) -> None:
    from bench import world

    world.start(password)


def _cases(target: str, drafts: str) -> None:
    from django.db import connection

    from bench import world
    from branches.models import Member
    from cases import access

    world.grow(int(target), tell=lambda have: print(f"  {have:,}", file=sys.stderr, end="\r"))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    case = access.open_to(Member.objects.get(email="omar@demo.example")).order_by("-received_at")[0]
    keys, version = world.drafts(int(drafts))
    print(json.dumps({"code": case.code, "drafts": keys, "version": version}))


def _conflicts(per_case: str) -> None:
    from django.db import connection

    from bench import world

    found = world.bar_more(int(per_case), tell=lambda have: print(f"  {have:,}", file=sys.stderr, end="\r"))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(json.dumps(found))


def _clocks(due: str) -> None:
    from bench import clocks

    print(json.dumps(clocks.measure(int(due))))


def _access() -> None:
    from django.utils import timezone
    from guardian.shortcuts import get_objects_for_user

    from branches.models import Member
    from cases import access
    from cases.models import Case

    registrar, officer = (Member.objects.get(email=f"{name}@demo.example") for name in ("zed", "omar"))
    case = access.open_to(officer).order_by("-received_at")[0]
    today = timezone.localdate()
    given = {"accept_global_perms": False, "with_superuser": False}
    work: dict[str, Callable[[], Any]] = {
        "one indexed query": lambda: list(Case.objects.order_by("-received_at", "-id").values_list("id")[:50]),
        "my cases, first page": lambda: list(access.handled_page(officer, limit=50)),
        "all cases by office, first page": lambda: list(
            access.overseen_by(registrar, today).order_by("-received_at", "-id")[:50]
        ),
        "may I open this one": lambda: access.open_to(officer).filter(pk=case.pk).exists(),
        "guardian: my cases, first page": lambda: list(
            get_objects_for_user(officer, "cases.open_case", Case, **given).order_by("-received_at")[:50]
        ),
    }
    taken: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(ROUNDS):
        for name, ask in work.items():
            began = time.perf_counter()
            ask()
            taken[name].append((time.perf_counter() - began) * 1000)
    print(json.dumps(taken))


if __name__ == "__main__":
    main()
