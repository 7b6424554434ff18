"""What letters show and no template says: words of the vocabulary, of tables in Python, and of the procedure.

They stand in plain Python and in the law, where no `gettext` marks them. `manage.py makemessages` asks here for them.
"""

from collections.abc import Iterator

from cases import law
from cases.domain import vocabulary as words
from cases.domain.notices import TITLES
from cases.domain.plan_words import BreachRuling
from cases.domain.procedure import Procedure
from cases.domain.requests import CarryOn, Pressed
from cases.domain.words import Word
from cases.queries import restrictions
from cases.queries.parts import doubts, draws, interim, measures, people

KINDS: tuple[type[Word], ...] = (
    words.State,
    words.Tier,
    words.Role,
    words.SeatKind,
    words.Why,
    words.Category,
    words.Finding,
    words.Outcome,
    words.MeasureKind,
    words.InterimKind,
    words.Ground,
    words.DismissalGround,
    words.DelayReason,
    words.PauseGround,
    words.PostponementGround,
    words.ClosureReason,
    BreachRuling,
    CarryOn,
    Pressed,
)
TABLES = (
    TITLES,
    people.CATEGORY,
    doubts.ENDED,
    interim.ENDED,
    measures.ENDED,
    measures.DROPPED,
    measures.DETAILS,
    restrictions.WORDS,
)


def labels() -> list[str]:
    """Each of them once."""
    return sorted(set(_labels()) - {""})


def _labels() -> Iterator[str]:
    procedure = Procedure.parse(law.DEFAULT_PROCEDURE.read_text(encoding="utf-8"))
    yield procedure.lists.standard_of_proof
    yield from procedure.letters.values()
    yield from map(draws.plain, procedure.pools.values())
    for kind in KINDS:
        yield from (word.label for word in kind)
    for table in TABLES:
        yield from table.values()
