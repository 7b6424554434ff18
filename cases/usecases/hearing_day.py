"""The day of the hearing: who is there, the questions, the minutes and their approval."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from branches.models import Member
from cases import load
from cases.domain.answer import Refusal, Refused
from cases.domain.facts import ActFacts
from cases.domain.vocabulary import Action, Role, SeatStatus, Why
from cases.models import Case, Hearing, HearingQuestion, Minutes, MinutesView, Party, Presence, Seat
from cases.usecases import act as frame
from cases.usecases import inquiry

NOT_HERE = Refusal(Why.GUARD, "Choose one of the people on this page.")
SITTING = (SeatStatus.SEATED, SeatStatus.HELD)


@transaction.atomic
def record_presence(
    *, case_id: UUID, by: Member, at: datetime, person: str, came: bool, moment: datetime | None = None, seen: str = ""
) -> None:
    """Somebody came, or left. `person` is a seat (`m` and the member) or somebody named (`p` and the number)."""
    given = ActFacts(action=Action.RECORD_PRESENCE, given=frozenset({"person"}))
    act = frame.begin(case_id, Action.RECORD_PRESENCE, by=by, at=at, given=given, seen=seen)
    member, party = _person(act, person)
    Presence.objects.create(
        case=act.case,
        hearing=Hearing.objects.get(proceeding=act.proceeding),
        member=member,
        party=party,
        came=came,
        at=moment or at,
        recorded_by=by,
        recorded_at=at,
    )
    frame.finish(act, data={"came": came, "party": party.number if party else None})


def left_the_room(case: Case, member: Member, *, at: datetime) -> None:
    """Who loses the case during a hearing has left it from that moment, whoever keeps the list."""
    hearing = Hearing.objects.filter(proceeding=load.open_proceeding(case), held_at__isnull=True).first()
    last = Presence.objects.filter(hearing=hearing, member=member).order_by("at", "recorded_at").last()
    if hearing and last and last.came:
        Presence.objects.create(case=case, hearing=hearing, member=member, came=False, at=at, recorded_at=at)


@transaction.atomic
def put_question(*, case_id: UUID, by: Member, at: datetime, question: str, seen: str = "") -> None:
    """Say what should be asked. Only the chair lets it be put."""
    given = ActFacts(action=Action.PUT_QUESTION, given=frozenset({"question"}))
    act = frame.begin(case_id, Action.PUT_QUESTION, by=by, at=at, given=given, seen=seen)
    last = HearingQuestion.objects.filter(case=act.case).aggregate(last=Max("number"))["last"] or 0
    row = HearingQuestion(
        case=act.case,
        hearing=Hearing.objects.get(proceeding=act.proceeding),
        number=last + 1,
        put_as=min(act.step.by & load.actor_facts(by, act.case).roles),
        put_by=by,
        put_at=at,
    )
    act.keys.seal(row, text=question)
    row.save(force_insert=True)
    frame.finish(act, data={"question": row.number})


@transaction.atomic
def rule_question(
    *, case_id: UUID, by: Member, at: datetime, number: int, upheld: bool, reason: str = "", seen: str = ""
) -> None:
    """The chair admits a question, or refuses it and says why to whoever wanted to put it."""
    given = ActFacts(
        action=Action.RULE_QUESTION,
        given=frozenset({"ruling"} | ({"reason"} if reason.strip() else set())),
        question=number,
        upheld=upheld,
    )
    act = frame.begin(case_id, Action.RULE_QUESTION, by=by, at=at, given=given, seen=seen)
    row = HearingQuestion.objects.get(case=act.case, number=number)
    row.admitted, row.ruled_by, row.ruled_at = upheld, by, at
    act.keys.seal(row, reason=reason)
    row.save(update_fields=["admitted", "ruled_by", "ruled_at", "reason"])
    frame.finish(act, data={"question": number, "admitted": upheld})


@transaction.atomic
def mark_answered(*, case_id: UUID, by: Member, at: datetime, number: int, seen: str = "") -> None:
    """The question was put and answered; what was said stands in the minutes."""
    given = ActFacts(action=Action.MARK_ANSWERED, question=number)
    act = frame.begin(case_id, Action.MARK_ANSWERED, by=by, at=at, given=given, seen=seen)
    HearingQuestion.objects.filter(case=act.case, number=number).update(answered_at=at)
    frame.finish(act, data={"question": number})


@transaction.atomic
def hold_hearing(*, case_id: UUID, by: Member, at: datetime, minutes: str, seen: str = "") -> None:
    """Record that the hearing was held. The panel goes on to decide, and each of it looks at the minutes."""
    given = ActFacts(action=Action.HOLD_HEARING, given=frozenset({"minutes"}))
    act = frame.begin(case_id, Action.HOLD_HEARING, by=by, at=at, given=given, seen=seen)
    row = Hearing.objects.get(proceeding=act.proceeding)
    row.held_at = at
    row.save(update_fields=["held_at"])
    _write(act, row, minutes, by)
    frame.finish(act)
    inquiry.deliberate(act)


@transaction.atomic
def write_minutes(*, case_id: UUID, by: Member, at: datetime, minutes: str, seen: str = "") -> None:
    """The next version. Everybody on the panel is asked again; the earlier one stays as it was."""
    given = ActFacts(action=Action.WRITE_MINUTES, given=frozenset({"minutes"}))
    act = frame.begin(case_id, Action.WRITE_MINUTES, by=by, at=at, given=given, seen=seen)
    row = _write(act, Hearing.objects.get(proceeding=act.proceeding), minutes, by)
    frame.finish(act, data={"version": row.version})


@transaction.atomic
def approve_minutes(*, case_id: UUID, by: Member, at: datetime, upheld: bool, text: str = "", seen: str = "") -> None:
    """One of the panel says that they are right, or what they should say. With the last yes they are final."""
    given = ActFacts(
        action=Action.APPROVE_MINUTES,
        given=frozenset({"ruling"} | ({"text"} if text.strip() else set())),
        upheld=upheld,
    )
    act = frame.begin(case_id, Action.APPROVE_MINUTES, by=by, at=at, given=given, seen=seen)
    newest = Minutes.objects.filter(hearing__proceeding=act.proceeding).order_by("version").last()
    view = MinutesView(case=act.case, minutes=newest, member=by, approved=upheld, said_at=at)
    act.keys.seal(view, text=text)
    view.save(force_insert=True)
    frame.finish(act, data={"upheld": upheld})
    approved = act.facts.minutes.approved | ({by.pk} if upheld else set())
    if upheld and approved >= act.facts.minutes.needed:
        _final(act, because="approved")


@transaction.atomic
def close_minutes(*, case_id: UUID, by: Member, at: datetime, reason: str, seen: str = "") -> None:
    """The chair ends it where not all agree; what each said stands beside the minutes, with the chair's words."""
    given = ActFacts(action=Action.CLOSE_MINUTES, given=frozenset({"reason"}))
    act = frame.begin(case_id, Action.CLOSE_MINUTES, by=by, at=at, given=given, seen=seen)
    act.write(reason)
    frame.finish(act)
    _final(act, because="closed")


def _final(act: frame.Act, *, because: str) -> None:
    hearing = Hearing.objects.filter(proceeding=act.proceeding)
    hearing.update(minutes_final_at=act.at, minutes_final_because=because)


def _write(act: frame.Act, hearing: Hearing, text: str, by: Member) -> Minutes:
    last = Minutes.objects.filter(hearing=hearing).aggregate(last=Max("version"))["last"] or 0
    row = Minutes(case=act.case, hearing=hearing, version=last + 1, written_by=by, written_at=act.at)
    act.keys.seal(row, text=text)
    row.save(force_insert=True)
    return row


def _person(act: frame.Act, key: str) -> tuple[Member | None, Party | None]:
    """Somebody who sits, or somebody named in the case. Raises `Refused` for anybody else."""
    kind, number = key[:1], int(key[1:]) if key[1:].isdigit() else 0
    if kind == "m":
        seat = Seat.objects.filter(proceeding=act.proceeding, member=number, status__in=SITTING).first()
        if seat:
            return seat.member, None
    named = Party.objects.filter(case=act.case, number=number).first() if kind == "p" else None
    if named is None or named.side not in (*inquiry.SIDES, Role.WITNESS, Role.SUPPORTER):
        raise Refused((NOT_HERE,))
    return None, named
