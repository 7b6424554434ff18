"""One case by the reference that somebody typed, through the door they came to."""

from django.db.models import QuerySet

from cases import references
from cases.models import Case

LAW = ("procedure", "code_of_conduct")
TEXTS = tuple(f"{law}__text" for law in LAW)


def find(rows: QuerySet[Case], typed: str) -> Case | None:
    """The case of this reference among these rows, however it was typed; with its law, but not the law's text."""
    code = references.read(typed)
    return rows.select_related("branch", *LAW).defer(*TEXTS).filter(code=code).first() if code else None
