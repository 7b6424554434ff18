"""The way of docs/operating.md without containers, walked once: from an empty database to a letter that has left.

The commands are read from the systemd units and from the manual, so that neither can go stale unseen.
`python -m tests.production` walks it and prints what each process needs at rest.
"""

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from tests.engines import POSTGRESQL
from tests.forms import hidden, link
from tests.house.place import wait_until
from tests.mailserver import Post, serving
from tests.real import servers, units
from tests.real.processes import Processes
from tests.real.visitor import Answer, Unanswered, Visitor

NAME = "conduct.example.org"
PROXY = {
    "Host": NAME,
    "X-Forwarded-Proto": "https",
    "X-Forwarded-For": "192.0.2.7",
    "Referer": f"https://{NAME}/",
}
"""What the proxy in front adds, and a browser sends."""
FIRST, WORDS = "you@example.org", "a long and quiet word"
MEMBERS = """email,full_name,branch,joined_on,birth_year
cara@example.org,Cara Complainant,Northside,2020-01-01,
rory@example.org,Rory Respondent,Northside,2020-01-01,
oona@example.org,Oona Officer,Northside,2020-01-01,
reg@example.org,Reg Registrar,Northside,2020-01-01,
"""


@dataclass
class Site:
    """What runs, and where."""

    processes: Processes
    port: int
    database: str
    post: Post

    def unit(self, name: str) -> None:
        """Start a unit as systemd does: first its preparations, then what stays."""
        first, kept = units.unit(name, port=self.port)
        for command in first:
            self.processes.run(*command)
        self.processes.start(name, kept)

    def manage(self, *words: str, **variables: str) -> str:
        return self.processes.run(sys.executable, "manage.py", *words, **variables)

    def visitor(self) -> Visitor:
        """Somebody elsewhere, who comes through the proxy."""
        return Visitor(self.port, PROXY)

    def asked_here(self, address: str) -> Answer:
        return Visitor(self.port).get(address)


@contextmanager
def site(place: Path) -> Iterator[Site]:
    """Everything around the site: an empty database, a broker, a mail server. Nothing of it is left afterwards."""
    broker = servers.OwnRedis(place)
    with servers.database(POSTGRESQL, f"conduct_walk_{os.getpid()}") as database, serving() as post:
        variables = {
            "SITE_URL": f"https://{NAME}",
            "DATABASE_URL": database,
            "REDIS_URL": broker.url,
            "EMAIL_URL": post.url,
        }
        processes = Processes(place, **variables)
        broker.start()
        try:
            yield Site(processes, servers.free_port(), database, post)
        finally:
            processes.end()
            broker.kill()


def walk(site: Site) -> None:
    """Every step of the manual; each asserts what an operator would look for."""
    assert "-m conduct.keys" in units.MANUAL.read_text()
    site.processes.run(sys.executable, "-m", "conduct.keys")
    site.unit("web")
    wait_until(lambda: _answers(site))
    assert site.asked_here("/readyz").status_code == 503, "the clocks have not turned yet"
    for name in ("worker", "beat"):
        site.unit(name)
    _first_people(site)
    wait_until(lambda: site.asked_here("/readyz").status_code == 200)
    _pages_for_machines(site)
    _complaint(site)
    _letter(site)
    assert site.asked_here("/readyz").status_code == 200
    site.manage("verify_record")


def stop(site: Site) -> dict[str, int]:
    """Their exit codes after a stop as systemd does it."""
    return {name: site.processes.stop(name) for name in ("beat", "worker", "web")}


def _answers(site: Site) -> bool:
    try:
        return site.asked_here("/healthz").status_code == 200
    except Unanswered:
        return False


def _first_people(site: Site) -> None:
    """As the manual says, but for the questions that createsuperuser would ask at a terminal."""
    create, appoint = units.steps("The first people")
    assert create[:2] == appoint[:2] == ["python", "manage.py"]
    details = {"DJANGO_SUPERUSER_PASSWORD": WORDS, "DJANGO_SUPERUSER_FULL_NAME": "Ada Administrator"}
    details |= {"DJANGO_SUPERUSER_JOINED_ON": "2020-01-01", "DJANGO_SUPERUSER_EMAIL": appoint[3]}
    site.manage(*create[2:], "--noinput", **details)
    site.manage(*appoint[2:])
    ada = _signed_in(site, FIRST)
    ada.go_on("/branches/new/", name="Northside")
    members = site.processes.place / "members.csv"
    members.write_text(MEMBERS)
    site.manage("import_members", str(members), "--dry-run")
    site.manage("import_members", str(members))
    site.manage("appoint", "oona@example.org", "intake_officer", "--branch", "northside")
    site.manage("appoint", "reg@example.org", "registrar")


def _signed_in(site: Site, address: str) -> Visitor:
    visitor = site.visitor()
    visitor.go_on("/sign-in/", username=address, password=WORDS)
    return visitor


def _pages_for_machines(site: Site) -> None:
    elsewhere = site.visitor()
    assert [elsewhere.get(page).status_code for page in ("/readyz", "/metrics", "/healthz")] == [404, 404, 200]
    assert b'conduct_work_age_seconds{task="sweep"}' in site.asked_here("/metrics").content
    home = elsewhere.get("/").content.decode()
    (style,) = re.findall(r'<link rel="stylesheet" href="([^"]+)"', home)[:1]
    found = elsewhere.get(style)
    assert (found.status_code, found["Content-Type"].split(";")[0]) == (200, "text/css")


def _complaint(site: Site) -> None:
    """Cara's first password by the link that Ada makes, then the whole way in to the receipt."""
    ada = _signed_in(site, FIRST)
    number = re.search(r"/people/(\d+)/", ada.open("/people/?q=Cara"))[1]
    token = hidden(ada.open(f"/people/{number}/"))
    made = ada.post(f"/people/{number}/invite/", token).content.decode()
    welcome = re.search(rf"https://{NAME}(/welcome/[^\s<\"]+)", made)[1]
    site.visitor().go_on(welcome, new_password1=WORDS, new_password2=WORDS)
    cara = _signed_in(site, "cara@example.org")
    cara.open("/raise/safety/")
    cara.open(link(cara.open("/raise/"), "Start"))
    cara.go_on(narrative="At the spring meeting they shouted at me. Ünïcode ✓")
    cara.go_on(name="open", reach="cara@example.org")
    cara.go_on(about_leader="no")
    cara.go_on(must_not_see="")
    cara.go_on()
    assert cara.at.endswith("/sent/")
    wait_until(lambda: "/letters/" in cara.open("/today/"))


def _letter(site: Site) -> None:
    """The mail leaves at a moment within half an hour; here that is now. A worker that starts does what waits."""
    connection = psycopg2.connect(site.database)
    with connection, connection.cursor() as cursor:
        cursor.execute("UPDATE cases_mail SET due_at = now() - interval '1 second'")
    connection.close()
    assert site.processes.stop("worker") == 0
    site.unit("worker")
    wait_until(lambda: "cara@example.org" in site.post.people)
    assert len(set(site.post.ids)) == len(site.post.got)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="conduct-walk-") as folder, site(Path(folder)) as found:
        walk(found)
        print(f"The way of the manual was walked; {len(found.post.got)} mails left. At rest, shared memory divided:")
        for name, count, megabytes in found.processes.memory():
            print(f"  {name:<7} {count} processes  {megabytes:5.0f} MB")
        print(f"  stopped with {stop(found)}")


if __name__ == "__main__":
    main()
