"""The words of hearings: why one is postponed. Values are stored as they stand here."""

from cases.domain.words import Word


class PostponementGround(Word):
    """Why a side asks for another day of the hearing (T17, RM-8)."""

    SUPPORTER = "supporter", "The support person cannot come"
    ILLNESS = "illness", "Somebody is ill or needs care"
    ACCESS = "access", "An interpreter, a place or another help is needed first"
    WITNESS = "witness", "A witness cannot come on that day"
    OTHER = "other", "Another reason"
