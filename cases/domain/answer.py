"""The answer of a rule: yes, or every reason why not."""

from dataclasses import dataclass, field

from cases.domain.vocabulary import Why


@dataclass(frozen=True)
class Refusal:
    """One reason against an act: its kind, and a sentence for the person who asked."""

    why: Why
    because: str


class Refused(Exception):
    """An act that the rules do not allow. Carries every reason."""

    def __init__(self, against: tuple[Refusal, ...]) -> None:
        self.against = against
        super().__init__(" ".join(refusal.because for refusal in against))


@dataclass(frozen=True)
class Answer:
    """What the engine says: allowed when nothing stands against it."""

    against: tuple[Refusal, ...] = field(default=())

    @property
    def allowed(self) -> bool:
        return not self.against

    def require(self) -> None:
        """Raise `Refused` with every reason, if there is one."""
        if self.against:
            raise Refused(self.against)
