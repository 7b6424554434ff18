"""Measures on a page: all that was decided of one, where it stands, and who still has to apply it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext

from cases.domain.measures import Details
from cases.domain.vocabulary import MeasureKind, Part
from cases.models import Measure, Motion, RollOut
from cases.queries.folder import Folder
from cases.together import Reading, reads

ENDED = {
    "last_day": "It has ended",
    "not_set_off": "It is over: nothing set it off",
    "completed": "Completed",
    "breached": "Ended: it was not kept",
    "readmitted": "Ended: readmitted",
    "set_off": "Another measure took its place",
}
DROPPED = {
    "remanded": "No longer in force: the case is heard again",
    "reopened": "No longer in force: the case was opened again",
    "reversed": "No longer in force: the finding was reversed",
    "modified": "Replaced by another measure",
    "set_aside": "No longer in force: the decision was set aside",
}
DETAILS = {
    "tasks": "Its tasks",
    "triggers": "What would set it off",
    "conditions": "The person returns when",
    "instruction": "Those who apply it are told",
}


@dataclass(frozen=True, kw_only=True)
class Detail:
    """One thing that was decided beside the terms."""

    label: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Applied:
    """One office that applies a measure, or ends it, and whether somebody of it has said that this is done."""

    number: int
    what: str
    who: str
    told_at: datetime
    done_at: datetime | None
    open: bool


def details(folder: Folder, row: Motion | Measure, part: Part) -> tuple[Detail, ...]:
    """What hangs on a measure: suspended on what, returning on what, its tasks, and what others are told."""
    found = Details.read(folder.read(row, "details", part))
    within = gettext("Within %(days)s days: %(task)s")
    texts = {
        "tasks": "\n".join(within % {"days": task.days, "task": task.text} for task in found.tasks),
        "triggers": found.triggers,
        "conditions": found.conditions,
        "instruction": folder.read(row, "instruction", part),
    }
    return tuple(Detail(label=DETAILS[name], text=text) for name, text in texts.items() if text)


def asked(row: Motion) -> str:
    """A measure in one line, as the panel votes on it."""
    days = f" for {row.days} days" if row.days else ""
    hangs = f", suspended for {row.trial_days} days" if row.trial_days else ""
    return f"{MeasureKind(row.measure_kind).label}{days}{hangs}"


def over(row: Measure) -> str:
    """Why it is not in force any more; empty while it is, or waits."""
    return DROPPED.get(row.dropped_because, "") or ENDED.get(row.ended_because, "")


def last_day(row: Measure) -> date | None:
    return row.ends_on or row.trial_until


@reads
def applied(folder: Folder) -> Reading[tuple[Applied, ...]]:
    """The list of those who apply the measures, for whoever sees to it that all have; the newest last."""
    if not folder.may(Part.RESTRICTION):
        return ()
    rows = yield RollOut.objects.filter(case=folder.case).select_related("measure").order_by("number")
    return tuple(
        Applied(
            number=row.number,
            what=f"{MeasureKind(row.measure.kind).label}: {'take back' if row.ending else 'apply'}",
            who=folder.procedure.pools.get(row.pool, row.pool),
            told_at=row.told_at,
            done_at=row.done_at,
            open=row.done_at is None and (row.ending or not over(row.measure)),
        )
        for row in rows
    )
