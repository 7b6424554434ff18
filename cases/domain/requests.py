"""What somebody has asked for and a person must rule on, as the rules know it."""

from dataclasses import dataclass
from datetime import date

from cases.domain.words import Word


class Pressed(Word):
    """What a complainant who withdraws says about pressure; nobody has to say anything (domain paper 1.7)."""

    NO = "no", "No"
    YES = "yes", "Yes, somebody pressed me"
    RATHER_NOT = "rather_not", "I would rather not say"


class CarryOn(Word):
    """The only reasons for which the organisation goes on with what was withdrawn (domain paper 1.7)."""

    SAFETY = "safety", "Somebody may be in danger"
    PATTERN = "pattern", "It may be part of a pattern"
    POWER = "power", "One side has power over the other"
    EVIDENCE = "evidence", "There is evidence that does not come from the complainant"


@dataclass(frozen=True, kw_only=True)
class WithdrawalFacts:
    """A withdrawal that waits for its ruling: of these allegations, or of everything where none is named."""

    rule_by: date
    allegations: frozenset[int] = frozenset()

    @property
    def whole(self) -> bool:
        return not self.allegations


@dataclass(frozen=True, kw_only=True)
class JoiningFacts:
    """A proposal that waits: `leads` where another case would join this one, not where this one would join another."""

    leads: bool
    object_until: date
    objected: frozenset[int] = frozenset()
