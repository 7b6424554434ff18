"""Walking a case along the procedure with the real use-cases, each act by the person whose turn it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from branches.models import Member
from cases import load, usecases
from cases.demo.cast import Cast
from cases.demo.matters import NOTHING_TO_ADD, SHOUTING, Matter
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
from cases.models import Allegation, Appeal, Case, CaseRole, Motion, Party, Seat
from cases.usecases import deadlines, intake
from cases.usecases.intake import Filing, Named

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
        """One act by one person."""
        usecases.ACTS[action](case_id=self.case.pk, by=by, at=self.at, **words)  # type: ignore[operator]
        self.case.refresh_from_db()
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
            self.do(Action.ANSWER_CONFLICT, asked[0], clear=True)
            people = None if people is None else people - 1
        return self

    def asked(self) -> list[Member]:
        """Those who still have to answer the conflict question, in the order in which they were drawn."""
        seats = Seat.objects.filter(proceeding=load.open_proceeding(self.case), status=SeatStatus.ASKED)
        return [seat.member for seat in seats.select_related("member").order_by("order")]

    def notice(self) -> "Road":
        return self.do(Action.SERVE_NOTICE, self.who(Role.REGISTRAR))

    def answer(self) -> "Road":
        numbers = Allegation.objects.filter(case=self.case).values_list("number", flat=True)
        answers = dict.fromkeys(numbers, (Response.DISAGREE, self.matter.answer))
        return self.do(Action.ANSWER_ALLEGATIONS, self.side(Role.RESPONDENT), answers=answers)

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

    def measure(self, kind: MeasureKind = MeasureKind.WARNING, days: int | None = 180) -> "Road":
        words = "A written warning. It is kept for half a year."
        return self.do(Action.PROPOSE_MEASURE, self.who(Role.PANEL_CHAIR), kind=kind, days=days, terms=words).vote()

    def reasons(self, reasons: Mapping[int, str] | None = None) -> "Road":
        numbers = Allegation.objects.filter(case=self.case).values_list("number", flat=True)
        texts = reasons or dict.fromkeys(numbers, self.matter.reasons)
        words = {"summary": "The panel has decided on the allegations.", "reasons": texts}
        return self.do(Action.WRITE_REASONS, self.who(Role.PANEL_CHAIR), **words)

    def sign(self) -> "Road":
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
        return self.do(Action.ANSWER_APPEAL, self.side(other), text="The decision is right.")

    def outcome(self, outcome: Outcome = Outcome.AFFIRM, **measure: object) -> "Road":
        return self.propose(outcome, **measure).vote().decide()

    def propose(self, outcome: Outcome, **measure: object) -> "Road":
        return self.do(Action.PROPOSE_OUTCOME, self.who(Role.PANEL_CHAIR), outcome=outcome, **measure)
