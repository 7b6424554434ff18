"""Somebody who opens pages of a case and reads them."""

from html import unescape

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from branches.models import Member
from cases.demo.roads import Road


class Reader:
    """One person with a browser."""

    def __init__(self, member: Member) -> None:
        self.client = Client()
        self.client.force_login(member)

    def get(self, name: str, *args: object, **query: str) -> HttpResponse:
        return self.client.get(reverse(name, args=args), query)

    def text(self, name: str, *args: object, **query: str) -> str:
        """The page as a person reads it. It must be there."""
        found = self.get(name, *args, **query)
        assert found.status_code == 200, (name, found.status_code)
        return unescape(found.content.decode())

    def page(self, name: str, *args: object, **query: str) -> object:
        """The record behind the page."""
        found = self.get(name, *args, **query)
        assert found.status_code == 200, (name, found.status_code)
        return found.context["page"]


def case_of(road: Road, member: Member) -> str:
    """The page of the case as somebody who works on it reads it."""
    return Reader(member).text("case", road.case.code)


def my_case(road: Road, member: Member) -> str:
    """The page of the case as one of its sides reads it."""
    return Reader(member).text("my-case", road.case.code)
