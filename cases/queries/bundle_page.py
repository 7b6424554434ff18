"""The page on which a reader asks for the papers, sees how far they are, and takes them."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from cases.domain import bundles as rules
from cases.models import Bundle
from cases.queries.folder import Folder
from cases.usecases import bundles


@dataclass(frozen=True, kw_only=True)
class BundlePage:
    """`state` is none, waiting, ready or failed. Of what is not so, nothing is said."""

    code: str
    url: str
    case_url: str
    file_url: str
    state: str
    may: bool
    against: tuple[str, ...]
    step: int
    steps: int
    doing: str
    asked_at: datetime | None
    made_at: datetime | None
    until: datetime | None
    pages: int
    size: int
    sha256: str
    newer: bool


def bundle_page(folder: Folder) -> BundlePage:
    """What is true of this reader's bundle now."""
    row = of(folder)
    names = ("my-bundle", "my-case", "my-bundle-file") if folder.side else ("bundle", "case", "bundle-file")
    url, case_url, file_url = (reverse(name, args=[folder.case.code]) for name in names)
    answer = rules.may_ask(folder.roles, 0)
    return BundlePage(
        code=folder.case.code,
        url=url,
        case_url=case_url,
        file_url=file_url,
        state=_state(row),
        may=answer.allowed,
        against=tuple(refusal.because for refusal in answer.against),
        step=row.step if row else 0,
        steps=len(rules.STEPS),
        doing=rules.STEPS[row.step] if row else "",
        asked_at=row.asked_at if row else None,
        made_at=row.made_at if row else None,
        until=row.made_at + rules.KEPT if row and row.made_at else None,
        pages=row.pages if row else 0,
        size=row.size if row else 0,
        sha256=row.sha256 if row else "",
        newer=bool(row and row.made_at and bundles.last_entry(folder.case) > row.through),
    )


def of(folder: Folder) -> Bundle | None:
    """The newest bundle of this reader, unless it holds a part that is not open to them any more."""
    row = bundles.of(folder.case, folder.reader, as_side=folder.side is not None)
    return row if row and rules.readers(folder.roles) and set(row.parts) <= folder.parts else None


def ready(folder: Folder) -> Bundle | None:
    """The bundle that this reader can take now."""
    row = of(folder)
    return row if row and row.made_at else None


def _state(row: Bundle | None) -> str:
    if row is None:
        return "none"
    if row.failed_at:
        return "failed"
    return "ready" if row.made_at else "waiting"
