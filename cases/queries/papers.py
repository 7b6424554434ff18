"""What somebody must have before their eyes while they write: the papers beside a form."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cases.domain.vocabulary import Action
from cases.queries.folder import Folder
from cases.queries.parts import complaint, decision, inquiry, talks


@dataclass(frozen=True, kw_only=True)
class Paper:
    title: str
    text: str


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


def _appeal(folder: Folder) -> Iterator[Paper]:
    found = decision.appeal(folder)
    if found:
        yield Paper(title=f"The appeal: {found.ground}", text=found.text)
        yield Paper(title="The answer to the appeal", text=found.answer)


def _decided(folder: Folder) -> Iterator[Paper]:
    for part in decision.decisions(folder)[:1]:
        yield Paper(title="The decision", text=part.summary)
        for found in part.findings:
            yield Paper(title=f"Allegation {found.number}: {found.finding.label}", text=found.reasons)


def _written(action: Action, title: str) -> Callable[[Folder], Iterator[Paper]]:
    """What an earlier act left in writing."""

    def read(folder: Folder) -> Iterator[Paper]:
        found = talks.statement(folder, action)
        if found:
            yield Paper(title=f"{title}: {found.ground}" if found.ground else title, text=found.text)

    return read


_DISMISSAL = _written(Action.PROPOSE_DISMISSAL, "Why it should not be taken forward")

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
    Action.SUBMIT_REPORT: (_allegations,),
    Action.VOTE: (_report,),
    Action.WRITE_REASONS: (_report,),
    Action.RULE_ESCALATION: (_written(Action.REQUEST_ESCALATION, "The request"),),
    Action.ADMIT_APPEAL: (_appeal, _decided),
    Action.REFUSE_APPEAL: (_appeal, _decided),
    Action.ANSWER_APPEAL: (_appeal,),
    Action.PROPOSE_OUTCOME: (_appeal, _decided),
    Action.SERVE_NOTICE: (_allegations,),
    Action.SERVE_DECISION: (_decided,),
}
