"""A browser for asking very many pages, and what of an answer is the same for everybody."""

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client

from branches.models import Member

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')
NONCE = re.compile(r"'nonce-[^']+'")
NONCE_USED = re.compile(rb'nonce="[^"]+"')


ELSEWHERE = "192.0.2.7"
"""Nobody looks from the machine the site runs on."""


class Browser(Client):
    """Django's client without its notebook: it does not copy every template's context, which costs half its time."""

    def __init__(self, member: Member | None = None) -> None:
        super().__init__(raise_request_exception=False, REMOTE_ADDR=ELSEWHERE)
        if member:
            self.force_login(member)

    def request(self, **request: Any) -> HttpResponse:
        answer = self.handler(self._base_environ(**request))
        self.cookies.update(answer.cookies)
        return answer


Seen = tuple[int, tuple[tuple[str, str], ...], tuple[str, ...], bytes]


def same_for_all(answer: HttpResponse, url: str = "") -> Seen:
    """Everything a browser gets, but for the token and the nonce, which are new on every page; and, in the headers,
    but for the address it asked for."""
    headers = [(name, NONCE.sub("", value)) for name, value in answer.items()]
    headers = sorted((name, value.replace(url, "") if url else value) for name, value in headers)
    body = NONCE_USED.sub(b"", TOKEN.sub(b"", answer.content))
    return answer.status_code, tuple(headers), tuple(sorted(answer.cookies)), body
