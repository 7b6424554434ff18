"""The page of a hearing on its day: for whoever keeps it, for the panel, and for the two sides."""

from dataclasses import dataclass

from django.urls import reverse

from cases.domain.vocabulary import Action, Tier
from cases.models import Hearing
from cases.queries import choices
from cases.queries.folder import Folder
from cases.queries.parts import hearing as hearings
from cases.queries.parts import hearing_day

HERE = frozenset({Action.RECORD_PRESENCE, Action.PUT_QUESTION, Action.RULE_QUESTION, Action.MARK_ANSWERED})


@dataclass(frozen=True, kw_only=True)
class LivePage:
    """`can` has the address of each act that is open on this page now, by its name; `hold` ends the hearing."""

    code: str
    back: str
    hearing: hearings.HearingPart
    people: tuple[hearing_day.There, ...]
    present: int
    seats: int
    needed: int
    questions: tuple[hearing_day.QuestionPart, ...]
    can: dict[str, str]
    hold: str


def live(folder: Folder) -> LivePage | None:
    """None where no hearing is called, or where this reader has none to see."""
    row = Hearing.objects.filter(proceeding=folder.proceeding).select_related("proceeding").first()
    part = hearings.hearing(folder) if row else None
    if row is None or part is None:
        return None
    facts = choices.facts_of(folder)
    open_now = {option.action: option.url for option in choices.choices(folder, facts).allowed}
    people = hearing_day.there(folder, row)
    body = folder.procedure.body(Tier(row.proceeding.tier))
    return LivePage(
        code=folder.case.code,
        back=reverse("my-case" if folder.side else "case", args=[folder.case.code]),
        hearing=part,
        people=people,
        present=sum(person.here and person.votes for person in people),
        seats=sum(person.votes for person in people),
        needed=body.sits_with(expulsion=False) if body else 0,
        questions=hearing_day.questions(folder, row),
        can={str(action): url for action, url in open_now.items() if action in HERE},
        hold=open_now.get(Action.HOLD_HEARING, ""),
    )
