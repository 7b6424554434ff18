"""Servers of one's own: a database on the PostgreSQL that is there, and a Redis that may be killed."""

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
from redis import Redis, RedisError

from tests.house.place import wait_until

HERE = "127.0.0.1"


def free_port() -> int:
    with socket.create_server((HERE, 0)) as found:
        return found.getsockname()[1]


@contextmanager
def database(server: str, name: str) -> Iterator[str]:
    """An empty database beside the one of this address; gone afterwards, whoever is still connected to it."""
    url = urlsplit(server)
    _command(server, f'CREATE DATABASE "{name}"')
    try:
        yield url._replace(path=f"/{name}").geturl()
    finally:
        _command(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def _command(server: str, words: str) -> None:
    connection = psycopg2.connect(server)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(words)
    connection.close()


class OwnRedis:
    """A broker that may be killed. What was in it is gone then."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"redis://{HERE}:{self.port}/0"

    def start(self) -> None:
        options = ["--port", str(self.port), "--bind", HERE, "--save", "", "--appendonly", "no", "--dir", self.folder]
        self.process = subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL)
        wait_until(self.answers, 20)

    def answers(self) -> bool:
        try:
            return bool(Redis.from_url(self.url).ping())
        except RedisError:
            return False

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    @staticmethod
    def is_installed() -> bool:
        return shutil.which("redis-server") is not None
