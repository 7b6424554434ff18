"""Names as they are compared: one spelling for what a person would call the same name."""

import unicodedata

KEY_LENGTH = 200


def name_key(name: str) -> str:
    """Fold width, case and spaces, so that a name typed in a complaint meets the name in the register."""
    # Cut at the width of the column: folding can make a name longer, and both sides are cut alike.
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())[:KEY_LENGTH]


def address_key(email: str) -> str:
    """An e-mail address as it is stored and looked up."""
    return email.strip().lower()
