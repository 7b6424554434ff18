"""A mail server on loopback that speaks SMTP, and can be told to behave as badly as real ones do."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message

GREETING = b"220 ready\r\n"


@dataclass
class Post:
    """What reached the server, and how it behaves: a name of `WAYS`, at any moment."""

    way: str = "accepts"
    got: list[tuple[str, Message]] = field(default_factory=list)
    seen: int = 0
    release: threading.Event = field(default_factory=threading.Event)
    port: int = 0

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def people(self) -> list[str]:
        return [to for to, _ in self.got]

    @property
    def ids(self) -> list[str]:
        return [message["Message-ID"] for _, message in self.got]


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        post: Post = self.server.post  # type: ignore[attr-defined]
        post.seen += 1
        if post.way == "slams the door":
            return
        if post.way == "hangs":
            post.release.wait(30)
            return
        if post.way == "talks garbage":
            self.wfile.write(b"\xff\xfe\x00 <html>502</html>\r\n" * 3)
            return
        self.wfile.write(b"421 too busy\r\n" if post.way == "is too busy" else GREETING)
        self._answer(post)

    def _answer(self, post: Post) -> None:
        to = ""
        for line in self.rfile:
            word = line[:4].upper()
            if word == b"DATA":
                if not self._take(post, to):
                    return
            elif word == b"RCPT":
                to = line.decode().partition("<")[2].partition(">")[0]
                self.wfile.write(_recipient(post, to))
            elif word == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                self.wfile.write(b"250 fine\r\n")

    def _take(self, post: Post, to: str) -> bool:
        self.wfile.write(b"354 go on\r\n")
        body = b""
        while not body.endswith(b"\r\n.\r\n"):
            body += self.rfile.readline()
        if post.way == "refuses the content":
            self.wfile.write(b"554 no\r\n")
            return True
        post.got.append((to, message_from_bytes(body)))
        if post.way == "takes it and falls silent":  # the mail is delivered, and nobody says so
            return False
        self.wfile.write(b"250 taken\r\n")
        return True


def _recipient(post: Post, to: str) -> bytes:
    if post.way == f"knows no {to}":
        return b"550 5.1.1 no such user\r\n"
    return b"450 later\r\n" if post.way == "puts everybody off" else b"250 fine\r\n"


BAD = (
    "slams the door",
    "hangs",
    "talks garbage",
    "is too busy",
    "puts everybody off",
    "refuses the content",
)


@contextmanager
def serving(way: str = "accepts") -> Iterator[Post]:
    post = Post(way)
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Talk) as server:
        server.daemon_threads, server.block_on_close = True, False
        server.post, post.port = post, server.server_address[1]  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield post
        finally:
            post.release.set()
            server.shutdown()
