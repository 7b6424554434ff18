"""A case told by the people in it: each act by whoever's turn it is, in a browser of their own."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from django.utils.timezone import localdate, now

from branches.models import Member
from cases import delivery
from cases.demo.cast import Cast
from cases.demo.roads import Road
from cases.domain.vocabulary import Action, Role
from cases.models import Case, Seat
from tests.browser.visitor import Visitor
from tests.cast import organisation

SIDES = (Role.COMPLAINANT, Role.RESPONDENT)
EARLIER = timedelta(days=40)


def town() -> Cast:
    """The organisation as it was some weeks ago, so that a case can have a past."""
    return organisation(at=now() - EARLIER)


class Stage:
    """One case and the windows of its people."""

    def __init__(self, come: Callable[[], Visitor], cast: Cast, case: Case | None = None) -> None:
        self.come = come
        self.cast = cast
        self.road = Road(cast, case or Case.objects.get(), now())
        self.windows: dict[int, Visitor] = {}

    @property
    def code(self) -> str:
        return self.road.case.code

    def window(self, member: Member) -> Visitor:
        """This person's browser; they have signed in."""
        if member.pk not in self.windows:
            self.windows[member.pk] = self.come().arrive(member)
        return self.windows[member.pk]

    def handler(self, role: Role) -> Member:
        return self.road.who(role)

    def read(self, member: Member) -> Visitor:
        """The page of the case, as this person has it."""
        visitor = self.window(member)
        sides = {self.road.side(role).pk for role in SIDES}
        assert visitor.open("my-case" if member.pk in sides else "case", self.code) == 200, visitor.words
        return visitor

    def takes(
        self,
        member: Member,
        action: Action,
        *,
        write: Mapping[str, str] | None = None,
        choose: Mapping[str, str] | None = None,
        press: str = "",
    ) -> Visitor:
        """One act, from the page of the case: follow it, fill in what it asks, press its button."""
        self._ready(member)
        visitor = self.read(member)
        visitor.follow(action.label)
        for question, answer in (choose or {}).items():
            visitor.choose(answer, under=question)
        for label, text in (write or {}).items():
            visitor.write(label, text)
        visitor.press(press or action.label)
        self.catch_up()
        return visitor

    def _ready(self, member: Member) -> None:
        """The days in which somebody can be challenged have passed, and who sits has declared for this stage."""
        past = localdate() - timedelta(days=6)
        Seat.objects.filter(case__code=self.code, told_on__gt=past).update(told_on=past)
        self.road.case.refresh_from_db()
        self.road.until(now()).declare(member)

    def answers_the_question(self, member: Member, answer: str, *, names: tuple[str, ...]) -> Visitor:
        """A drawn person finds the question on the first page, reads the names and answers it."""
        visitor = self.window(member)
        visitor.open("today")
        visitor.follow("Say if you have a conflict of interest")
        visitor.reads(*names).never_reads(self.code)
        visitor.choose(answer)
        visitor.press("Save my answer")
        self.catch_up()
        return visitor

    def letter(self, member: Member, title: str) -> Visitor:
        """The newest letter of this title to a side, found on the page of their case."""
        delivery.deliver_due(
            at=now() + timedelta(days=30)
        )  # also what waits for Monday, or for an act ahead of its day
        visitor = self.read(member)
        visitor.follow(title)
        return visitor

    def catch_up(self) -> None:
        self.road.case.refresh_from_db()
        self.road.at = now()


def raise_concern(visitor: Visitor, story: str, *, about: str, leader: str) -> None:
    """The wizard: three answers, who must not see it, the person it is about, and send."""
    visitor.open("raise-start")
    visitor.follow("Start")
    if visitor.heading == "You can leave this site fast":
        visitor.follow("Continue")
    visitor.write("In your own words", story)
    visitor.press("Continue")
    visitor.choose("Use my name")
    visitor.press("Continue")
    visitor.choose(leader, under="Is it about someone who leads that branch?")
    visitor.press("Continue")
    visitor.press("Add more detail first")
    visitor.follow("People involved")
    visitor.write("Name", about)
    visitor.choose("The person it is about")
    visitor.press("Add person")
    visitor.press("Continue")
    visitor.follow("Check and send")
    visitor.reads("Nothing is sent until you press the button", story)
    visitor.press("Send my concern")
