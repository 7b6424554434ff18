"""Words that are hidden from a side: what is hidden, from whom, and how a text reads without it (security paper 4.12).

A hidden word costs a reader something (RM-2), so it is a ruling with a reason that both sides read, and everybody sees
that words are missing. One token stands for whatever is hidden, because a length can tell a name.
"""

import unicodedata
from collections.abc import Sequence

from cases.domain.answer import Refusal
from cases.domain.conditions import unless
from cases.domain.facts import ActFacts, ActorFacts, CaseFacts
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import Part, Role, Why
from cases.domain.words import Word

BLACK = "[■■■■]"
SHORTEST = 2
"""Fewer letters than this would hide every second word."""
COVERED = frozenset({Part.RESPONSES, Part.EVIDENCE, Part.LATE_EVIDENCE, Part.HEARING})
"""Where words can be hidden. Allegations, decisions and appeals are never cut: a side must know what it answers."""
IGNORED = frozenset({"Zs", "Zl", "Zp", "Cf", "Cc", "Pd"})
"""Spaces, hyphens and what nobody sees: a broken line or a soft hyphen must not save a word from being hidden."""
NOWHERE = Refusal(Why.GUARD, "These words do not stand in that exhibit. Write them as they stand there.")
TELLS = Refusal(Why.GUARD, "Both sides read the reason. Do not repeat a hidden word in it.")
TOO_SHORT = Refusal(Why.GUARD, "Write at least two letters on each line.")
FROM_NOBODY = Refusal(Why.MISSING_RECORD, "Say from whom they are hidden.")


class Audience(Word):
    """From whom words can be hidden. Whoever supports a side reads what that side reads."""

    COMPLAINANT = Role.COMPLAINANT.value, "The complainant, and who supports them"
    RESPONDENT = Role.RESPONDENT.value, "The respondent, and who supports them"


def passages(lines: str) -> tuple[str, ...]:
    """What was typed, one passage on a line, each once."""
    return tuple(dict.fromkeys(line.strip() for line in lines.splitlines() if line.strip()))


def spans(text: str, hidden: Sequence[str]) -> list[tuple[int, int]]:
    """Where in a text the passages stand, however they are spaced, broken or written large; what touches is one."""
    letters, places = _letters(text)
    marked = set[int]()
    for passage in hidden:
        wanted, _ = _letters(passage)
        start = letters.find(wanted) if wanted else -1
        while start >= 0:
            marked.update(range(places[start], places[start + len(wanted) - 1] + 1))
            start = letters.find(wanted, start + 1)
    found: list[tuple[int, int]] = []
    for place in sorted(marked):
        if found and place == found[-1][1]:
            found[-1] = found[-1][0], place + 1
        else:
            found.append((place, place + 1))
    return found


def hide(text: str, hidden: Sequence[str]) -> str:
    """The text with one token of constant length for each stretch that is hidden."""
    for start, end in reversed(spans(text, hidden)):
        text = text[:start] + BLACK + text[end:]
    return text


def _letters(text: str) -> tuple[str, list[int]]:
    """The letters that are compared, and where in the text each of them stands."""
    letters, places = [], []
    for place, character in enumerate(text):
        for plain in unicodedata.normalize("NFKD", character).casefold():
            if unicodedata.category(plain) not in IGNORED and not unicodedata.combining(plain):
                letters.append(plain)
                places.append(place)
    return "".join(letters), places


def something_to_hide(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    known = act.asking or act.number is None or act.number in case.exhibits
    holds = bool(case.exhibits) and known
    return unless(holds, "Choose one of the exhibits on this page.", Why.GUARD if case.exhibits else Why.NO_OCCASION)


def words_hidden(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    if not case.hidden:
        return Refusal(Why.NO_OCCASION, "No words are hidden in this case.")
    known = act.asking or act.number in case.hidden
    return unless(known, "Choose one of the rulings on this page.", Why.MISSING_RECORD)
