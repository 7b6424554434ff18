"""From the answers of a draft to the complaint that is recorded.

Answers to optional questions are kept in the words that the person read and chose, with the headings below:
the record has to be readable without the form that made it.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from branches import queries as register
from cases.domain.vocabulary import Role
from cases.usecases.intake import Filing, Named

PEOPLE = "people"
ON_BEHALF = "on-behalf"
REQUIRED = ("what-happened", "contact", "about", "who-must-not-see")
"""The road to the check page. The last may be left empty, but it is asked before anything is sent."""

ABOUT_IT = {
    "when-where": {"when": "When", "more_when": "When, in your words", "where": "Where", "online": "Online"},
    "wishes": {"wishes": "What would make this right", "more_wishes": "What else would help"},
}
"""What both sides may come to read, with the complaint."""

FOR_THE_HANDLERS = {
    ON_BEHALF: {"agreed": "Do they know that this was written down?"},
    "contact": {"reach": "How to reach them", "care": "What to be careful about"},
    "needs": {"needs": "What would help them take part", "more_needs": "What else would help"},
}
"""What only those who handle the case read; it is sealed with the names."""

APART = re.compile(r"[,;]")
Steps = Mapping[str, Mapping[str, Any]]


def missing(steps: Steps) -> list[str]:
    """The steps still to be answered before anything can be sent, in their order."""
    return [step for step in REQUIRED if step not in steps]


def people(steps: Steps) -> list[dict[str, str]]:
    """The people on the list so far: key, name and side of each."""
    return list(steps.get(PEOPLE, {}).get("people", []))


def filing(steps: Steps) -> Filing:
    """The complaint that these answers make. Every required step has been answered."""
    for_whom = steps.get(ON_BEHALF, {})
    return Filing(
        narrative=steps["what-happened"]["narrative"],
        contact=_contact(steps),
        about_leader=steps["about"]["about_leader"],
        branch=steps["about"]["branch"],
        name_withheld=steps["contact"]["name"] == "private",
        people=tuple(Named(name=person["name"], side=Role(person["side"])) for person in people(steps)),
        must_not_see=tuple(name for line in excluded(steps) for name in _readings(line)),
        details=dict(_said(steps, ABOUT_IT)),
        on_behalf_of=for_whom.get("on_behalf_of", ""),
        source=for_whom.get("source", ""),
    )


def excluded(steps: Steps) -> list[str]:
    """The names of the people who must not see this, one for each line that was typed."""
    lines = steps.get("who-must-not-see", {}).get("must_not_see", "").splitlines()
    return [name for line in lines if (name := line.strip())]


def unknown(names: list[str]) -> list[str]:
    """Those among the names that fit no member, so that nobody can be kept out by them."""
    return [line for line in names if not any(register.members_named(name).exists() for name in _readings(line))]


def _readings(line: str) -> list[str]:
    """A line as one name, and as several with commas between: keeping out one too many is the safe mistake."""
    return list(dict.fromkeys(name for part in (line, *APART.split(line)) if (name := part.strip())))


def _contact(steps: Steps) -> str:
    lines = [f"{heading}: {words}" for heading, words in _said(steps, FOR_THE_HANDLERS)]
    unmatched = unknown(excluded(steps))
    if unmatched:
        lines.append(f"Must not see this, but fits no member by this name: {'; '.join(unmatched)}")
    return "\n".join(lines)


def _said(steps: Steps, headings: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    for step, fields in headings.items():
        for name, heading in fields.items():
            if words := said(steps.get(step, {}).get(name)):
                yield heading, words


def said(answer: Any) -> str:
    """An answer as a person reads it: a list with semicolons, nothing for nothing."""
    return "; ".join(answer) if isinstance(answer, list) else str(answer or "")
