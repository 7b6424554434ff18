"""Who to sign in as in the demo world, and the one password that all of them share on this installation."""

import json
import os
import secrets
from pathlib import Path

from branches.models import Member
from cases.demo.world import World
from cases.domain.vocabulary import Role

PASSWORD_WORDS = 4
WORDS = (
    "acorn amber apple apron atlas bacon badge basil beach berry birch bloom board bread brick brook brush cabin "
    "camel candle canoe carrot cedar chalk cherry chess cider clock cloud clover cobalt cocoa comet copper coral "
    "cotton crane cricket daisy dance delta denim dingo dove eagle easel ember fable falcon feather fern fiddle "
    "finch flute forest fox garden ginger glade globe grape gravel guitar hammer harbor harvest hazel heron hill "
    "honey island ivory jasmine kettle kite ladder lagoon lantern larch lemon lilac linen lotus maple marble "
    "meadow melon mint mitten moss needle nutmeg oasis ocean olive onion orchid otter paddle panda paper pearl "
    "pebble pepper piano pine plum poem pond poppy prairie quartz quill quilt rabbit radish raven reed ribbon "
    "river robin rocket saddle saffron salmon sandal satin shell silver sketch spruce squash starling stone "
    "sugar summer swan table teapot thistle tiger timber tulip tunnel turnip turtle umbrella valley velvet "
    "violet violin wagon walnut water willow winter yellow"
).split()


def new_password() -> str:
    """A password that a person can read and type; made anew for each installation."""
    return "-".join([*(secrets.choice(WORDS) for _ in range(PASSWORD_WORDS)), str(secrets.randbelow(90) + 10)])


def of(world: World, password: str) -> list[dict[str, str]]:
    """One login for each role, each a person whose turn it is somewhere."""
    cast = world.cast
    people: list[tuple[str, Member]] = [
        ("Complainant", cast.ana),
        ("Respondent", cast.rob),
        ("Branch leader", cast.eva),
        ("Branch leader in a conflict", cast.bo),
        ("Intake officer", cast.omar),
        ("Facilitator", cast.cal),
        ("Panel member", world.road("Two votes are missing").panel()[-1]),
        ("Panel chair", world.road("No answer came; the inquiry goes on").who(Role.PANEL_CHAIR)),
        ("National committee chair", cast.dee),
        ("Appeals Committee chair", cast.pia),
        ("Registrar", cast.zed),
        ("Auditor", cast.yara),
        ("Administrator", cast.ada),
    ]
    return [{"role": role, "email": member.email, "password": password} for role, member in people]


def write(path: Path, logins: list[dict[str, str]]) -> None:
    """Keep the logins beside the database, for this account alone."""
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(logins, file, indent=1, ensure_ascii=False)
