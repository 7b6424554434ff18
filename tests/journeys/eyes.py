"""What a person can see of a case: every list and every page of the site, through a browser of their own."""

import re
from datetime import datetime

from django.db.models import Max
from django.test import Client
from django.urls import reverse

from branches.models import Member
from cases import access, delivery
from cases.demo.roads import Road
from cases.models import Notice

LISTS = ("today", "inbox", "cases", "my-cases", "oversight", "overdue", "calendar", "access-why", "me")
PAGES = ("case", "case-timeline", "my-case")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')


def browser(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def lists(member: Member) -> dict[str, str]:
    """Every list of the site as this person gets it, word for word."""
    client = browser(member)
    return {name: TOKEN.sub("", client.get(reverse(name)).content.decode()) for name in LISTS}


def sees(member: Member, road: Road) -> set[str]:
    """The lists and pages on which this person finds the case."""
    client, code = browser(member), road.case.code
    own = {name for name in PAGES if client.get(reverse(name, args=[code])).status_code == 200}
    return own | {name for name, page in lists(member).items() if code in page}


def doors(member: Member, road: Road) -> set[str]:
    """The doors through which this person comes to the case."""
    opened = {
        "open_to": access.open_to(member),
        "followed_by": access.followed_by(member),
        "overseen_by": access.overseen_by(member, road.at.date()),
        "asked": access.asked(member),
    }
    return {name for name, cases in opened.items() if cases.filter(pk=road.case.pk).exists()}


def post(road: Road) -> None:
    """Let everything that waits leave, also what waits for a decent hour."""
    delivery.deliver_due(at=last_due(road.at))


def last_due(at: datetime) -> datetime:
    """When even a first notice that was served on a Friday night has arrived."""
    return max(at, Notice.objects.aggregate(last=Max("due_at"))["last"] or at)


def letters(member: Member, road: Road, *, sent: bool | None = True) -> list[str]:
    """The letters about the case that have reached this person, in their order."""
    rows = Notice.objects.filter(case=road.case, member=member)
    rows = rows if sent is None else rows.filter(released_at__isnull=not sent)
    return list(rows.order_by("created_at", "event__number").values_list("letter", flat=True))


def everybody_but(road: Road, *names: str) -> list[Member]:
    return [member for name, member in road.cast.members.items() if name not in names]
