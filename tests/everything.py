"""Cases in which every text that can be written is written, and every table that is kept for ever has a row."""

import itertools
from collections.abc import Callable
from datetime import timedelta

from django.db.models import Model

from cases.demo.cast import Cast
from cases.demo.roads import Road
from cases.domain.vocabulary import (
    Action,
    AppealGround,
    Category,
    Choice,
    DismissalGround,
    MeasureKind,
    Outcome,
    Response,
    Role,
)
from cases.models import Case, Draft, Motion
from cases.models.secrets import SealedText
from cases.usecases import drafts
from cases.usecases.intake import Named
from tests.cast import moment

Word = Callable[[str], str]


def numbered() -> Word:
    """A text that is found nowhere else, for each input: its name and a number."""
    numbers = itertools.count(1)
    return lambda name: f"marker-{name}-{next(numbers)}-q7x"


def sealed_columns() -> list[tuple[type[Model], SealedText]]:
    """Every column of every model that holds sealed text."""
    from django.apps import apps

    models = apps.get_models()
    return [(model, f) for model in models for f in model._meta.get_fields() if isinstance(f, SealedText)]


def owner_of(row: Model):
    """Whose keys seal a row: the case's, or the draft's own."""
    return row.pk if isinstance(row, Draft) else row.case_id


def write_everything(cast: Cast, word: Word) -> list[Case]:
    """A draft, a dismissed complaint, talks, and a case that goes through the branch to an appeal."""
    at = moment(6, 1)
    words = {"what": word("draft")}
    drafts.save_step(draft_id=drafts.new_id(cast.tara), step="story", words=words, seen=0, by=cast.tara, at=at)
    return [road.case for road in (_dismissed(cast, word), _talked(cast, word), _decided(cast, word))]


def file(cast: Cast, word: Word, **more: object) -> Road:
    outsider = Named(name=word("outsider"), side=Role.WITNESS)
    return Road.file(
        cast,
        cast.ana,
        moment(6, 1),
        **{
            "narrative": word("narrative"),
            "contact": word("contact"),
            "details": {"wishes": word("details")},
            "people": (Named(name="Rob Demo"), outsider),
            **more,
        },
    )


def _screen(road: Road, word: Word) -> Road:
    words = {"danger": "no", "ongoing": "no", "minors": "no", "contact": "no", "note": word("note")}
    return road.do(Action.SCREEN_SAFETY, road.who(Role.INTAKE_OFFICER), **words)


def _dismissed(cast: Cast, word: Word) -> Road:
    road = _screen(file(cast, word, on_behalf_of=word("on-behalf"), source="oral"), word)
    officer = road.who(Role.INTAKE_OFFICER)
    words = {"ground": DismissalGround.OUT_OF_SCOPE, "reason": word("dismissal")}
    road.do(Action.PROPOSE_DISMISSAL, officer, **words)
    return road.do(Action.CONFIRM_DISMISSAL, road.who(Role.SECOND_OFFICER), reason=word("confirmed"))


def _talked(cast: Cast, word: Word) -> Road:
    road = _screen(file(cast, word), word)
    road.do(Action.ASK_FACTS, road.who(Role.INTAKE_OFFICER), question=word("question"))
    road.do(Action.ANSWER_FACTS, cast.ana, answer=word("facts"))
    road.do(Action.OFFER_INFORMAL, road.who(Role.INTAKE_OFFICER), reason=word("offer"))
    road.do(Action.CONSENT, cast.ana).do(Action.CONSENT, cast.rob)
    facilitator = road.who(Role.FACILITATOR)
    road.do(Action.ADD_TALK_NOTE, facilitator, text=word("talk-note"))
    return road.do(Action.PROPOSE_TERMS, facilitator, terms=word("terms"))


def _decided(cast: Cast, word: Word) -> Road:
    road = _screen(file(cast, word), word)
    road.do(Action.ADD_ADDENDUM, cast.ana, text=word("addendum"))
    words = {"text": word("allegation"), "category": Category.HARASSMENT, "provision": "harassment"}
    road.do(Action.FRAME_ALLEGATION, road.who(Role.INTAKE_OFFICER), **words)
    road.do(Action.OPEN_BRANCH, road.who(Role.INTAKE_OFFICER), reason=word("venue"))
    _heard(road.seat_panel().notice(), cast, word)
    _voted(road, word)
    return _appealed(road, cast, word)


def _heard(road: Road, cast: Cast, word: Word) -> None:
    chair, registrar = road.who(Role.PANEL_CHAIR), road.who(Role.REGISTRAR)
    day = road.at.date()
    road.do(Action.RECORD_DELIVERY, registrar, channel="letter", delivered_on=day, proof=word("proof"))
    road.do(Action.ANSWER_ALLEGATIONS, cast.rob, answers={1: (Response.PART, word("answer"))})
    road.do(Action.NAME_WITNESS, chair, name=word("witness"))
    road.do(Action.ADD_EVIDENCE, cast.rob, title=word("title"), text=word("evidence"))
    report = {"agreed": word("agreed"), "disputed": word("disputed"), "weighed": word("weighed")}
    road.do(Action.SUBMIT_REPORT, chair, **report)
    for side in (cast.ana, cast.rob):
        road.do(Action.REPLY_EVIDENCE, side, text=word("reply"))
    road.do(Action.CLOSE_REVIEW, registrar)
    road.do(Action.CALL_HEARING, chair, starts_at=road.at + timedelta(days=15), place=word("place"))
    road.later(days=15).do(Action.HOLD_HEARING, chair, minutes=word("minutes"))


def _voted(road: Road, word: Word) -> None:
    chair, other, third = road.panel()
    for member, choice in ((chair, Choice.YES), (other, Choice.YES), (third, Choice.ABSTAIN)):
        road.do(Action.VOTE, member, motion=1, choice=choice, reason=word("why"))
    words = {"kind": MeasureKind.WARNING, "days": 30, "terms": word("measure")}
    road.do(Action.PROPOSE_MEASURE, chair, **words).vote()
    road.do(Action.WRITE_REASONS, chair, summary=word("summary"), reasons={1: word("reasons")})
    road.do(Action.ADD_DISSENT, third, text=word("dissent"))
    road.sign().serve()


def _appealed(road: Road, cast: Cast, word: Word) -> Road:
    words = {"ground": AppealGround.PROCEDURE, "text": word("appeal")}
    road.do(Action.FILE_APPEAL, cast.rob, **words)
    road.do(Action.ADMIT_APPEAL, road.who(Role.APPEALS_OFFICER), reason=word("admitted"))
    road.seat_panel().notice()
    road.do(Action.ANSWER_APPEAL, cast.ana, text=word("appeal-answer"))
    milder = {"kind": MeasureKind.COACHING, "days": 20, "terms": word("milder")}
    road.propose(Outcome.MODIFY, **milder).vote()
    road.do(Action.WRITE_REASONS, road.who(Role.PANEL_CHAIR), summary=word("outcome"))
    return road.sign().serve()


def standing_motion(case: Case) -> Motion:
    return Motion.objects.filter(case=case).order_by("opened_at", "number")[0]
