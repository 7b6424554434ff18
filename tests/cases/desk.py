"""Somebody at the pages of one case, without a browser: opens the form of an act and sends it."""

from html import unescape
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from branches.models import Member
from cases.domain.vocabulary import Action
from cases.models import Case, Party
from tests.cases.filing import words


class Desk:
    """One person's window on one case."""

    def __init__(self, member: Member, case: Case) -> None:
        self.client = Client()
        self.client.force_login(member)
        self.case = case
        self.side = Party.objects.filter(case=case, member=member, informed_at__isnull=False).exists()
        self.seen = ""

    def address(self, action: Action) -> str:
        return reverse("my-step" if self.side else "case-step", args=[self.case.code, action.value])

    def opens(self, action: Action) -> HttpResponse:
        """The page of the form. What it remembers of the case goes with whatever is sent later."""
        answer = self.client.get(self.address(action))
        if answer.status_code == 200 and answer.context and "form" in answer.context:
            self.seen = answer.context["form"]["seen"].value()
        return answer

    def sends(self, action: Action, **fields: Any) -> HttpResponse:
        """The form as it was opened last, with these words in it."""
        return self.client.post(self.address(action), {"seen": self.seen} | fields)

    def does(self, action: Action, **fields: Any) -> HttpResponse:
        self.opens(action)
        return self.sends(action, **fields)


def done(answer: HttpResponse) -> bool:
    """Was the act taken? Then the page leads on."""
    return answer.status_code in (302, 303)


def still_typed(answer: HttpResponse, *texts: str) -> bool:
    """Are these words still on the page for whoever typed them?"""
    page = unescape(answer.content.decode())
    return all(text in page for text in texts)


def says(answer: HttpResponse, *sentences: str) -> bool:
    """Does a person read these sentences?"""
    page = words(answer)
    return all(sentence in page for sentence in sentences)
