"""The answers of a draft, read back in the words of the questions."""

from typing import Any

from branches.models import Branch
from cases.domain.vocabulary import Role
from cases.usecases import compose

TITLES = {
    "on-behalf": "Who you are writing for",
    "what-happened": "What happened",
    "contact": "How to reach you",
    "about": "Where it goes",
    "who-must-not-see": "People who must not see this",
    "people": "People involved",
    "when-where": "When and where",
    "wishes": "What you would like to happen",
    "needs": "What would help you",
}
SIDES = {Role.RESPONDENT: "the person it is about", Role.WITNESS: "saw or heard it"}
NAMES = {"open": "Use the name", "private": "Keep the name private"}
LEADER = {"yes": "It is about a leader", "no": "It is not about a leader", "unsure": "Not sure if it is about a leader"}
SOURCES = {"call": "in a call", "letter": "in a letter or message", "meeting": "when you met"}


def words(step: str, steps: dict[str, dict[str, Any]]) -> str:
    """What was answered at one step; empty where nothing was."""
    answered = steps.get(step)
    if answered is None:
        return ""
    if step in OWN_WORDS:
        return OWN_WORDS[step](answered)
    return "\n".join(words for answer in answered.values() if (words := compose.said(answer)))


def _contact(answered: dict[str, Any]) -> str:
    lines = (NAMES[answered["name"]], answered["reach"], answered["care"])
    return "\n".join(line for line in lines if line)


def _about(answered: dict[str, Any]) -> str:
    branch = Branch.objects.filter(pk=answered["branch"]).first() if answered["branch"] else None
    return f"{branch or 'No branch, or not sure'}\n{LEADER[answered['about_leader']]}"


def _on_behalf(answered: dict[str, Any]) -> str:
    told = f"They told you {SOURCES[answered['source']]}"
    return f"{answered['on_behalf_of']}\n{told}\nDo they know: {answered['agreed']}"


def _people(answered: dict[str, Any]) -> str:
    return "\n".join(f"{person['name']} – {SIDES[Role(person['side'])]}" for person in answered["people"])


OWN_WORDS = {
    "contact": _contact,
    "about": _about,
    "on-behalf": _on_behalf,
    "people": _people,
    "who-must-not-see": lambda answered: answered["must_not_see"] or "Nobody",
}
