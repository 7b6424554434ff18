"""Walking a case along the procedure with the real use-cases, each act by the person whose turn it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from branches.models import Member
from cases import access, load, usecases
from cases.demo.cast import Cast
from cases.demo.matters import NOTHING_TO_ADD, SHOUTING, Matter
from cases.domain import challenges, engine
from cases.domain.facts import ActFacts
from cases.domain.vocabulary import (
    Action,
    AppealGround,
    Category,
    Choice,
    Ground,
    MeasureKind,
    Outcome,
    Response,
    Role,
    SeatStatus,
)
from cases.models import Allegation, Appeal, Case, CaseRole, Complaint, Motion, Party, RollOut, Seat
from cases.usecases import deadlines, intake, rollout
from cases.usecases.intake import Filing, Named

DECLARED = frozenset(
    {
        Action.SUBMIT_REPORT,
        Action.HOLD_HEARING,
        Action.DECIDE_ON_PAPERS,
        Action.VOTE,
        Action.PROPOSE_MEASURE,
        Action.PROPOSE_OUTCOME,
        Action.WRITE_REASONS,
        Action.READ_FOR_LEAKS,
        Action.SIGN_DECISION,
    }
)
FIXED = frozenset({Action.SUBMIT_REPORT, Action.HOLD_HEARING, Action.DECIDE_ON_PAPERS, Action.PROPOSE_OUTCOME})
TERMS = {
    MeasureKind.RESTRICTION: "He stays away from the meetings of the branch.",
    MeasureKind.SUSPENSION: "His rights as a member rest.",
    MeasureKind.EXPULSION: "His membership ends.",
}
PROVISION = {Category.HARASSMENT: "harassment", Category.STALKING: "stalking", Category.THREATS: "threats"}


@dataclass
class Road:
    """One case and the moment it has reached. Every method is one act, or a short run of them."""

    cast: Cast
    case: Case
    at: datetime
    matter: Matter = SHOUTING

    @classmethod
    def file(
        cls,
        cast: Cast,
        by: Member,
        at: datetime,
        *,
        about: tuple[str, ...] = ("Rob Demo",),
        matter: Matter = SHOUTING,
        **more: object,
    ) -> "Road":
        """Send a complaint."""
        answers: dict[str, object] = {
            "narrative": matter.narrative,
            "contact": "By e-mail, in the evening.",
            "about_leader": "no",
            "branch": by.branch_id,
            "people": tuple(Named(name=name) for name in about),
        }
        case = intake.file_complaint(filing=Filing(**(answers | more)), by=by, at=at)  # type: ignore[arg-type]
        return cls(cast, case, at, matter)

    def later(self, **time: float) -> "Road":
        self.at += timedelta(**time)
        return self

    def until(self, at: datetime) -> "Road":
        self.at = at
        return self

    def do(self, action: Action, by: Member, **words: object) -> "Road":
        """One act by one person, after what the rules ask for first: a fixed panel, a declaration."""
        if action in FIXED:
            self.fixed()
        if action in DECLARED:
            self.declare(by)
        if action is Action.HOLD_HEARING:
            self.gather()
        if action is Action.SIGN_DECISION:
            self.agree_minutes()
        usecases.ACTS[action](case_id=self.case.pk, by=by, at=self.at, **words)  # type: ignore[operator]
        self.case.refresh_from_db()
        return self

    def declare(self, by: Member) -> "Road":
        """Say that nothing stands against one, if the rules ask for it now."""
        facts = load.case_facts(self.case, today=load.local_day(self.at))
        procedure, actor = load.procedure_of(self.case), load.actor_facts(by, self.case)
        asked = ActFacts(action=Action.DECLARE, given=frozenset({"answer"}), asking=True)
        if engine.may(procedure, facts, actor, asked).allowed:
            usecases.ACTS[Action.DECLARE](case_id=self.case.pk, by=by, at=self.at, answer="clear", read=True)
        return self

    def gather(self) -> "Road":
        """Everybody of the panel comes to the hearing, if its day is here."""
        facts = load.case_facts(self.case, today=load.local_day(self.at))
        if facts.hearing_on and facts.today >= facts.hearing_on:
            for member in self.panel():
                if member.pk not in facts.hearing.present:
                    self.do(Action.RECORD_PRESENCE, self.who(Role.PANEL_CHAIR), person=f"m{member.pk}", came=True)
        return self

    def agree_minutes(self) -> "Road":
        """Everybody who was there says that the minutes are right, where a hearing was held."""
        facts = load.case_facts(self.case, today=load.local_day(self.at))
        for member in self.panel() if facts.minutes.open else ():
            if member.pk not in facts.minutes.seen:
                self.do(Action.APPROVE_MINUTES, member, upheld=True)
        return self

    def fixed(self) -> "Road":
        """Wait, where that is needed, until nobody can be challenged or struck any more."""
        proceeding = load.open_proceeding(self.case)
        seats = Seat.objects.filter(proceeding=proceeding, status=SeatStatus.SEATED, told_on__isnull=False)
        last = max(filter(None, seats.values_list("told_on", flat=True)), default=None)
        if last is not None:
            over = challenges.last_day(load.procedure_of(self.case), last) + timedelta(days=1)
            self.at += timedelta(days=max(0, (over - load.local_day(self.at)).days))
        return self

    def clock(self) -> "Road":
        """Let the scheduler do what is due."""
        deadlines.sweep(at=self.at)
        self.case.refresh_from_db()
        return self

    def who(self, role: Role) -> Member:
        """The person who holds a role now."""
        return CaseRole.objects.get(case=self.case, role=role, until__isnull=True).member

    def side(self, role: Role) -> Member:
        return Member.objects.get(pk__in=Party.objects.filter(case=self.case, side=role).values("member"))

    def panel(self) -> list[Member]:
        """Those with a vote, in the order in which they were drawn."""
        seats = Seat.objects.filter(proceeding=load.open_proceeding(self.case), status=SeatStatus.SEATED, kind="member")
        return [seat.member for seat in seats.select_related("member").order_by("order")]

    # first look

    def screen(self) -> "Road":
        words = {"danger": "no", "ongoing": "unknown", "minors": "no", "contact": "yes"}
        return self.do(Action.SCREEN_SAFETY, self.who(Role.INTAKE_OFFICER), **words)

    def frame(self, *categories: Category) -> "Road":
        for category in categories or (self.matter.category,):
            own = category is self.matter.category
            self.do(
                Action.FRAME_ALLEGATION,
                self.who(Role.INTAKE_OFFICER),
                text=self.matter.allegation,
                category=category,
                provision=self.matter.provision if own else PROVISION.get(category, "harassment"),
                bases=[str(basis) for basis in self.matter.bases] if own else [],
                modalities=[str(modality) for modality in self.matter.modalities] if own else [],
            )
        return self

    def to_branch(self) -> "Road":
        return self.do(Action.OPEN_BRANCH, self.who(Role.INTAKE_OFFICER), reason="The branch can handle this.")

    def to_national(self, ground: Ground = Ground.LEADERSHIP) -> "Road":
        officer = self.who(Role.INTAKE_OFFICER)
        return self.do(Action.OPEN_NATIONAL, officer, ground=ground, reason="The branch may not handle this.")

    # formal case

    def seat_panel(self) -> "Road":
        """Draw, and let everyone who is asked answer that there is no conflict."""
        return self.draw().clear()

    def draw(self) -> "Road":
        return self.do(Action.FORM_PANEL, self.who(Role.REGISTRAR))

    def clear(self, people: int | None = None) -> "Road":
        """The first `people` of those asked, or all, answer that they have no conflict."""
        while (people is None or people > 0) and (asked := self.asked()):
            free = not self.is_side_elsewhere(asked[0])
            self.do(Action.ANSWER_CONFLICT, asked[0], clear=free)
            people = None if people is None else people - free
        return self

    def is_side_elsewhere(self, member: Member) -> bool:
        """A side of another case, or of a later story, takes no seat: its notice would end their work here (R-8)."""
        if member.pk in self.cast.storied:
            return True
        rows = Party.objects.filter(member=member, side__in=("complainant", "respondent")).exclude(case=self.case)
        return rows.exclude(case__state="closed").exists()

    def asked(self) -> list[Member]:
        """Those who still have to answer the conflict question, in the order in which they were drawn."""
        seats = Seat.objects.filter(proceeding=load.open_proceeding(self.case), status=SeatStatus.ASKED)
        return [seat.member for seat in seats.select_related("member").order_by("order")]

    def notice(self) -> "Road":
        return self.do(Action.SERVE_NOTICE, self.who(Role.REGISTRAR))

    def answer(self) -> "Road":
        numbers = self.numbers()
        answers = dict.fromkeys(numbers, (Response.DISAGREE, self.matter.answer))
        return self.do(Action.ANSWER_ALLEGATIONS, self.side(Role.RESPONDENT), answers=answers)

    def numbers(self) -> list[int]:
        """The allegations that somebody still decides on."""
        rest = load.requests.resting(self.case)
        rows = Allegation.objects.filter(case=self.case).exclude(number__in=rest)
        return list(rows.values_list("number", flat=True))

    def report(self) -> "Road":
        national = self.case.tier == "national"
        author = self.who(Role.INVESTIGATOR if national else Role.PANEL_CHAIR)
        words = {"agreed": self.matter.agreed, "disputed": self.matter.disputed, "weighed": self.matter.weighed}
        return self.do(Action.SUBMIT_REPORT, author, **words)

    def review(self) -> "Road":
        """Both sides reply, and the registrar closes the evidence review."""
        return self.reply(Role.COMPLAINANT).reply(Role.RESPONDENT).close_review()

    def reply(self, role: Role) -> "Road":
        return self.do(Action.REPLY_EVIDENCE, self.side(role), text=NOTHING_TO_ADD)

    def close_review(self) -> "Road":
        return self.do(Action.CLOSE_REVIEW, self.who(Role.REGISTRAR))

    def papers(self) -> "Road":
        return self.do(Action.DECIDE_ON_PAPERS, self.who(Role.PANEL_CHAIR), reason="Neither side asked for a hearing.")

    def vote(self, *, yes: int | None = None, motion: int | None = None) -> "Road":
        """Everyone votes on every open question; the first `yes` of them vote yes (all, when not said)."""
        panel = self.panel()
        questions = Motion.objects.filter(case=self.case, closed_at__isnull=True, void_at__isnull=True).order_by(
            "number"
        )
        for question in [q for q in questions if motion is None or q.number == motion]:
            for place, member in enumerate(panel):
                choice = Choice.YES if yes is None or place < yes else Choice.NO
                self.do(Action.VOTE, member, motion=question.number, choice=choice)
        return self

    def measure(self, kind: MeasureKind = MeasureKind.WARNING, days: int | None = 180, **more: object) -> "Road":
        words: dict[str, object] = {"terms": TERMS.get(kind, "A written warning. It is kept for half a year.")}
        words["instruction"] = "Not at the meetings of the branch" if kind is MeasureKind.RESTRICTION else ""
        words |= {"kind": kind, "days": days, **more}
        return self.do(Action.PROPOSE_MEASURE, self.who(Role.PANEL_CHAIR), **words).vote()

    def applied(self) -> "Road":
        """Everybody who applies a measure, or ends one, says that it is done; where nobody may, the registrar."""
        for line in RollOut.objects.filter(case=self.case, done_at__isnull=True).order_by("number"):
            office = access.applying(line, load.local_day(self.at))
            if office:
                rollout.read_back(roll_out=line.pk, by=Member.objects.get(pk=office[0]), at=self.at)
            else:
                words = {"number": line.number, "reason": "Told by telephone."}
                self.do(Action.TICK_OFF, self.who(Role.REGISTRAR), **words)
        return self

    def reasons(self, reasons: Mapping[int, str] | None = None) -> "Road":
        numbers = self.numbers()
        texts = reasons or dict.fromkeys(numbers, self.matter.reasons)
        words = {"summary": "The panel has decided on the allegations.", "reasons": texts}
        return self.do(Action.WRITE_REASONS, self.who(Role.PANEL_CHAIR), **words)

    def sign(self) -> "Road":
        """The chair signs, after a second person has read it where the complainant is not named."""
        if Complaint.objects.filter(case=self.case, name_withheld=True).exists():
            chair = self.who(Role.PANEL_CHAIR)
            other = next(member for member in self.panel() if member != chair)
            self.do(Action.READ_FOR_LEAKS, other, clear=True)
        return self.do(Action.SIGN_DECISION, self.who(Role.PANEL_CHAIR))

    def serve(self) -> "Road":
        return self.do(Action.SERVE_DECISION, self.who(Role.REGISTRAR))

    def decide(self, reasons: Mapping[int, str] | None = None) -> "Road":
        """Reasons, signature, service."""
        return self.reasons(reasons).sign().serve()

    def to_vote(self) -> "Road":
        """From a formed proceeding to the open vote."""
        return self.seat_panel().notice().answer().report().review().papers()

    def to_decision(self) -> "Road":
        """From a formed proceeding to a delivered decision with a warning."""
        return self.to_vote().vote().measure().decide()

    # appeal

    def appeal(self, role: Role = Role.RESPONDENT, ground: AppealGround = AppealGround.PROCEDURE) -> "Road":
        return self.do(Action.FILE_APPEAL, self.side(role), ground=ground, text="My witness was not heard.")

    def admit(self) -> "Road":
        """From a filed appeal to the other side's answer."""
        return self.rule_in().seat_panel().notice().answer_appeal()

    def rule_in(self) -> "Road":
        return self.do(Action.ADMIT_APPEAL, self.who(Role.APPEALS_OFFICER), reason="A permitted reason is named.")

    def answer_appeal(self) -> "Road":
        own = Appeal.objects.get(proceeding=load.open_proceeding(self.case)).side
        other = Role.RESPONDENT if own == Role.COMPLAINANT else Role.COMPLAINANT
        for party in Party.objects.filter(case=self.case, side=other, member__isnull=False).order_by("number"):
            if party.member:
                self.do(Action.ANSWER_APPEAL, party.member, text="The decision is right.")
        return self

    def outcome(self, outcome: Outcome = Outcome.AFFIRM, **measure: object) -> "Road":
        return self.propose(outcome, **measure).vote().decide()

    def propose(self, outcome: Outcome, **measure: object) -> "Road":
        return self.do(Action.PROPOSE_OUTCOME, self.who(Role.PANEL_CHAIR), outcome=outcome, **measure)
