"""Taking any act that the rules allow somebody, with words made up for it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from branches.models import Member
from cases import load
from cases.demo.roads import PROVISION
from cases.domain import engine
from cases.domain.measures import Details, Task
from cases.domain.plan_words import BreachRuling
from cases.domain.requests import CarryOn, Pressed
from cases.domain.vocabulary import (
    Action,
    AppealGround,
    Category,
    Choice,
    DelayReason,
    DismissalGround,
    Ground,
    InterimKind,
    MeasureKind,
    Outcome,
    PauseGround,
    PostponementGround,
    Response,
    SeatStatus,
    Why,
)
from cases.models import (
    Allegation,
    Ballot,
    Case,
    CaseRole,
    Challenge,
    HearingQuestion,
    InterimMeasure,
    LateEvidence,
    Measure,
    Motion,
    Party,
    Redaction,
    Seat,
)
from cases.usecases import ACTS, joining

Words = dict[str, Any]
TEXT = "So it was."
DOUBTED = (Why.FRIEND, Why.PREJUDGED)
"""Kinds of conflict that others rule upon."""


def people_in(case: Case) -> list[Member]:
    """Everybody who has something to do in a case now."""
    roles = CaseRole.objects.filter(case=case, until=None).values_list("member", flat=True)
    sides = Party.objects.filter(case=case, informed_at__isnull=False, member__isnull=False).values_list(
        "member", flat=True
    )
    asked = Seat.objects.filter(case=case, status=SeatStatus.ASKED, proceeding__ended_at=None).values_list(
        "member", flat=True
    )
    return list(Member.objects.filter(pk__in={*roles, *sides, *asked}).order_by("pk"))


def allowed(case: Case, member: Member, at: datetime) -> list[Action]:
    """What the rules let this person do in the case now, as far as can be judged ahead of the act."""
    facts = load.case_facts(case, today=timezone.localdate(at))
    choices = engine.choices(load.procedure_of(case), facts, load.actor_facts(member, case))
    return [choice.step.action for choice in choices if choice.answer.allowed and choice.step.action in ACTS]


def take(action: Action, case: Case, member: Member, at: datetime, chance: Random) -> None:
    """Do it, through the use-case that the page calls. Raises `Refused` as that does."""
    ACTS[action](case_id=case.pk, by=member, at=at, **words(action, case, member, at, chance))


def words(action: Action, case: Case, member: Member, at: datetime, chance: Random) -> Words:
    made = WORDS.get(action, {})
    return made(case, member, at, chance) if callable(made) else dict(made)


def _votable(case: Case, member: Member) -> list[int]:
    motions = Motion.objects.filter(proceeding=load.open_proceeding(case), closed_at=None, void_at=None)
    voted = Ballot.objects.filter(motion__in=motions, member=member, void_at=None).values("motion")
    return list(motions.exclude(pk__in=voted).order_by("number").values_list("number", flat=True))


def _vote(case: Case, member: Member, at: datetime, chance: Random) -> Words:
    choice = chance.choice([Choice.YES, Choice.YES, Choice.YES, Choice.NO, Choice.ABSTAIN])
    return {"motion": chance.choice(_votable(case, member) or [1]), "choice": choice, "reason": TEXT}


def _allegation(case: Case, member: Member, at: datetime, chance: Random) -> Words:
    category = chance.choice([Category.HARASSMENT, Category.HARASSMENT, Category.STALKING])
    return {"text": TEXT, "category": category, "provision": PROVISION[category]}


def _named(case: Case, member: Member, at: datetime, chance: Random) -> Words:
    parties = list(Party.objects.filter(case=case).order_by("number").values_list("number", flat=True))
    return {"party": chance.choice(parties), "member": _anybody(chance)}


def _anybody(chance: Random) -> Member:
    return chance.choice(list(Member.objects.filter(same_as=None).order_by("pk")))


def _witness(case: Case, member: Member, at: datetime, chance: Random) -> Words:
    return {"name": "Somebody", "member": chance.choice([None, _anybody(chance)])}


def _answers(case: Case, member: Member, at: datetime, chance: Random) -> Words:
    return {"answers": dict.fromkeys(_numbers(case), (Response.DISAGREE, TEXT))}


def _reasons(case: Case, member: Member, at: datetime, chance: Random) -> Words:
    return {"summary": TEXT, "reasons": dict.fromkeys(_numbers(case), TEXT)}


def _numbers(case: Case) -> list[int]:
    rest = load.requests.resting(case)
    return list(Allegation.objects.filter(case=case).exclude(number__in=rest).values_list("number", flat=True))


def _hearing(case: Case, member: Member, at: datetime, chance: Random) -> Words:
    return {"starts_at": at + timedelta(days=chance.choice([15, 25])), "place": "The hall"}


def _measure(case: Case, member: Member, at: datetime, chance: Random) -> Words:
    kind, days = chance.choice(
        [
            (MeasureKind.WARNING, 180),
            (MeasureKind.PLAN, 60),
            (MeasureKind.SUSPENSION, 60),
            (MeasureKind.EXPULSION, None),
        ]
    )
    bound = Party.objects.filter(case=case, side="respondent", member__isnull=False).order_by("number").first()
    tasks = (Task(days=20, text=TEXT),) if kind is MeasureKind.PLAN else ()
    details = Details(tasks=tasks, conditions=TEXT if kind is MeasureKind.SUSPENSION and chance.random() < 0.5 else "")
    return {"kind": kind, "days": days, "terms": TEXT, "bound": bound and bound.number, "details": details}


def _outcome(case: Case, member: Member, at: datetime, chance: Random) -> Words:
    return {"outcome": chance.choice([Outcome.AFFIRM, Outcome.REVERSE, Outcome.REMAND, Outcome.EXPLAIN])}


def _screen(case: Case, member: Member, at: datetime, chance: Random) -> Words:
    return {"danger": "no", "ongoing": "no", "minors": "no", "contact": "yes"}


def _seats(case: Case) -> list[Seat]:
    return list(Seat.objects.filter(proceeding=load.open_proceeding(case)).order_by("order"))


def _on_the_panel(case: Case, chance: Random) -> int:
    return chance.choice([seat.member_id for seat in _seats(case)] or [_anybody(chance).pk])


def _challenge(case: Case, member: Member, at: datetime, chance: Random) -> Words:
    text = f"They are close, as everybody knows. {chance.random()}"
    more = {"kind": chance.choice(DOUBTED), "text": text, "learned_on": timezone.localdate(at)}
    return {"member": _on_the_panel(case, chance), **more}


def _doubt(case: Case, chance: Random) -> int:
    rows = Challenge.objects.filter(case=case, ruled_at=None).order_by("number").values_list("number", flat=True)
    return chance.choice(list(rows) or [1])


def _ruling(case: Case, member: Member, at: datetime, chance: Random) -> Words:
    return {"challenge": _doubt(case, chance), "keep": chance.choice([True, False]), "reason": TEXT}


def _supporter(case: Case, member: Member | None, chance: Random) -> int:
    rows = Party.objects.filter(case=case, side="supporter")
    rows = rows.filter(named_by=member) if member else rows
    return chance.choice(list(rows.values_list("number", flat=True)) or [1])


def _question_number(case: Case, chance: Random) -> int:
    rows = HearingQuestion.objects.filter(case=case, answered_at=None).values_list("number", flat=True)
    return chance.choice(list(rows) or [1])


def _measure_number(case: Case, chance: Random) -> int:
    rows = InterimMeasure.objects.filter(case=case, ended_at=None).values_list("number", flat=True)
    return chance.choice(list(rows) or [1])


def _on_measure(case: Case, member: Member, at: datetime, chance: Random) -> Words:
    return {"number": _measure_number(case, chance), "reason": TEXT}


def _open_measure(case: Case, chance: Random) -> int:
    rows = Measure.objects.filter(case=case, ended_at=None, dropped_at=None, conditional=True)
    return chance.choice(list(rows.values_list("number", flat=True)) or [1])


def _plan_step(case: Case, chance: Random) -> int:
    plan = load.case_facts(case, today=case.entered_on).plan
    return chance.choice([step.number for step in plan.steps if not step.settled] if plan else [1])


def _not_applied(case: Case, chance: Random) -> int:
    return chance.choice(list(load.measures.not_applied(case)) or [1])


def _ruling_on_evidence(case: Case, member: Member, at: datetime, chance: Random) -> Words:
    rows = LateEvidence.objects.filter(case=case, ruled_at=None).values_list("number", flat=True)
    return {"number": chance.choice(list(rows) or [1]), "reason": TEXT}


def _hidden(case: Case) -> int:
    row = Redaction.objects.filter(case=case, lifted_at=None).first()
    return row.number if row else 1


def _report(case: Case, member: Member, at: datetime, chance: Random) -> Words:
    kind = chance.choice([Why.FAMILY, *DOUBTED])
    return {"person": chance.choice([seat.order for seat in _seats(case)] or [1]), "kind": kind, "text": TEXT}


def _late(case: Case, member: Member, at: datetime, chance: Random) -> Words:
    weighed = dict.fromkeys(("injustice", "other_cases", "confidence"), TEXT)
    return {"established": chance.choice([True, False]), "falls": chance.choice([True, False]), **REASON, **weighed}


def _other_case(case: Case, member: Member, at: datetime, chance: Random) -> Words:
    found = list(joining.candidates(member, case.pk, on=timezone.localdate(at)).values_list("code", flat=True))
    return {"other": chance.choice(found or ["none"]), **REASON}


def _withdrawal(case: Case, member: Member, at: datetime, chance: Random) -> Words:
    numbers = _numbers(case)
    part = [chance.choice(numbers)] if len(numbers) > 1 else []
    return {"allegations": chance.choice([part, part, []]), "pressed": chance.choice([*Pressed, ""]), "text": TEXT}


def _declare(case: Case, member: Member, at: datetime, chance: Random) -> Words:
    unsure = {"kind": chance.choice(DOUBTED), "text": TEXT}
    return {"answer": chance.choice(["clear"] * 8 + ["unsure", "aside"]), "read": True, **unsure}


def _one_of(name: str, *choices: object, **more: object) -> Callable[..., Words]:
    return lambda case, member, at, chance: {name: chance.choice(choices), **more}


REASON: Words = {"reason": TEXT}

WORDS: dict[Action, Words | Callable[..., Words]] = {
    Action.SCREEN_SAFETY: _screen,
    Action.FRAME_ALLEGATION: _allegation,
    Action.IDENTIFY_PARTY: _named,
    Action.NAME_WITNESS: _witness,
    Action.ASK_FACTS: {"question": "When?"},
    Action.ANSWER_FACTS: {"answer": TEXT},
    Action.OFFER_INFORMAL: REASON,
    Action.OPEN_BRANCH: REASON,
    Action.OPEN_NATIONAL: _one_of("ground", Ground.EXPULSION, Ground.FEAR_OF_BIAS, reason=TEXT),
    Action.PROPOSE_DISMISSAL: {"ground": DismissalGround.OUT_OF_SCOPE, **REASON},
    Action.CONFIRM_DISMISSAL: REASON,
    Action.REFUSE_DISMISSAL: REASON,
    Action.REFER_OUT: {"body": "Another", **REASON},
    Action.REQUEST_REVIEW: {"text": TEXT},
    Action.UPHOLD_DISMISSAL: REASON,
    Action.OVERTURN_DISMISSAL: REASON,
    Action.ADD_TALK_NOTE: {"text": TEXT},
    Action.PROPOSE_TERMS: {"terms": TEXT},
    Action.RECORD_CHECK_IN: _one_of("kept", True, False),
    Action.ANSWER_CONFLICT: _one_of("clear", True, True, True, False),
    Action.RECORD_DELIVERY: lambda case, member, at, chance: {
        "channel": "letter",
        "delivered_on": timezone.localdate(at),
        "proof": TEXT,
    },
    Action.ANSWER_ALLEGATIONS: _answers,
    Action.ADD_EVIDENCE: {"title": "A letter", "text": TEXT},
    Action.OFFER_EVIDENCE: {"title": "A letter found late", "text": TEXT, **REASON},
    Action.ADMIT_EVIDENCE: _ruling_on_evidence,
    Action.REFUSE_EVIDENCE: _ruling_on_evidence,
    Action.CALL_DUTY: {"text": TEXT},
    Action.PROPOSE_INTERIM: lambda case, member, at, chance: {
        "kind": chance.choice(list(InterimKind)),
        "bound": 2,
        "protects": 1,
        "terms": TEXT,
        **REASON,
    },
    Action.CONFIRM_INTERIM: lambda case, member, at, chance: {"number": _measure_number(case, chance)},
    Action.REFUSE_INTERIM: _on_measure,
    Action.RENEW_INTERIM: _on_measure,
    Action.LIFT_INTERIM: _on_measure,
    Action.CONTEST_INTERIM: lambda case, member, at, chance: {"number": _measure_number(case, chance), "text": TEXT},
    Action.RULE_INTERIM: lambda case, member, at, chance: {
        **_on_measure(case, member, at, chance),
        "lifted": chance.choice([True, False]),
    },
    Action.READ_FOR_LEAKS: _one_of("clear", True, True, False, text=TEXT),
    Action.SHOW_TASK: lambda case, member, at, chance: {"number": _plan_step(case, chance), "text": TEXT},
    Action.SETTLE_TASK: lambda case, member, at, chance: {"number": _plan_step(case, chance), "text": TEXT},
    Action.REPORT_BREACH: {"text": TEXT},
    Action.ANSWER_BREACH: {"text": TEXT},
    Action.RULE_BREACH: _one_of(
        "ruling", BreachRuling.EXCUSED, BreachRuling.AMENDED, BreachRuling.BROKEN, reason=TEXT, days=5
    ),
    Action.COMPLETE_PLAN: {"text": TEXT},
    Action.CERTIFY_RETURN: lambda case, member, at, chance: {
        "number": _open_measure(case, chance),
        "met": chance.choice([True, False]),
        **REASON,
    },
    Action.TICK_OFF: lambda case, member, at, chance: {"number": _not_applied(case, chance), **REASON},
    Action.ADD_ADDENDUM: {"text": TEXT},
    Action.SUBMIT_REPORT: {"agreed": TEXT, "disputed": TEXT, "weighed": TEXT},
    Action.REPLY_EVIDENCE: {"text": TEXT},
    Action.CALL_HEARING: _hearing,
    Action.HOLD_HEARING: {"minutes": TEXT},
    Action.RECORD_PRESENCE: lambda case, member, at, chance: {
        "person": f"m{_on_the_panel(case, chance)}",
        "came": chance.choice([True, True, False]),
    },
    Action.PUT_QUESTION: {"question": "When?"},
    Action.RULE_QUESTION: lambda case, member, at, chance: {
        "number": _question_number(case, chance),
        "upheld": chance.choice([True, False]),
        **REASON,
    },
    Action.MARK_ANSWERED: lambda case, member, at, chance: {"number": _question_number(case, chance)},
    Action.WRITE_MINUTES: {"minutes": TEXT},
    Action.APPROVE_MINUTES: _one_of("upheld", True, True, False, text=TEXT),
    Action.CLOSE_MINUTES: REASON,
    Action.TAKE_ORIGINAL: {"file": "1.1", **REASON},
    Action.REDACT: {"exhibit": 0, "words": "the hall", "audiences": ["respondent"], **REASON},
    Action.LIFT_REDACTION: lambda case, member, at, chance: {"number": _hidden(case), **REASON},
    Action.SAY_NEEDS: {"text": TEXT},
    Action.INVITE_SUPPORTER: lambda case, member, at, chance: {"party": _supporter(case, member, chance)},
    Action.REMOVE_SUPPORTER: lambda case, member, at, chance: {"party": _supporter(case, None, chance), **REASON},
    Action.INVITE_WITNESS: lambda case, member, at, chance: {
        "party": chance.choice(
            list(Party.objects.filter(case=case, side="witness").values_list("number", flat=True)) or [1]
        ),
        "topic": "A meeting",
        "questions": "Who was there?",
    },
    Action.AGREE_DAY: lambda case, member, at, chance: {
        "until": timezone.localdate(at) + timedelta(days=chance.choice([3, 9]))
    },
    Action.ASK_POSTPONEMENT: _one_of("ground", *PostponementGround, text=TEXT),
    Action.RULE_POSTPONEMENT: lambda case, member, at, chance: {
        "upheld": chance.choice([True, False]),
        "starts_at": chance.choice([None, at + timedelta(days=20)]),
        **REASON,
    },
    Action.DECIDE_ON_PAPERS: REASON,
    Action.VOTE: _vote,
    Action.NAME_SUPPORTER: lambda case, member, at, chance: {"name": _anybody(chance).full_name},
    Action.DECLARE: _declare,
    Action.DISCLOSE: lambda case, member, at, chance: {"kind": chance.choice(DOUBTED), "text": TEXT},
    Action.CHALLENGE: _challenge,
    Action.RULE_CHALLENGE: _ruling,
    Action.STRIKE: lambda case, member, at, chance: {"member": _on_the_panel(case, chance)},
    Action.WAIVE: lambda case, member, at, chance: {
        "challenge": _doubt(case, chance),
        "agreed": chance.choice([True, True, False]),
    },
    Action.REPORT_CONFLICT: _report,
    Action.RULE_CONFLICT: _late,
    Action.PROPOSE_MEASURE: _measure,
    Action.PROPOSE_OUTCOME: _outcome,
    Action.WRITE_REASONS: _reasons,
    Action.ADD_DISSENT: {"text": TEXT},
    Action.REQUEST_ESCALATION: _one_of("ground", Ground.FEAR_OF_BIAS, Ground.EXPULSION, text=TEXT),
    Action.RULE_ESCALATION: _one_of("upheld", True, False, reason=TEXT),
    Action.ASK_EXTENSION: lambda case, member, at, chance: {
        "ground": chance.choice(list(DelayReason)),
        "until": (case.due_on or timezone.localdate(at)) + timedelta(days=chance.choice([1, 7, 14])),
        "text": TEXT,
    },
    Action.RULE_EXTENSION: _one_of("upheld", True, False, reason=TEXT),
    Action.STAY: lambda case, member, at, chance: {
        "ground": (ground := chance.choice(list(PauseGround))),
        "until": timezone.localdate(at) + timedelta(days=chance.choice([5, 30])),
        "text": TEXT,
        "quiet": ground is PauseGround.POLICE_REQUEST,
    },
    Action.RESUME_CLOCK: REASON,
    Action.FILE_APPEAL: {"ground": AppealGround.PROCEDURE, "text": TEXT},
    Action.ASK_LATE_APPEAL: {"ground": AppealGround.PROCEDURE, "cause": TEXT, "text": TEXT},
    Action.ADMIT_LATE_APPEAL: REASON,
    Action.REFUSE_LATE_APPEAL: REASON,
    Action.ASK_READMISSION: {"text": TEXT},
    Action.SAY_READMISSION: {"text": TEXT},
    Action.VOTE_READMISSION: _one_of("choice", Choice.YES, Choice.NO, reason=TEXT),
    Action.ASK_REOPENING: {"ground": AppealGround.NEW_EVIDENCE, "cause": TEXT, "text": TEXT},
    Action.ADMIT_REOPENING: REASON,
    Action.REFUSE_REOPENING: REASON,
    Action.ADMIT_APPEAL: REASON,
    Action.REFUSE_APPEAL: REASON,
    Action.ANSWER_APPEAL: {"text": TEXT},
    Action.REPORT_EXTERNAL: {"result": TEXT},
    Action.PROPOSE_JOINING: _other_case,
    Action.OBJECT_JOINING: {"text": TEXT},
    Action.RULE_JOINING: _one_of("upheld", True, False, reason=TEXT),
    Action.SEPARATE: REASON,
    Action.WITHDRAW: _withdrawal,
    Action.ACCEPT_WITHDRAWAL: REASON,
    Action.CARRY_ON: _one_of("ground", *CarryOn, reason=TEXT),
    Action.ANSWER_TESTIMONY: _one_of("testifies", True, False),
    Action.GO_ON_AFTER_LEAVING: REASON,
    Action.CLOSE_AFTER_LEAVING: REASON,
    Action.RESUME: REASON,
}
"""What each act needs beyond who, where and when. An act that needs nothing more is not here."""
