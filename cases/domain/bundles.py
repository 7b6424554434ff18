"""The bundle: the papers of a case as one PDF for one reader. Who may have one, how often, and for how long."""

from collections.abc import Iterable
from datetime import timedelta

from cases.domain.answer import Answer, Refusal
from cases.domain.vocabulary import Role, Why

READERS: dict[Role, str] = {
    Role.COMPLAINANT: "the complainant",
    Role.RESPONDENT: "the respondent",
    Role.PANEL_MEMBER: "a panel member",
    Role.PANEL_CHAIR: "the panel chair",
    Role.INVESTIGATOR: "the investigator",
}
"""Both sides, and those who decide. Others read on the page what their step needs (RM-9, RM-10)."""

KEPT = timedelta(hours=24)
"""A bundle that nobody took is as dangerous as one that was; it can be made again at any time."""
A_DAY = 5
MOST_ATTEMPTS = 3

STEPS = ("waiting for its turn", "collecting the papers", "setting the pages", "numbering and sealing")


def readers(roles: Iterable[Role]) -> frozenset[Role]:
    """The roles by which somebody may have a bundle."""
    return frozenset(roles) & READERS.keys()


def may_ask(roles: Iterable[Role], asked_today: int) -> Answer:
    """May somebody with these roles ask for one more?"""
    against = (
        (not readers(roles), Why.NOT_YOUR_ROLE, "The papers are put together for the two sides and for the panel."),
        (asked_today >= A_DAY, Why.GUARD, f"You asked {A_DAY} times in a day. Ask again tomorrow."),
    )
    return Answer(tuple(Refusal(why, because) for holds, why, because in against if holds))
