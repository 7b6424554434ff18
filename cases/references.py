"""Case references: three, three and two characters that nobody can guess or count (`K7Q-4M2-XR`).

Crockford's base 32 leaves out I, L, O and U. The last character checks the other seven.
"""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOKALIKES = str.maketrans("OIL", "011")


def new() -> str:
    """A fresh reference of 35 random bits and a check character."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(7))
    return _shown(body + _check(body))


def read(typed: str) -> str | None:
    """The reference that somebody typed, in its proper form, or None if it cannot be one."""
    plain = typed.upper().replace("-", "").replace(" ", "").translate(LOOKALIKES)
    if len(plain) != 8 or any(c not in ALPHABET for c in plain) or _check(plain[:7]) != plain[7]:
        return None
    return _shown(plain)


def _check(body: str) -> str:
    total = sum((place + 1) * ALPHABET.index(c) for place, c in enumerate(body))
    return ALPHABET[total % 31]


def _shown(plain: str) -> str:
    return f"{plain[:3]}-{plain[3:6]}-{plain[6:]}"
