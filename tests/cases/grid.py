"""The table of `grid.txt`: place by place, which role may take which act."""

from pathlib import Path

from cases.domain.vocabulary import Action, Role, State, Tier

Place = tuple[Tier, State]
Cell = tuple[Tier, State, Role, Action]
TEXT = (Path(__file__).parent / "grid.txt").read_text()


def read(text: str = TEXT) -> tuple[frozenset[Place], frozenset[Cell]]:
    """Every place of the table, and every act that it allows to somebody."""
    places: list[Place] = []
    cells: list[Cell] = []
    for line in text.splitlines():
        words = line.split()
        if not words or line.startswith("#"):
            continue
        if line.startswith(" "):
            cells += [(*places[-1], Role(words[0]), Action(word)) for word in words[1:]]
        else:
            places.append((Tier(words[0]), State(words[1])))
    assert len(set(cells)) == len(cells) and len(set(places)) == len(places), "something stands twice"
    return frozenset(places), frozenset(cells)
