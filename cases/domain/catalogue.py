"""The reports: each one question, what it counts, over what, and who may ask it (domain paper 6.2).

A report is its words; its facts come from `cases.load.figures`, and `cases.domain.tables` makes the table of the two.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cases.domain.vocabulary import (
    AppealGround,
    Category,
    ClosureReason,
    Finding,
    Ground,
    InterimKind,
    MeasureKind,
    Outcome,
    Role,
    State,
    Tier,
    Why,
)
from cases.domain.words import Word

Names = Mapping[str, str]


class Audience(Word):
    """How closely somebody may look. The first two see published figures only, with small numbers hidden."""

    PUBLIC = "public", "Everybody"
    LEADERSHIP = "leadership", "National leadership"
    CHAIR = "chair", "Committee chair, own level only"
    REGISTRAR = "registrar", "Registrar"
    AUDITOR = "auditor", "Auditor"


class Shape(Word):
    """What stands in the columns of a report."""

    COUNTS = "counts", "How many"
    DAYS = "days", "How many days"
    SHARES = "shares", "How many in a hundred"


P, L, C, R, A = Audience
EXACT = frozenset({C, R, A})
"""Those who see every number as it is: each of the cases within reach, less every one they are barred from."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """One question. `rows` and `cols` are the words in their order; without rows they come from the facts.

    `adds_up` is false where one thing counts in several rows; `live` for what stands now, whatever the period,
    and `of_people` for offices and members alone: no case is in it, so nothing is hidden.
    """

    number: str
    slug: str
    question: str
    counts: str
    over: str
    row: str
    rows: Names = field(default_factory=dict)
    cols: Names = field(default_factory=dict)
    seen_by: frozenset[Audience]
    adds_up: bool = True
    live: bool = False
    of_people: bool = False
    shape: Shape = Shape.COUNTS

    @property
    def is_published(self) -> bool:
        """Does it stand among the figures that are frozen, with small numbers hidden?"""
        return L in self.seen_by and not self.of_people

    @property
    def by_month(self) -> bool:
        """Do its rows come from the facts and run in time?"""
        return not self.rows and self.row == "Month"


def names(*words: type[Word]) -> Names:
    return {member.value: member.label for word in words for member in word}


TIERS = names(Tier)
FORMAL = {tier.value: tier.label for tier in (Tier.BRANCH, Tier.NATIONAL, Tier.APPEAL)}
OPEN = {state.value: state.label for state in State if state is not State.CLOSED}
MONTHS: Names = {}
BANDS_OF_AGE = {"0": "Up to 30 days", "1": "31 to 60", "2": "61 to 90", "3": "91 to 180", "4": "More than 180"}
AGE_LIMITS = (30, 60, 90, 180)
BANDS_LATE = {"0": "1 to 7 days", "1": "8 to 30", "2": "More than 30"}
LATE_LIMITS = (7, 30)
BANDS_IN_FORCE = {"0": "Up to 30 days", "1": "31 to 60", "2": "61 to 90", "3": "More than 90"}
FORCE_LIMITS = (30, 60, 90)
AFTER = (30, 60, 90, 120, 180, 270, 365)
BRANCH_PANELS = {"can": "Can be drawn", "needed": "Needed", "missing": "Missing"}
OFFICES = {"held": "Held", "ending": "Ends within 90 days", "missing": "Too few by"}
ASIDE = {
    "not_clear": "Said that something stands against them",
    "recused": "Stepped aside later",
    "stood_down": "Left because a conflict of interest was found",
    "no_answer": "Did not answer in time",
}

ELSEWHERE = (ClosureReason.REFERRED_OUT, ClosureReason.RESIGNED_UNDER_CHARGE, ClosureReason.WITHDRAWN)
"""Counted by the first look, by who left and by what was withdrawn.

A number that stands in two published tables would tell in one what the other hides.
"""

REPORTS = (
    Report(
        number="RP-01", slug="intake-by-month", question="How many complaints come in?",
        counts="Each complaint once, in the month in which it was received.",
        over="Complaints received in the period", row="Month", seen_by=frozenset({P, L, C, R, A}),
    ),
    Report(
        number="RP-01", slug="intake-by-category", question="What are complaints about?",
        counts="Each allegation once, by its kind, on the day on which it was written down. A case may hold several.",
        over="Allegations written down in the period", row="Kind of conduct", rows=names(Category),
        seen_by=frozenset({P, L, C, R, A}),
    ),
    Report(
        number="RP-01", slug="intake-by-channel", question="How do complaints reach us?",
        counts="Each complaint once: written by the person themself, or by somebody for them.",
        over="Complaints received in the period", row="How it came",
        rows={"": "Written by the person", "call": "Told in a call", "letter": "Sent in a letter or message",
              "meeting": "Told at a meeting"},
        seen_by=frozenset({P, L, C, R, A}),
    ),
    Report(
        number="RP-02", slug="intake-by-branch", question="Where do complaints come from?",
        counts="Each complaint once, by the branch for which it was filed. Where small numbers are hidden, branches "
               "with fewer than 100 members share a row with those of their region, or one with all others.",
        over="Complaints received in the period", row="Branch", seen_by=frozenset({L, C, R, A}),
    ),
    Report(
        number="RP-03", slug="open-now", question="Where do open cases stand?",
        counts="Each open case once, by its step and level today.", over="Cases that are open today", row="Step",
        rows=OPEN, cols=TIERS, live=True, seen_by=EXACT,
    ),
    Report(
        number="RP-04", slug="time-in-step", question="How long does each step take?",
        counts="Each visit of a case to a step once, in days from the day it came to the day it left.",
        over="Visits to a step that ended in the period", row="Step",
        rows={f"{tier.value}.{state}": f"{tier.label}: {label}" for tier in Tier for state, label in OPEN.items()},
        shape=Shape.DAYS, seen_by=frozenset({P, L, C, R, A}),
    ),
    Report(
        number="RP-04", slug="from-receipt", question="How long do people wait from their complaint on?",
        counts="Each case once in each row, in days from the complaint, on the day on which it was reached first.",
        over="Cases that reached the point in the period", row="From the complaint until",
        rows={"officer_assigned": "Somebody has it", "notice_served": "The respondent is told",
              "decision_served": "The decision is delivered", "closed": "The case is closed"},
        shape=Shape.DAYS, adds_up=False, seen_by=frozenset({P, L, C, R, A}),
    ),
    Report(
        number="RP-04", slug="in-time", question="Are the last days kept?",
        counts="Each visit to a step that had a last day once: left by that day, or later.",
        over="Visits to a step that ended in the period", row="Step", rows=OPEN,
        cols={"in_time": "In time", "late": "Late"}, seen_by=EXACT,
    ),
    Report(
        number="RP-04", slug="still-open", question="How many cases are still open after a while?",
        counts="Of a hundred cases, how many were still open so many days after the complaint, counting an open case "
               "for as long as it has been seen to be open (Kaplan–Meier). From ten cases on, by its last level.",
        over="Cases received in the period", row="Level", rows=TIERS,
        cols={str(day): f"After {day} days" for day in AFTER}, shape=Shape.SHARES, seen_by=EXACT,
    ),
    Report(
        number="RP-05", slug="ageing", question="How old are the open cases?",
        counts="Each open case once, by the days since its complaint.", over="Cases that are open today", row="Age",
        rows=BANDS_OF_AGE, cols=TIERS, live=True, seen_by=EXACT,
    ),
    Report(
        number="RP-06", slug="overdue", question="What is overdue?",
        counts="Each open case whose last day has passed once, by its step and by how late it is. A paused case is not "
               "overdue.",
        over="Cases that are open today", row="Step", rows=OPEN, cols=BANDS_LATE, live=True, seen_by=EXACT,
    ),
    Report(
        number="RP-06", slug="more-time", question="How often is more time asked for?",
        counts="Each request for more time once, by step and ruling.", over="Requests made in the period", row="Step",
        rows=OPEN, cols={"granted": "Given", "refused": "Not given", "open": "No ruling yet"},
        seen_by=EXACT,
    ),
    Report(
        number="RP-07", slug="first-look", question="What does the first look lead to?",
        counts="Each end of a first look once. A case that comes back to it counts again.",
        over="First looks that ended in the period", row="Where it went",
        rows={"informal_offered": "Informal talks offered", "branch_opened": "Formal case at the branch",
              "national_opened": "Sent to the national committee", "dismissal_confirmed": "Not taken forward",
              "referred_out": "Referred to another body"},
        seen_by=frozenset({P, L, C, R, A}),
    ),
    Report(
        number="RP-07", slug="reviews", question="How often does a review change a dismissal?",
        counts="Each review of a dismissal once.", over="Reviews that ended in the period", row="Result",
        rows={"dismissal_upheld": "It stays as it was", "dismissal_overturned": "A new first look"},
        seen_by=frozenset({P, L, C, R, A}),
    ),
    Report(
        number="RP-07", slug="how-cases-end", question="How do cases end?",
        counts="Each closed case once, by the reason for closing and its last level. Those that were referred to "
               "another body, withdrawn, or closed because the respondent left, stand in their own reports.",
        over="Cases closed in the period", row="Reason",
        rows={value: label for value, label in names(ClosureReason).items() if value not in ELSEWHERE}, cols=TIERS,
        seen_by=frozenset({P, L, C, R, A}),
    ),
    Report(
        number="RP-08", slug="talks", question="Do informal talks succeed?",
        counts="Each end of talks or of an offer of talks once.", over="Talks that ended in the period", row="How",
        rows={"agreement_signed": "Both signed an agreement", "talks_declined": "Declined",
              "talks_left": "One side left", "talks_lapsed": "Ran out of time"},
        seen_by=frozenset({P, L, C, R, A}),
    ),
    Report(
        number="RP-09", slug="moving-up", question="Why do cases move up?",
        counts="Each move up from a running proceeding once, by its ground. Cases sent to the national committee by "
               "the first look stand in their own report.",
        over="Moves in the period", row="Ground", rows=names(Ground),
        cols={"ruled": "After a ruling", "rule": "By rule or lapse of time"}, seen_by=frozenset({P, L, C, R, A}),
    ),
    Report(
        number="RP-09", slug="ruled-up", question="How are requests to move a case up ruled?",
        counts="Each ruling on a request for the national committee once.", over="Rulings in the period", row="Ruling",
        rows={"up": "It moves up", "stays": "It stays where it is"}, seen_by=EXACT,
    ),
    Report(
        number="RP-10", slug="findings", question="What do panels find?",
        counts="Each allegation with a finding once, when the decision is delivered. One that was set aside is left "
               "out; what an appeal changed stands in its own report.",
        over="Decisions delivered in the period", row="Kind of conduct", rows=names(Category), cols=names(Finding),
        seen_by=frozenset({P, L, C, R, A}),
    ),
    Report(
        number="RP-11", slug="measures", question="What measures are taken?",
        counts="Each measure that stands once, when the decision is delivered.", over="Decisions delivered in the "
               "period", row="Measure", rows=names(MeasureKind), cols=FORMAL, seen_by=frozenset({P, L, C, R, A}),
    ),
    Report(
        number="RP-11", slug="measure-days", question="How long do measures last?",
        counts="Each measure that stands and has a length once, in days as the panel set them.",
        over="Decisions delivered in the period", row="Measure", rows=names(MeasureKind), shape=Shape.DAYS,
        seen_by=EXACT,
    ),
    Report(
        number="RP-12", slug="stepping-aside", question="How often does somebody who is drawn not decide?",
        counts="Each person once for each panel they were asked for and did not stay on.", over="In the period",
        row="Why", rows=ASIDE, seen_by=frozenset({P, L, C, R, A}),
    ),
    Report(
        number="RP-12", slug="conflicts", question="Which conflicts of interest are found?",
        counts="Each conflict of interest of one person with one case once, by its kind and by how it was found.",
        over="Conflicts found in the period", row="Kind", rows=names(Why),
        cols={"rule": "By rule", "person": "By a person or a ruling"}, seen_by=EXACT,
    ),
    Report(
        number="RP-13", slug="challenges", question="What becomes of challenges?",
        counts="Each challenge once, by who raised it and how it ended.", over="Challenges raised in the period",
        row="Raised by", rows=names(Role), cols={"excluded": "Out", "kept": "May stay", "open": "No ruling yet"},
        seen_by=frozenset({C, A}),
    ),
    Report(
        number="RP-13", slug="challenge-days", question="How long do rulings on challenges take?",
        counts="Each ruling once, in days from the challenge.", over="Challenges ruled in the period", row="Level",
        rows=FORMAL, shape=Shape.DAYS, seen_by=frozenset({C, A}),
    ),
    Report(
        number="RP-14", slug="no-quorum", question="How often can no panel be formed?",
        counts="Each move up because too few people are free of a conflict of interest once, by where the case went.",
        over="Moves in the period", row="Went to", rows=names(Tier), seen_by=EXACT,
    ),
    Report(
        number="RP-15", slug="set-aside", question="How often does a decision fall for a conflict of interest?",
        counts="Each proceeding that was set aside once, by its level.", over="Rulings in the period", row="Level",
        rows=FORMAL, seen_by=frozenset({P, L, A}),
    ),
    Report(
        number="RP-15", slug="late-conflicts", question="Which conflicts of interest are found late?",
        counts="Each conflict of interest reported after a decision once, by its kind.",
        over="Reported in the period", row="Kind", rows=names(Why),
        cols={"set_aside": "Set aside", "stands": "Decision stands", "appealed": "Goes with the appeal",
              "open": "No ruling yet"},
        seen_by=frozenset({A}),
    ),
    Report(
        number="RP-16", slug="appeals-filed", question="Who appeals, and why?",
        counts="Each appeal once, by its ground and side.", over="Appeals filed in the period", row="Ground",
        rows=names(AppealGround), cols={"complainant": "Complainant", "respondent": "Respondent"},
        seen_by=frozenset({P, L, C, R, A}),
    ),
    Report(
        number="RP-16", slug="appeals-decided", question="How often does an appeal change a decision?",
        counts="Each appeal that was decided once, by its result and the level of the decision it was about.",
        over="Appeals decided in the period", row="Result", rows=names(Outcome),
        cols={"branch": "Branch decision", "national": "National decision"}, seen_by=frozenset({P, L, C, R, A}),
    ),
    Report(
        number="RP-17", slug="temporary-measures", question="How long are temporary measures in force?",
        counts="Each temporary measure once, by the days it has been in force up to its end or today.",
        over="Temporary measures that began in the period", row="Days in force", rows=BANDS_IN_FORCE,
        cols=names(InterimKind), seen_by=frozenset({P, L, C, A}),
    ),
    Report(
        number="RP-17", slug="temporary-ends", question="How do temporary measures end?",
        counts="Each temporary measure that has ended once, by how.", over="Ended in the period", row="How it ended",
        rows={"lifted": "Lifted by the pair", "ruled": "Ended by a ruling",
              "not_reviewed": "Nobody reviewed it in time",
              "last_day": "Its last day passed", "case_decided": "The case was decided"},
        seen_by=frozenset({C, A}),
    ),
    Report(
        number="RP-18", slug="more-than-once", question="How many people are complained about more than once?",
        counts="Each person once who is the respondent of so many cases received in the 24 months before today.",
        over="Respondents who are members", row="Cases", rows={"2": "Two", "3": "Three or more"}, live=True,
        seen_by=frozenset({C, A}),
    ),
    Report(
        number="RP-19", slug="leaving", question="Do people leave while a case is open?",
        counts="Each case once whose respondent has left, by what was chosen.",
        over="Choices made in the period", row="What followed",
        rows={"went_on_after_leaving": "The case went on", "closed_after_leaving": "The case was closed"},
        seen_by=frozenset({P, L, C, R, A}),
    ),
    Report(
        number="RP-19", slug="withdrawals", question="What becomes of complaints that are withdrawn?",
        counts="Each withdrawal once, of a whole complaint or of a part of it.", over="Withdrawn in the period",
        row="What followed",
        rows={"at_once": "It rests", "accepted": "It rests after a ruling", "carried_on": "The organisation goes on",
              "no_ruling": "It goes on, for nobody ruled in time", "closed": "The case was closed for another reason",
              "": "No ruling yet"},
        seen_by=frozenset({L, C, R, A}),
    ),
    Report(
        number="RP-20", slug="fair", question="Are leaders treated like everybody else?",
        counts="Each allegation with a finding once: does the case name somebody who helps to lead?",
        over="Decisions delivered in the period", row="Names a leader", rows={"True": "Yes", "False": "No"},
        cols=names(Finding), seen_by=frozenset({C, A}),
    ),
    Report(
        number="RP-21", slug="access", question="Who tries what they may not?",
        counts="Each event of the record once. A sealed part read twice on one day counts twice.",
        over="Events of the period", row="Month",
        cols={"sealed_part_read": "Sealed part read", "access_refused": "Access refused",
              "act_refused": "Step refused"},
        seen_by=frozenset({A}),
    ),
    Report(
        number="RP-22", slug="outside-contact", question="Are panels spoken to from outside?",
        counts="Each report that a member of a panel was spoken to about the case once, by who reported it.",
        over="Reported in the period", row="Reported by", rows=names(Role), seen_by=frozenset({A}),
    ),
    Report(
        number="RP-23", slug="workload", question="How is the work shared?",
        counts="Each person with a seat on a running panel once, by how many they have now.", over="Seats held today",
        row="Seats", rows={"1": "One", "2": "Two", "3": "Three", "4": "Four or more"}, live=True, seen_by=EXACT,
    ),
    Report(
        number="RP-23", slug="branch-panels", question="Could each branch form a panel today?",
        counts="Members who could be drawn for a panel of the branch, neighbours in the region included, before any "
               "conflict of interest; and how many are missing. No case is in this report.",
        over="Members and offices today", row="Branch", cols=BRANCH_PANELS, adds_up=False, live=True, of_people=True,
        seen_by=frozenset({L, C, R, A}),
    ),
    Report(
        number="RP-23", slug="offices", question="Which seats are empty, and which terms end soon?",
        counts="Each holder of an office once, and each of them whose term ends within 90 days. No case is in this "
               "report.",
        over="Offices today", row="Office", cols=OFFICES, adds_up=False, live=True, of_people=True,
        seen_by=frozenset({L, C, R, A}),
    ),
    Report(
        number="RP-24", slug="calendar", question="What ends or is due in the coming months?",
        counts="Each date that is ahead once.", over="From today on", row="Month",
        cols={"measure": "Measures end", "check_in": "Check-ins", "temporary": "Temporary measures reviewed"},
        live=True, seen_by=frozenset({C, R}),
    ),
)  # fmt: skip

BY_SLUG = {report.slug: report for report in REPORTS}
PUBLISHED = tuple(report for report in REPORTS if report.is_published)
