"""Where a page of a list begins: an opaque word in its address, never a count or an offset."""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

FORWARD, BACK = "f", "b"


@dataclass(frozen=True)
class Cursor:
    """The row beside which a page begins, and whether it goes on from there or back."""

    place: tuple[datetime, str] | None = None
    back: bool = False

    @classmethod
    def read(cls, word: str) -> "Cursor":
        """The cursor that an address carries; a word that is none is the first page."""
        try:
            way, moment, key = base64.urlsafe_b64decode(word.encode()).decode().split("|")
            at = datetime.fromisoformat(moment)
            return cls((at, str(UUID(key))), way == BACK) if at.tzinfo else cls()
        except (ValueError, binascii.Error):
            return cls()

    @staticmethod
    def word(moment: datetime, key: UUID, *, back: bool = False) -> str:
        text = f"{BACK if back else FORWARD}|{moment.isoformat()}|{key}"
        return base64.urlsafe_b64encode(text.encode()).decode()
