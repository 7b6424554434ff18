"""A text without names: whoever is named in a case stands in it as what they are there (domain paper 3, row 7).

This takes out names and nothing else. What tells a person apart without naming them is looked for by a second reader
before a decision is signed.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from cases.domain.vocabulary import Role

SHORTEST = 2
"""A word of a name with fewer letters is an initial, and hides nothing by itself."""
SOMEBODY = "[somebody]"
"""For a word that two people share, such as the name of a family."""


def stand_ins(named: Iterable[tuple[Role, str]]) -> list[tuple[str, str]]:
    """Each name with what stands for it: “[the respondent]”, or “[witness 2]” where there are several.

    `named` are side and name in a fixed order, so that the same person has the same place in every text.
    """
    found: list[tuple[str, str]] = []
    for side, group in groupby(sorted(set(named), key=lambda one: one[0]), key=lambda one: one[0]):
        names = sorted({name for _, name in group if name.strip()})
        word = side.label.lower()
        places = [f"[the {word}]"] if len(names) == 1 else [f"[{word} {n}]" for n in range(1, len(names) + 1)]
        found += zip(names, places, strict=True)
    return found


def without_names(text: str, people: Sequence[tuple[str, str]]) -> str:
    """The text with every name, and every word of one that stands alone, replaced; in any case, with any accents."""
    words = _words(people)
    if not words:
        return text
    text = unicodedata.normalize("NFC", text)
    longest = sorted(words, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(_spaced, longest))})(?!\w)")
    for match in reversed(list(pattern.finditer(_plain(text)))):
        text = text[: match.start()] + words[" ".join(match[0].split())] + text[match.end() :]
    return text


def _words(people: Sequence[tuple[str, str]]) -> Mapping[str, str]:
    """Whole names and their single words, plain, with what stands for each."""
    found: dict[str, str] = {}
    for name, place in people:
        whole = _plain(" ".join(unicodedata.normalize("NFC", name).split()))
        for word in {whole, *re.findall(r"\w+", whole)}:
            if len(word) >= SHORTEST:
                found[word] = place if found.get(word, place) == place else SOMEBODY
    return found


def _spaced(name: str) -> str:
    return r"\s+".join(map(re.escape, name.split()))


def _plain(text: str) -> str:
    """Small letters without accents, one for each of the text, so that places stay what they are."""
    return "".join((unicodedata.normalize("NFKD", letter)[0].casefold() or letter)[0] for letter in text)
