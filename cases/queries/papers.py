"""What somebody must have before their eyes while they write: the papers beside a form."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cases import load
from cases.domain import challenges, hearings
from cases.domain.vocabulary import Action, DelayReason, Part, PostponementGround, Role, Why
from cases.models import LateConflict, Postponement, Writing
from cases.queries.exhibits import FilePart
from cases.queries.folder import Folder
from cases.queries.parts import (
    complaint,
    decision,
    doubts,
    hearing,
    hearing_day,
    inquiry,
    interim,
    late_appeals,
    lateness,
    readmission,
    talks,
)
from cases.queries.parts import plan as plans
from cases.queries.seats import PROMPTS

BY_RULE = "The register shows it. Whether it matters here is for you to weigh."


@dataclass(frozen=True, kw_only=True)
class Paper:
    title: str
    text: str
    files: tuple[FilePart, ...] = ()


def papers(folder: Folder, action: Action) -> tuple[Paper, ...]:
    """The papers for one act, as far as they are open to its reader."""
    sources = PAPERS.get(action, ())
    return tuple(paper for source in sources for paper in source(folder) if paper.text)


def _complaint(folder: Folder) -> Iterator[Paper]:
    found = complaint.complaint(folder)
    if found:
        yield Paper(title="The complaint, as it was sent", text=found.narrative)
        for addition in found.additions:
            yield Paper(title=f"Added on {addition.at:%-d %B %Y}", text=addition.text)


def _questions(folder: Folder) -> Iterator[Paper]:
    for asked in complaint.questions(folder):
        yield Paper(title="What we asked", text=asked.question)
        yield Paper(title="The answer", text=asked.answer)


def _allegations(folder: Folder) -> Iterator[Paper]:
    for part in complaint.allegations(folder):
        yield Paper(title=f"Allegation {part.number}: {part.category}", text=part.text)
        if part.answer:
            yield Paper(title=f"The answer to allegation {part.number}: {part.answer.stance}", text=part.answer.text)


def _report(folder: Folder) -> Iterator[Paper]:
    found = inquiry.report(folder)
    if found:
        yield Paper(title="What both sides agree on", text=found.agreed)
        yield Paper(title="What is disputed", text=found.disputed)
        yield Paper(title="What the evidence shows, for and against", text=found.weighed)


def _terms(folder: Folder) -> Iterator[Paper]:
    found = talks.agreement(folder)
    if found:
        yield Paper(title="The terms", text=found.terms)


def _named(folder: Folder) -> Iterator[Paper]:
    """Names only, and what to think about: whoever declares reads nothing new about the case."""
    yield Paper(title="The people named, and who else sits", text="\n".join(doubts.named(folder)))
    yield Paper(title="Think about each of them", text="\n".join(PROMPTS))


def _to_rule(folder: Folder) -> Iterator[Paper]:
    """What was said against the person, and what the person says about it; for those who rule."""
    facts = load.case_facts(folder.case, today=folder.today, proceeding=folder.proceeding)
    mine = {challenge.number for challenge in challenges.to_rule(folder.procedure, facts, folder.reader.pk)}
    for row in doubts.doubts(folder, folder.proceeding, facts):
        if row.number in mine:
            yield Paper(title=f"{row.name}: {row.kind}. Raised by {row.raised_by}", text=row.grounds or BY_RULE)
            yield Paper(title=f"What {row.name} says about it", text=row.information)
    for contact in doubts.contacts(folder, folder.proceeding):
        yield Paper(title=f"{contact.by} was spoken to from outside", text=contact.text)


def _appeal(folder: Folder) -> Iterator[Paper]:
    found = decision.appeal(folder)
    if found:
        yield Paper(title=f"The appeal: {found.ground}", text=found.text)
        for answer in found.answers:
            yield Paper(title="The answer to the appeal", text=answer.text)


def _late_appeal(folder: Folder) -> Iterator[Paper]:
    """What is asked for after the time to appeal, and why only now; the one that must be ruled on next."""
    for row in [row for row in late_appeals.asked(folder) if row.rule_by][:1]:
        wants = "open the case again" if row.reopens else "appeal late"
        yield Paper(title=f"The {row.side.lower()} asks to {wants}, because", text=row.cause)
        yield Paper(title=f"What should be looked at again: {row.ground}", text=row.text)


def _readmission(folder: Folder) -> Iterator[Paper]:
    for row in [row for row in readmission.asked(folder) if row.rule_by][:1]:
        yield Paper(title="The request", text=row.text)
        for text in row.statements:
            yield Paper(title="A statement of somebody who was harmed", text=text)


def _decided(folder: Folder) -> Iterator[Paper]:
    for part in decision.decisions(folder)[:1]:
        yield Paper(title="The decision", text=part.summary)
        for found in part.findings:
            yield Paper(title=f"Allegation {found.number}: {found.finding.label}", text=found.reasons)


def _time_asked(folder: Folder) -> Iterator[Paper]:
    """Who asks for more time, until when, and the words of the request; for whoever rules on it."""
    row = load.delays.asked(folder.case, folder.proceeding).first()
    told = talks.statement(folder, Action.ASK_EXTENSION)
    if row and told:
        who, why = Role(row.asked_as).label, DelayReason(row.reason).label
        dates = f"from {row.due_on:%-d %B %Y} to {row.until:%-d %B %Y}"
        yield Paper(title=f"The {who[0].lower()}{who[1:]} asks for more time, {dates}: {why}", text=told.text)


def _written(action: Action, title: str) -> Callable[[Folder], Iterator[Paper]]:
    """What an earlier act left in writing."""

    def read(folder: Folder) -> Iterator[Paper]:
        found = talks.statement(folder, action)
        if found:
            yield Paper(title=f"{title}: {found.ground}" if found.ground else title, text=found.text)

    return read


def _reported(folder: Folder) -> Iterator[Paper]:
    """What was reported after the decision: about whom, of which kind, in the words of who reported it."""
    row = LateConflict.objects.filter(case=folder.case).select_related("member").order_by("number").last()
    told = talks.statement(folder, Action.REPORT_CONFLICT)
    if row and told and not folder.side:
        title = f"A conflict of interest was reported about {row.member.full_name}: {Why(row.kind).label.lower()}"
        yield Paper(title=title, text=told.text)


def _offered(folder: Folder) -> Iterator[Paper]:
    """What was brought late, and why; beside it what is in evidence already stands on the page of the case."""
    for row in lateness.offered(folder, waiting=True):
        yield Paper(title=f"Offered by the {row.side.lower()}: {row.title}", text=row.text, files=row.files)
        yield Paper(title="Why it comes now", text=row.reason)


def _called(folder: Folder) -> Iterator[Paper]:
    """What somebody is afraid of, in their own words, and what the first look found."""
    found = talks.statement(folder, Action.CALL_DUTY)
    if found:
        yield Paper(title="The request for a temporary measure", text=found.text)
    for row in complaint.safety(folder):
        yield Paper(title=f"Safety: {row.label}", text=row.value)


def _measures(folder: Folder) -> Iterator[Paper]:
    """Each measure, why it was proposed, and what was said against it."""
    for row in interim.measures(folder):
        if row.running or not row.since:
            yield Paper(title=f"{row.kind} ({row.state}): the terms", text=row.terms)
            yield Paper(title="Why", text=row.reason)
            for action, title in (
                (Action.RENEW_INTERIM, "Why it should go on"),
                (Action.CONTEST_INTERIM, "Against it"),
            ):
                yield Paper(title=title, text="" if folder.side else interim.why(folder, row.number, action))


def _possible_days(folder: Folder) -> Iterator[Paper]:
    """The first day that the rules allow for a hearing, and what each side said about it."""
    facts = load.case_facts(folder.case, today=folder.today, proceeding=folder.proceeding)
    days = [f"The first day that is possible now: {hearings.first_day(folder.procedure, facts):%-d %B %Y}."]
    days += [f"The {side.lower()} is ready from {day:%-d %B %Y}." for side, day in hearing.ready(folder).items()]
    yield Paper(title="Time to prepare", text="\n".join(days))


def _minutes(folder: Folder) -> Iterator[Paper]:
    """The newest version, and what others of the panel said of it."""
    row = hearing.newest(folder)
    found = hearing_day.minutes(folder, row) if row else None
    if found:
        yield Paper(title=f"The minutes, version {found.version}", text=found.text)
        for view in found.views:
            yield Paper(title=f"What {view.name} says of them", text=view.text)


def _needs(folder: Folder) -> Iterator[Paper]:
    """What would help each side to take part, for those who prepare."""
    for row in hearing.needs(folder):
        yield Paper(title=f"What would help the {row.side.lower()}", text=row.text)


def _another_day(folder: Folder) -> Iterator[Paper]:
    """Who asks for another day, why, in their own words; and for a support person the last day that is possible."""
    row = Postponement.objects.filter(case=folder.case, granted__isnull=True).first()
    told = talks.statement(folder, Action.ASK_POSTPONEMENT)
    if row and told:
        ground = PostponementGround(row.ground)
        yield Paper(title=f"The {Role(row.side).label.lower()} asks for another day: {ground.label}", text=told.text)
        facts = load.case_facts(folder.case, today=folder.today, proceeding=folder.proceeding)
        last = hearings.last_day_for_supporter(folder.procedure, facts)
        if ground is PostponementGround.SUPPORTER and last:
            yield Paper(title="For a support person", text=f"It can move to {last:%-d %B %Y} at the latest, and once.")


_DISMISSAL = _written(Action.PROPOSE_DISMISSAL, "Why it should not be taken forward")


def _draft(folder: Folder) -> Iterator[Paper]:
    """The draft as it stands, for the second person who reads it."""
    found = decision.draft(folder)
    if found:
        yield Paper(title="The draft", text=found.summary)
        for part in found.findings:
            yield Paper(title=f"Allegation {part.number}: {part.finding.label}", text=part.reasons)


def _leaks(folder: Folder) -> Iterator[Paper]:
    """Which words tell who complained, as a second person has found; for the chair who changes them."""
    rows = Writing.objects.filter(proceeding=folder.proceeding, action=Action.READ_FOR_LEAKS, ground="leak")
    row = rows.order_by("written_at").last()
    if row and folder.may(Part.DELIBERATION):
        yield Paper(title="What tells who complained", text=folder.read(row, "text", Part.DELIBERATION))


def _plan(folder: Folder) -> Iterator[Paper]:
    """The plan, what was reported, and what the respondent says about it; to its monitor first only who is named."""
    found = plans.plan(folder, load.case_facts(folder.case, today=folder.today, proceeding=folder.proceeding))
    if found:
        yield Paper(title=f"The plan binds {found.person}", text=found.terms or "It opens when you have taken it up.")
        for report in found.reports:
            if report.open:
                yield Paper(title="What was reported", text=report.text)
                yield Paper(title=f"What {found.person} says", text=report.answer)


PAPERS: dict[Action, tuple[Callable[[Folder], Iterator[Paper]], ...]] = {
    Action.SCREEN_SAFETY: (_complaint,),
    Action.FRAME_ALLEGATION: (_complaint, _questions, _allegations),
    Action.ASK_FACTS: (_complaint,),
    Action.ANSWER_FACTS: (_questions,),
    Action.CONFIRM_DISMISSAL: (_DISMISSAL, _complaint, _questions),
    Action.REFUSE_DISMISSAL: (_DISMISSAL, _complaint, _questions),
    Action.UPHOLD_DISMISSAL: (_DISMISSAL, _written(Action.REQUEST_REVIEW, "The request for a review"), _complaint),
    Action.OVERTURN_DISMISSAL: (_DISMISSAL, _written(Action.REQUEST_REVIEW, "The request for a review"), _complaint),
    Action.SIGN_TERMS: (_terms,),
    Action.RECORD_CHECK_IN: (_terms,),
    Action.DECLARE: (_named,),
    Action.DISCLOSE: (_named,),
    Action.RULE_CHALLENGE: (_to_rule,),
    Action.SUBMIT_REPORT: (_allegations,),
    Action.ADMIT_EVIDENCE: (_offered,),
    Action.REFUSE_EVIDENCE: (_offered,),
    Action.PROPOSE_INTERIM: (_called, _complaint, _allegations),
    Action.CONFIRM_INTERIM: (_measures, _called, _complaint, _allegations),
    Action.REFUSE_INTERIM: (_measures, _called),
    Action.RENEW_INTERIM: (_measures,),
    Action.LIFT_INTERIM: (_measures,),
    Action.RULE_INTERIM: (_measures, _allegations),
    Action.CALL_HEARING: (_possible_days, _needs),
    Action.RULE_POSTPONEMENT: (_another_day, _possible_days, _needs),
    Action.SAY_NEEDS: (_needs,),
    Action.APPROVE_MINUTES: (_minutes,),
    Action.WRITE_MINUTES: (_minutes,),
    Action.CLOSE_MINUTES: (_minutes,),
    Action.TAKE_UP_PLAN: (_plan,),
    Action.RULE_BREACH: (_plan, _decided),
    Action.ANSWER_BREACH: (_plan,),
    Action.VOTE: (_report,),
    Action.WRITE_REASONS: (_leaks, _report),
    Action.READ_FOR_LEAKS: (_draft,),
    Action.RULE_ESCALATION: (_written(Action.REQUEST_ESCALATION, "The request"),),
    Action.RULE_EXTENSION: (_time_asked,),
    Action.RULE_CONFLICT: (_reported, _decided),
    Action.ADMIT_LATE_APPEAL: (_late_appeal, _decided),
    Action.REFUSE_LATE_APPEAL: (_late_appeal, _decided),
    Action.VOTE_READMISSION: (_readmission, _decided),
    Action.ADMIT_REOPENING: (_late_appeal, _decided),
    Action.REFUSE_REOPENING: (_late_appeal, _decided),
    Action.ADMIT_APPEAL: (_appeal, _decided, _reported),
    Action.REFUSE_APPEAL: (_appeal, _decided, _reported),
    Action.ANSWER_APPEAL: (_appeal,),
    Action.PROPOSE_OUTCOME: (_appeal, _decided, _reported),
    Action.SERVE_NOTICE: (_allegations,),
    Action.SERVE_DECISION: (_decided,),
}
