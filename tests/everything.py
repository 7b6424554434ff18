"""Cases in which every text that can be written is written, and every table that is kept for ever has a row."""

import itertools
from collections.abc import Callable
from datetime import timedelta

from django.db.models import Model

from branches.models import Member
from cases import checking, delivery, redacting
from cases.demo.cast import Cast
from cases.demo.roads import Road
from cases.domain import periods
from cases.domain.copies import Recipient
from cases.domain.files import Given
from cases.domain.measures import Details, Task
from cases.domain.plan_words import BreachRuling
from cases.domain.requests import Pressed
from cases.domain.vocabulary import (
    Action,
    AppealGround,
    Category,
    Choice,
    DismissalGround,
    Ground,
    InterimKind,
    MeasureKind,
    Outcome,
    Part,
    PostponementGround,
    Response,
    Role,
    Why,
)
from cases.models import Appeal, Case, CaseRole, Challenge, Draft, Motion, Notice, Party
from cases.models.secrets import SealedText
from cases.record import System
from cases.usecases import bundles, challenges, copies, decisions, drafts, figures, invitations
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
    """A draft, a dismissed complaint, talks, a case that goes through the branch to an appeal, and figures."""
    at = moment(6, 1)
    words = {"what": word("draft")}
    drafts.save_step(draft_id=drafts.new_id(cast.tara), step="story", words=words, seen=0, by=cast.tara, at=at)
    roads = (_dismissed, _talked, _decided, _withdrawn, _readmitted, _joined)
    cases = [road(cast, word).case for road in roads]
    checking.check_due(at=cases[-1].received_at + timedelta(days=400))
    redacting.hide_due(at=cases[-1].received_at + timedelta(days=400))
    delivery.deliver_due(at=Notice.objects.latest("due_at").due_at)
    figures.publish(period=periods.half(2025, 2), tables=[], paper=b"A paper.", by=cast.zed, at=at)
    return cases


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


def _joined(cast: Cast, word: Word) -> Road:
    """Two people complain about the same evening; the later case joins the first."""
    first = _framed(_screen(file(cast, word), word), word)
    later = Road.file(cast, cast.tara, first.at, narrative=word("second-narrative"), about=("Rob Demo",))
    _framed(_screen(later, word), word)
    first.until(later.at).seat_panel()  # only now: whoever complained too cannot be drawn any more
    first.do(Action.PROPOSE_JOINING, first.who(Role.REGISTRAR), other=later.case.code, reason=word("together"))
    later.do(Action.OBJECT_JOINING, cast.tara, text=word("objection"))
    chair = first.later(days=6).who(Role.PANEL_CHAIR)
    return first.do(Action.RULE_JOINING, chair, upheld=True, reason=word("joined"))


def _framed(road: Road, word: Word) -> Road:
    words = {"text": word("allegation"), "category": Category.HARASSMENT, "provision": "harassment"}
    road.do(Action.FRAME_ALLEGATION, road.who(Role.INTAKE_OFFICER), **words)
    return road.do(Action.OPEN_BRANCH, road.who(Role.INTAKE_OFFICER), reason=word("venue"))


def _withdrawn(cast: Cast, word: Word) -> Road:
    """Withdrawn because somebody pressed the complainant; the intake officer lets it rest."""
    road = _screen(file(cast, word), word)
    road.do(Action.WITHDRAW, cast.ana, pressed=Pressed.YES, text=word("withdrawal"))
    return road.do(Action.ACCEPT_WITHDRAWAL, road.who(Role.INTAKE_OFFICER), reason=word("rests"))


def _readmitted(cast: Cast, word: Word) -> Road:
    """Expelled, and let in again after a year."""
    road = _screen(file(cast, word), word)
    words = {"text": word("allegation"), "category": Category.HARASSMENT, "provision": "harassment"}
    officer = road.do(Action.FRAME_ALLEGATION, road.who(Role.INTAKE_OFFICER), **words).who(Role.INTAKE_OFFICER)
    road.do(Action.OPEN_NATIONAL, officer, ground=Ground.EXPULSION, reason=word("up"))
    road.seat_panel().notice().answer().report().review()
    chair = road.who(Role.PANEL_CHAIR)
    road.do(Action.DECIDE_ON_PAPERS, chair, reason=word("papers"))
    road.vote().measure(MeasureKind.EXPULSION, None, terms=word("expelled"))
    road.do(Action.WRITE_REASONS, chair, summary=word("summary"), reasons={1: word("reasons")}).sign().serve()
    decisions.window_closed(case_id=road.case.pk, by=System("nobody appealed"), at=road.later(days=31).at)
    road.later(days=370).do(Action.ASK_READMISSION, cast.rob, text=word("come-back"))
    road.do(Action.SAY_READMISSION, cast.ana, text=word("harmed-says"))
    rows = CaseRole.objects.filter(case=road.case, role=Role.READMISSION_MEMBER, until=None).select_related("member")
    for row in rows:
        words = {"choice": Choice.YES, "reason": word("lets-in")}
        road.do(Action.VOTE_READMISSION, row.member, **words)
    return road


def _decided(cast: Cast, word: Word) -> Road:
    road = _screen(file(cast, word), word)
    road.do(Action.ADD_ADDENDUM, cast.ana, text=word("addendum"))
    words = {"text": word("allegation"), "category": Category.HARASSMENT, "provision": "harassment"}
    road.do(Action.FRAME_ALLEGATION, road.who(Role.INTAKE_OFFICER), **words)
    road.do(Action.OPEN_BRANCH, road.who(Role.INTAKE_OFFICER), reason=word("venue"))
    _protected(road, cast, word)
    _doubted(road.seat_panel().notice(), cast, word)
    _heard(road, cast, word)
    _voted(road, word)
    return _appealed(road, cast, word)


def _protected(road: Road, cast: Cast, word: Word) -> None:
    """A temporary measure by two, asked to be ended, and left in force."""
    road.do(Action.CALL_DUTY, cast.ana, text=word("afraid"))
    words = {"kind": InterimKind.NO_CONTACT, "bound": 2, "protects": 1}
    road.do(Action.PROPOSE_INTERIM, cast.jo, **words, terms=word("interim-terms"), reason=word("interim-why"))
    road.do(Action.CONFIRM_INTERIM, cast.kim, number=1)
    road.do(Action.CONTEST_INTERIM, cast.rob, number=1, text=word("contest"))
    road.do(Action.RULE_INTERIM, road.who(Role.INTERIM_RULER), number=1, lifted=False, reason=word("interim-ruling"))


def _doubted(road: Road, cast: Cast, word: Word) -> None:
    """Somebody on the panel is challenged, says something about it, and may stay."""
    *others, doubted = road.panel()
    road.do(Action.CHALLENGE, cast.rob, member=doubted.pk, kind=Why.FRIEND, text=word("grounds"))
    row = Challenge.objects.get(case=road.case)
    challenges.answer_challenge(challenge_id=row.pk, by=doubted, at=road.at, text=word("information"))
    for member in others:
        road.do(Action.RULE_CHALLENGE, member, challenge=row.number, keep=True, reason=word("ruling"))


def _heard(road: Road, cast: Cast, word: Word) -> None:
    chair, registrar = road.who(Role.PANEL_CHAIR), road.who(Role.REGISTRAR)
    day = road.at.date()
    road.do(Action.RECORD_DELIVERY, registrar, channel="letter", delivered_on=day, proof=word("proof"))
    road.do(Action.ANSWER_ALLEGATIONS, cast.rob, answers={1: (Response.PART, word("answer"))})
    road.do(Action.NAME_WITNESS, chair, name=word("witness"))
    _witnessed(road, chair, word)
    road.do(Action.ADD_EVIDENCE, cast.rob, title=word("title"), text=word("evidence"), attached=_file(word))
    report = {"agreed": word("agreed"), "disputed": word("disputed"), "weighed": word("weighed")}
    road.do(Action.SUBMIT_REPORT, chair, **report)
    hidden = {"exhibit": 0, "words": word("hidden"), "audiences": ["complainant"], "reason": word("hidden-why")}
    road.do(Action.TAKE_ORIGINAL, chair, file="2.1", reason=word("original-why"))
    road.do(Action.REDACT, chair, **hidden)
    road.do(Action.LIFT_REDACTION, chair, number=1, reason=word("shown-why"))
    road.do(Action.REDACT, chair, **hidden)
    late = {
        "title": word("late-title"),
        "text": word("late-text"),
        "reason": word("late-reason"),
        "attached": _file(word),
    }
    road.do(Action.OFFER_EVIDENCE, cast.rob, **late)
    road.do(Action.REFUSE_EVIDENCE, chair, number=1, reason=word("not-admitted"))
    for side in (cast.ana, cast.rob):
        road.do(Action.REPLY_EVIDENCE, side, text=word("reply"))
    road.do(Action.CLOSE_REVIEW, registrar)
    hearing = {"place": word("place"), "agenda": word("agenda")}
    road.do(Action.SAY_NEEDS, cast.rob, text=word("need"))
    road.do(Action.NAME_SUPPORTER, cast.rob, name=word("supporter"))
    number = Party.objects.get(case=road.case, side=Role.SUPPORTER).number
    invitations.invite_supporter(case_id=road.case.pk, by=cast.rob, at=road.at, party=number)
    road.do(Action.REMOVE_SUPPORTER, chair, party=number, reason=word("breach"))
    road.do(Action.CALL_HEARING, chair, starts_at=road.at + timedelta(days=15), **hearing)
    road.do(Action.AGREE_DAY, cast.rob, until=road.at.date() + timedelta(days=4))
    road.do(Action.ASK_POSTPONEMENT, cast.rob, ground=PostponementGround.ILLNESS, text=word("another-day"))
    road.do(Action.RULE_POSTPONEMENT, chair, upheld=False, reason=word("no-other-day"))
    road.later(days=15).do(Action.PUT_QUESTION, cast.rob, question=word("question-put"))
    road.do(Action.RULE_QUESTION, chair, number=1, upheld=False, reason=word("not-put"))
    road.do(Action.HOLD_HEARING, chair, minutes=word("minutes"))
    road.do(Action.APPROVE_MINUTES, chair, upheld=False, text=word("correction"))
    road.do(Action.CLOSE_MINUTES, chair, reason=word("closed-minutes"))


def _file(word: Word) -> tuple[Given, ...]:
    return (Given(f"{word('file-name')}.txt", word("file").encode()),)


def _witnessed(road: Road, chair: Member, word: Word) -> None:
    """The witness has signed one statement, and has begun to correct it by another link."""
    number = Party.objects.filter(case=road.case, side=Role.WITNESS).order_by("number")[0].number
    for signs in (True, False):
        words = {"party": number, "topic": word("topic"), "questions": word("asked-witness")}
        secret = invitations.invite_witness(case_id=road.case.pk, by=chair, at=road.at, **words)
        link = invitations.open_invitation(secret=secret, at=road.at)
        if signs:
            invitations.sign_statement(invitation=link, at=road.at, text=word("statement"), name=word("signature"))
        else:
            invitations.save_draft(invitation=link, at=road.at, text=word("draft-statement"))


def _voted(road: Road, word: Word) -> None:
    chair, other, third = road.panel()
    for member, choice in ((chair, Choice.YES), (other, Choice.YES), (third, Choice.ABSTAIN)):
        road.do(Action.VOTE, member, motion=1, choice=choice, reason=word("why"))
    details = Details(tasks=(Task(days=20, text=word("task")),))
    more = {"instruction": word("instruction"), "details": details}
    words = {"kind": MeasureKind.PLAN, "days": 30, "terms": word("measure"), **more}
    road.do(Action.PROPOSE_MEASURE, chair, **words).vote()
    road.do(Action.WRITE_REASONS, chair, summary=word("summary"), reasons={1: word("reasons")})
    road.do(Action.ADD_DISSENT, third, text=word("dissent"))
    road.sign().serve()
    _followed(road, word)


def _followed(road: Road, word: Word) -> None:
    """A plan that is taken up, shown, settled, not kept, answered and excused."""
    monitor = road.do(Action.TAKE_UP_PLAN, road.who(Role.MONITOR)).who(Role.MONITOR)
    road.do(Action.SHOW_TASK, road.side(Role.RESPONDENT), number=1, text=word("shown"))
    road.do(Action.SETTLE_TASK, monitor, number=1, text=word("settled"))
    road.do(Action.REPORT_BREACH, monitor, text=word("breach"))
    road.do(Action.ANSWER_BREACH, road.side(Role.RESPONDENT), text=word("breach-answer"))
    words = {"ruling": BreachRuling.EXCUSED, "reason": word("breach-ruling")}
    road.do(Action.RULE_BREACH, road.who(Role.MEASURE_CHAIR), **words)


def _appealed(road: Road, cast: Cast, word: Word) -> Road:
    decisions.window_closed(case_id=road.case.pk, by=System("nobody appealed"), at=road.later(days=31).at)
    late = {"ground": AppealGround.PROCEDURE, "cause": word("late-cause"), "text": word("appeal")}
    road.do(Action.ASK_LATE_APPEAL, cast.rob, **late)
    road.do(Action.ADMIT_LATE_APPEAL, road.who(Role.APPEALS_OFFICER), reason=word("late-admitted"))
    road.do(Action.ADMIT_APPEAL, road.who(Role.APPEALS_OFFICER), reason=word("admitted"))
    road.seat_panel().notice()
    road.do(Action.ANSWER_APPEAL, cast.ana, text=word("appeal-answer"))
    milder = {"kind": MeasureKind.COACHING, "days": 20, "terms": word("milder"), "instruction": word("milder-told")}
    road.propose(Outcome.MODIFY, **milder).vote()
    road.do(Action.WRITE_REASONS, road.who(Role.PANEL_CHAIR), summary=word("outcome"))
    road.sign().serve()
    _copied(road, cast, word)
    return road


def _copied(road: Road, cast: Cast, word: Word) -> None:
    """A copy left for a court, and the papers were put together for the respondent."""
    who = {"asked_by": cast.zed, "agreed_by": cast.yara}
    words = {"recipient": Recipient.COURT, "reason": word("copy-why"), "parts": [Part.DECISION], "sha256": "0" * 64}
    copies.let_out(case=road.case, at=road.at, **words, **who)
    bundles.ask(case_id=road.case.pk, roles=[Role.RESPONDENT], as_side=True, by=cast.rob, at=road.at)
    pages = {"pages": 1, "parts": [Part.DECISION], "roles": [Role.RESPONDENT]}
    bundles.keep(bundles.claim(at=road.at), word("papers").encode(), at=road.at, **pages)


def decided(cases: list[Case]) -> Case:
    """The one of them that came to the end of its appeal."""
    return next(case for case in cases if Appeal.objects.filter(case=case).exists())


def standing_motion(case: Case) -> Motion:
    return Motion.objects.filter(case=case).order_by("opened_at", "number")[0]
