"""What became of the letters to the two sides: for those who must reach them, without a word of what they say."""

from dataclasses import dataclass
from datetime import datetime

from cases.domain.vocabulary import Part, Role
from cases.models import Mail, Notice
from cases.queries.folder import SIDES, Folder
from cases.queries.letters import title
from cases.together import Reading, reads

LIMIT = 30


@dataclass(frozen=True, kw_only=True)
class Posted:
    """One letter to one side. `bounced` is the mail server's answer where it refused the address for good."""

    title: str
    to: str
    released_at: datetime | None
    due_at: datetime
    mailed_at: datetime | None
    bounced: int | None
    tries: int
    read_at: datetime | None


@reads
def posted(folder: Folder) -> Reading[tuple[Posted, ...]]:
    """The newest letters to the two sides, for handlers who may see how to reach them."""
    if folder.side or not folder.may(Part.CONTACT):
        return ()
    rows = Notice.objects.filter(case=folder.case, role__in=SIDES, dropped_at__isnull=True)
    rows = rows.select_related("mail").order_by("-created_at", "letter", "role")[:LIMIT]
    found = []
    for row in (yield rows):
        row.case = folder.case
        mail = row.mail or Mail()
        found.append(
            Posted(
                title=title(row),
                to=Role(row.role).label,
                released_at=row.released_at,
                due_at=row.due_at,
                mailed_at=mail.mailed_at,
                bounced=mail.bounced_code,
                tries=mail.attempts,
                read_at=row.read_at,
            )
        )
    return tuple(found)
