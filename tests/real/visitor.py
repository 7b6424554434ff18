"""A browser without scripts over a real socket, in the shape of Django's test client."""

from collections.abc import Mapping
from html import unescape
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tests.forms import hidden

HERE = "127.0.0.1"
PATIENCE = 20


class Answer:
    """What came back."""

    def __init__(self, status: int, headers: Mapping[str, str], content: bytes) -> None:
        self.status_code, self.headers, self.content = status, headers, content
        self.redirect_chain: list[tuple[str, int]] = []

    def __getitem__(self, name: str) -> str:
        return self.headers[name]


class Unanswered(Exception):
    """The server went away before it answered: what became of the request is not known."""


class Visitor:
    """Keeps its cookies, follows redirects when told to. `headers` is what a proxy adds."""

    def __init__(self, port: int, headers: Mapping[str, str] | None = None) -> None:
        self.port, self.headers = port, dict(headers or {})
        self.cookies: dict[str, str] = {}
        self.at = ""

    def open(self, address: str) -> str:
        """Go to a page and stay where it leads."""
        answer = self.get(address, follow=True)
        assert answer.status_code == 200, (address, answer.status_code)
        self.at = answer.redirect_chain[-1][0] if answer.redirect_chain else address
        return unescape(answer.content.decode())

    def press(self, address: str = "", **answers: object) -> Answer:
        """Fill in the form of a page, of this one if not told otherwise, and send it."""
        page = self.open(address or self.at)
        return self.post(self.at, hidden(page) | answers)

    def go_on(self, address: str = "", **answers: object) -> str:
        """Send the form and arrive on the next page."""
        answer = self.press(address, **answers)
        assert answer.status_code == 302, answer.content.decode()
        return self.open(answer["Location"])

    def get(self, address: str, *, follow: bool = False) -> Answer:
        answer = self._send("GET", address)
        chain = []
        while follow and answer.status_code == 302:
            address = answer["Location"]
            chain.append((address, 302))
            answer = self._send("GET", address)
        answer.redirect_chain = chain
        return answer

    def post(self, address: str, words: Mapping[str, object]) -> Answer:
        return self._send("POST", address, urlencode(words, doseq=True))

    def _send(self, method: str, address: str, body: str | None = None) -> Answer:
        connection = HTTPConnection(HERE, self.port, timeout=PATIENCE)
        headers = self.headers | {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, address, body, headers)
            found = connection.getresponse()
            answer = Answer(found.status, found.headers, found.read())
        except (OSError, HTTPException) as problem:
            raise Unanswered from problem
        finally:
            connection.close()
        for line in found.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return answer
