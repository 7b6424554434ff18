"""A world for looking at every page as everybody: cases at many places of the procedure, with unique words inside.

Every sealed column of every case carries a mark of its own, so that one look at an answer of the site tells
whose words are in it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from unittest.mock import patch
from uuid import UUID

from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection, models, transaction
from django.utils.timezone import localdate, now

from branches.models import Member
from cases import checking, delivery, mailing, triggers
from cases.demo.cast import Cast
from cases.demo.roads import Road
from cases.domain import periods
from cases.domain.files import Given
from cases.domain.periods import Period
from cases.domain.vocabulary import Action, Category, Choice, Ground, MeasureKind, Role, Why
from cases.models import Case, Draft
from cases.models.secrets import CaseRow, SealedText
from cases.reports import publishing
from cases.sealed import Keys
from cases.usecases import act, drafts
from cases.usecases.intake import Named
from tests import paper
from tests.cast import organisation

CHOSEN = {("Ballot", "choice"), ("AllegationAnswer", "stance")}
"""Sealed words that come from a list; a mark would make them unreadable."""

LISTED = {("Complaint", "details"), ("Measure", "details"), ("Motion", "details")}
"""Sealed words in a shape of their own."""


UNSENT = "markofadraft"


@dataclass(frozen=True)
class Mark:
    """Where a unique word stands: which column of which row."""

    word: str
    row: CaseRow
    column: str

    @property
    def place(self) -> tuple[str, str]:
        return type(self.row).__name__, self.column


@dataclass
class World:
    """The people, the cases by a word that says where they are, and the marks by their own word."""

    cast: Cast
    roads: dict[str, Road]
    draft: UUID
    sent: UUID
    period: str
    marks: dict[str, Mark] = field(default_factory=dict)
    mail: list[EmailMessage] = field(default_factory=list)

    @property
    def cases(self) -> dict[str, Case]:
        return {name: road.case for name, road in self.roads.items()}


def build(at: datetime | None = None) -> World:
    """The whole world, as of now. Every letter that is due has been sent."""
    at = at or now()
    cast = organisation(at=at - timedelta(days=60))
    Member.objects.create_superuser("root@demo.example", full_name="Root Demo", joined_on=cast.ana.joined_on)
    lots = (f"{number:032x}" for number in count(1))
    with patch.object(act.secrets, "token_hex", lambda _: next(lots)):  # the same people in every run
        roads = {name: road(cast, at) for name, road in ROADS.items()}
    checking.check_due(at=at)
    draft, sent = (_draft(cast, at, words) for words in (UNSENT, "I was shouted at."))
    version = Draft.objects.get(pk=sent).version
    roads["sent"] = Road(cast, drafts.send(draft_id=sent, seen=version, by=cast.ana, at=at), at)
    world = World(cast, roads, draft, sent, period=str(_published(cast, at)))
    with transaction.atomic():
        triggers.drop(connection)
        world.marks = {mark.word: mark for road in roads.values() for mark in _mark(road.case)}
        triggers.install(connection)
    quiet = at + timedelta(days=4)  # whatever day it is: the first notices have arrived, too
    delivery.deliver_due(at=quiet)
    mailing.mail_due(at=quiet + timedelta(minutes=30))
    world.mail = list(mail.outbox)
    return world


def _file(cast: Cast, at: datetime, days: int, by: str = "Ana", about: str = "Rob Demo", **answers: Any) -> Road:
    return Road.file(cast, cast.members[by], at - timedelta(days=days), about=(about,), **answers)


def _first_look(cast: Cast, at: datetime) -> Road:
    """A witness is named, and somebody who must not see it."""
    road = _file(cast, at, 3, must_not_see=("Lena Demo",), people=(Named(name="Rob Demo"), _witness("Tara Demo")))
    return road.screen().frame().do(Action.ADD_ADDENDUM, cast.ana, text="It happened once more.")


def _witness(name: str) -> Named:
    return Named(name=name, side=Role.WITNESS)


def _asked(cast: Cast, at: datetime) -> Road:
    road = _file(cast, at, 3, name_withheld=True).screen()
    return road.do(Action.ASK_FACTS, road.who(Role.INTAKE_OFFICER), question="When was this?")


def _dismissal(cast: Cast, at: datetime) -> Road:
    road = _file(cast, at, 4).screen()
    words = {"ground": "out_of_scope", "reason": "The code does not cover this."}
    return road.do(Action.PROPOSE_DISMISSAL, road.who(Role.INTAKE_OFFICER), **words)


def _reviewed(cast: Cast, at: datetime) -> Road:
    road = _dismissal(cast, at)
    road.do(Action.CONFIRM_DISMISSAL, road.who(Role.SECOND_OFFICER), reason="I agree.")
    return road.do(Action.REQUEST_REVIEW, cast.ana, text="It does cover shouting.")


def _talks(cast: Cast, at: datetime) -> Road:
    road = _file(cast, at, 6).screen().frame()
    road.do(Action.OFFER_INFORMAL, road.who(Role.INTAKE_OFFICER), reason="Both may want to talk.")
    for side in (cast.ana, cast.rob):
        road.do(Action.CONSENT, side)
    helper = road.who(Role.FACILITATOR)
    road.do(Action.ADD_TALK_NOTE, helper, text="They listened.")
    return road.do(Action.PROPOSE_TERMS, helper, terms="No shouting.").do(Action.SIGN_TERMS, cast.ana)


def _at_branch(cast: Cast, at: datetime, days: int, **answers: Any) -> Road:
    return _file(cast, at, days, **answers).screen().frame().to_branch()


def _forming(cast: Cast, at: datetime) -> Road:
    """The first of those who were drawn has answered; the others are still asked."""
    road = _at_branch(cast, at, 8)
    road.do(Action.FORM_PANEL, road.who(Role.REGISTRAR))
    return road.do(Action.ANSWER_CONFLICT, road.asked()[0], clear=True)


def _inquiry(cast: Cast, at: datetime) -> Road:
    """Evidence is gathered, the name of who complained is kept, and somebody asks for the national committee."""
    road = _at_branch(cast, at, 10, name_withheld=True).seat_panel().notice().answer()
    attached = (Given("A note.txt", b"What was said."), Given("A film.mov", b"nothing that is opened"))
    road.do(Action.ADD_EVIDENCE, cast.ana, title="A message", text="What was written.", attached=attached)
    road.do(Action.NAME_WITNESS, road.who(Role.PANEL_CHAIR), name="Petra Lang")
    return road.do(Action.REQUEST_ESCALATION, cast.ana, ground=Ground.FEAR_OF_BIAS, text="They are friends.")


def _review(cast: Cast, at: datetime) -> Road:
    road = _at_branch(cast, at, 12).seat_panel().notice().answer()
    attached = (Given("A photo.jpg", paper.photo()),)
    road.do(Action.ADD_EVIDENCE, cast.rob, title="A photo", text="Of the stairs.", attached=attached).report()
    late = {"title": "A letter", "text": "Found again.", "reason": "It was lost."}
    road.do(Action.OFFER_EVIDENCE, cast.rob, **late, attached=(Given("A letter.pdf", paper.pdf()),))
    return road.do(Action.REPLY_EVIDENCE, cast.ana, text="I have read it.")


def _vote(cast: Cast, at: datetime) -> Road:
    """One member has stepped aside before the vote, one has voted."""
    road = _at_branch(cast, at, 14).seat_panel().notice().answer()
    road.do(Action.RECUSE, road.panel()[-1])
    while asked := road.asked():
        road.do(Action.ANSWER_CONFLICT, asked[0], clear=True)
    road.report().review().papers()
    return road.do(Action.VOTE, road.panel()[0], motion=1, choice=Choice.YES, reason="Two people saw it.")


def _signed(cast: Cast, at: datetime) -> Road:
    road = _at_branch(cast, at, 16).to_vote().vote().measure().reasons()
    return road.do(Action.ADD_DISSENT, road.panel()[1], text="I see it otherwise.").sign()


def _leader(cast: Cast, at: datetime) -> Road:
    """About the branch's leader: from the first day it is with the national level."""
    road = _file(cast, at, 18, by="Tara", about="Bo Demo", about_leader="yes").screen().frame()
    return road.to_national(Ground.LEADERSHIP).seat_panel().notice().answer()


def _national(cast: Cast, at: datetime) -> Road:
    road = _file(cast, at, 20).screen().frame(Category.STALKING).to_national(Ground.GRAVE)
    return road.seat_panel().notice().answer()


def _hold(cast: Cast, at: datetime) -> Road:
    """A member of the panel is on hold, and nobody has ruled yet."""
    road = _at_branch(cast, at, 2).seat_panel().notice()
    words = {"kind": Why.FRIEND, "text": "They are close friends."}
    return road.do(Action.CHALLENGE, cast.rob, member=road.panel()[-1].pk, **words)


def _monitored(cast: Cast, at: datetime) -> Road:
    road = _at_branch(cast, at, 55).to_vote().vote().measure(MeasureKind.RESTRICTION, 90).decide()
    road.later(days=31).clock()
    return road.do(Action.START_MONITORING, road.who(Role.REGISTRAR))


def _appealed(cast: Cast, at: datetime) -> Road:
    return _at_branch(cast, at, 22).to_decision().appeal()


def _appeal_vote(cast: Cast, at: datetime) -> Road:
    return _at_branch(cast, at, 24).to_decision().appeal().admit()


ROADS: dict[str, Callable[[Cast, datetime], Road]] = {
    "leader": _leader,  # first: from then on no lot can put the leader on the panel of another case
    "first look": _first_look,
    "asked": _asked,
    "dismissal": _dismissal,
    "reviewed": _reviewed,
    "talks": _talks,
    "forming": _forming,
    "inquiry": _inquiry,
    "evidence": _review,
    "vote": _vote,
    "signed": _signed,
    "national": _national,
    "hold": _hold,
    "monitored": _monitored,
    "appealed": _appealed,
    "appeal vote": _appeal_vote,
}


def _published(cast: Cast, at: datetime) -> Period:
    """The figures of the last half-year that is over."""
    today = localdate(at)
    period = next(periods.ended(today - timedelta(days=400), today))
    publishing.publish(period, by=cast.zed, at=at)
    return period


def _draft(cast: Cast, at: datetime, narrative: str) -> UUID:
    """Something Ana has written down and not sent."""
    draft = drafts.new_id(cast.ana)
    answers = {
        "what-happened": {"narrative": narrative},
        "contact": {"name": "open", "reach": "In the evening.", "care": ""},
        "about": {"branch": cast.ana.branch_id, "about_leader": "no"},
        "who-must-not-see": {"must_not_see": ""},
    }
    for step, words in answers.items():
        drafts.save_step(draft_id=draft, step=step, words=words, seen=0, by=cast.ana, at=at)
    return draft


def _mark(case: Case) -> Iterator[Mark]:
    """Put a word of its own at the end of everything sealed in a case, as only an operator could."""
    keys = Keys(case.pk)
    for kind in CaseRow.__subclasses__():
        for row in kind._default_manager.filter(case=case).order_by("pk"):
            columns = [c for c in _sealed(kind) if (kind.__name__, c) not in CHOSEN | LISTED]
            marks = [Mark(f"mark{row.pk.hex}{number}", row, column) for number, column in enumerate(columns)]
            keys.seal(row, **{m.column: f"{keys.open(row, m.column)} {m.word}" for m in marks})
            if marks:
                row.save(update_fields=columns)
            yield from marks


def _sealed(kind: type[models.Model]) -> list[str]:
    return [f.name for f in kind._meta.get_fields() if isinstance(f, SealedText)]
