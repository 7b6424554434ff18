"""What every word of the vocabulary is: a value that is stored, and a label that is read."""

from enum import StrEnum


class Word(StrEnum):
    """An enum whose members carry the label shown on screen."""

    label: str

    def __new__(cls, value: str, label: str = "") -> "Word":
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label
        return word

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        return [(word.value, word.label) for word in cls]

    @classmethod
    def values(cls) -> list[str]:
        return [word.value for word in cls]
