"""What is always true of every case (domain paper 1.13), asked of plain rows. Each gives the faults it finds."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from branches.models import Member
from cases import access, load
from cases.domain.vocabulary import Choice, MeasureKind, Role, SeatStatus, State, Tier
from cases.models import (
    Allegation,
    AllegationFinding,
    Ballot,
    Case,
    CaseEvent,
    CaseRole,
    Complaint,
    Conflict,
    Decision,
    Dissent,
    EvidenceItem,
    Measure,
    Motion,
    Notice,
    Party,
    Seat,
    Stay,
)
from cases.sealed import Keys
from cases.usecases.act import fingerprint

SIDES = (Role.COMPLAINANT, Role.RESPONDENT)
OF_NO_CASE = frozenset({"n11_stepped_aside", "n11_on_hold", "n11_ruled", "n13_witness"})
"""Letters that say nothing of a case."""
BY_OFFICE = OF_NO_CASE | {"n32_above", "n32_alarm_above"}
"""And those that tell the next level of a date that passed: by office, with reference, step and days (1.6)."""
TWO_THIRDS = frozenset({MeasureKind.EXPULSION, MeasureKind.REMOVAL})
LONG = 90
"""A suspension beyond these days needs two thirds as well."""

OVER = frozenset({State.FINAL, State.MONITORING, State.CLOSED})
"""Where a panel has done its work: its seats stay on record, and its members have lost the case."""

Faults = Iterator[str]


@dataclass
class Memory:
    """What was true before, of things that may never change; and whose a row was before two entries became one."""

    at: Any = None
    procedure: dict[Any, Any] = field(default_factory=dict)
    complaint: dict[Any, str] = field(default_factory=dict)
    ballots: set[Any] = field(default_factory=set)
    opinions: set[Any] = field(default_factory=set)
    kept_out: set[tuple[Any, int, str]] = field(default_factory=set)
    whose: dict[tuple[str, Any], int] = field(default_factory=dict)
    bars: dict[Any, tuple[int, Any]] = field(default_factory=dict)
    desks: set[tuple[str, Any]] = field(default_factory=set)

    def done_by(self, row: Any) -> int:
        """Who it was when the row was first seen: a merged entry did not do then what the other did."""
        return self.whose.setdefault((type(row).__name__, row.pk), row.member_id)


def persons() -> dict[int, int]:
    """Entry to person: an entry that was merged is the person of the other."""
    return {pk: same or pk for pk, same in Member.objects.values_list("pk", "same_as")}


class Bars:
    """Every conflict of interest there ever was, by case and person, with the time in which it bars.

    One that came by merging two entries bars the person from that moment on.
    """

    def __init__(self, memory: Memory) -> None:
        self.spans: dict[tuple[Any, int], list[tuple[Any, Any]]] = defaultdict(list)
        for pk, case, member, since, until in Conflict.objects.values_list("pk", "case", "member", "since", "until"):
            if memory.bars.setdefault(pk, (member, since))[0] != member:
                memory.bars[pk] = member, memory.at
            self.spans[case, member].append((memory.bars[pk][1], until))

    def at(self, case: Any, member: int, moment: Any) -> bool:
        """Was this person out just before that moment, and still at it?"""
        return any(since < moment and (until is None or until > moment) for since, until in self.spans[case, member])

    def now(self) -> set[tuple[Any, int]]:
        return {key for key, spans in self.spans.items() if any(until is None for _, until in spans)}


def no_act_of_a_barred_person(memory: Memory) -> Faults:
    """INV-01: no role, seat, vote or letter after the start of a conflict of interest."""
    bars = Bars(memory)
    out = bars.now()
    for role in CaseRole.objects.all():
        if role.until is None and (role.case_id, role.member_id) in out:
            yield f"{role.member} is barred and still {role.role}"
        if bars.at(role.case_id, memory.done_by(role), role.since):
            yield f"{role.member} became {role.role} while barred"
    held = Seat.objects.filter(status__in=[SeatStatus.ASKED, SeatStatus.SEATED], proceeding__ended_at=None)
    for case, member, state in held.values_list("case", "member", "case__state"):
        if (case, member) in out and state not in OVER:
            yield f"{member} is barred and has a seat"
    for ballot in Ballot.objects.select_related("motion", "motion__proceeding", "case"):
        if bars.at(ballot.case_id, memory.done_by(ballot), ballot.cast_at):
            yield f"{ballot.member_id} voted while barred"
        open_now = ballot.case.state == State.DELIBERATING and ballot.motion.proceeding.ended_at is None
        if open_now and ballot.void_at is None and (ballot.case_id, ballot.member_id) in out:
            yield f"a vote of {ballot.member_id} stands, who is barred"
    letters = Notice.objects.filter(released_at__isnull=False).exclude(role__in=SIDES).exclude(letter__in=OF_NO_CASE)
    for notice in letters:
        if bars.at(notice.case_id, memory.done_by(notice), notice.released_at):
            yield f"{notice.letter} went to {notice.member_id}, who is barred"


def no_word_of_a_complaint_changes(memory: Memory) -> Faults:
    """INV-02, INV-13: the text has the fingerprint it had on receipt; the law of a case is the law of that day."""
    for row in Complaint.objects.select_related("case"):
        text = Keys(row.case_id).open(row, "narrative")
        if memory.complaint.setdefault(row.pk, row.fingerprint) != fingerprint(text):
            yield f"the complaint of {row.case} has changed"
        if memory.procedure.setdefault(row.case_id, row.case.procedure_id) != row.case.procedure_id:
            yield f"the law of {row.case} has changed"


def one_desk_for_each_person(memory: Memory) -> Faults:
    """INV-04, INV-11: whoever worked at one desk of a case is given, and drawn for, no other, ever.

    Two entries that worked at two desks become one person with two; what is asked is that no third one follows.
    """
    desks: dict[tuple[Any, int], set[str]] = defaultdict(set)
    new = []
    rows = [(role, role.desk) for role in CaseRole.objects.exclude(role=Role.REGISTRAR)]
    rows += [(seat, seat.proceeding.desk) for seat in Seat.objects.select_related("proceeding")]
    for row, desk in rows:
        desks[row.case_id, row.member_id].add(desk)
        key = type(row).__name__, row.pk
        new += [(row, desk)] if key not in memory.desks else []
        memory.desks.add(key)
    for row, desk in new:
        if others := desks[row.case_id, row.member_id] - {desk}:
            yield f"{row.member_id} is at {desk} and was at {sorted(others)}"


def every_tally_is_what_was_voted(memory: Memory) -> Faults:
    """INV-05, INV-14: counts are of standing votes of those who sat; void votes are kept and count nowhere."""
    cast: dict[Any, list[Choice]] = defaultdict(list)
    now = set()
    for ballot in Ballot.objects.all():
        now.add(ballot.pk)
        if ballot.void_at is None:
            cast[ballot.motion_id].append(Choice(Keys(ballot.case_id).open(ballot, "choice")))
    if not memory.ballots <= now:
        yield "a ballot is gone"
    memory.ballots |= now
    for motion in Motion.objects.filter(void_at=None, closed_at__isnull=False):
        counted = motion.yes, motion.no, motion.abstained
        votes = cast[motion.pk]
        if counted != tuple(votes.count(choice) for choice in (Choice.YES, Choice.NO, Choice.ABSTAIN)):
            yield f"motion {motion.number} counts {counted} of {votes}"
        if len(votes) != motion.seated or motion.carried is not (motion.yes >= motion.needed):
            yield f"motion {motion.number}: {counted} of {motion.seated}, needed {motion.needed}"
        if 2 * motion.needed <= motion.seated:
            yield f"motion {motion.number} needs {motion.needed} of {motion.seated}"


def no_opinion_of_one_who_left(memory: Memory) -> Faults:
    """R-3, INV-14: a minority opinion stands only while its author sits; a void one is kept."""
    now = set(Dissent.objects.values_list("pk", flat=True))
    if not memory.opinions <= now:
        yield "a minority opinion is gone"
    memory.opinions |= now
    person = persons()
    deciding = Dissent.objects.filter(void_at=None, proceeding__ended_at=None, case__state=State.DELIBERATING)
    for opinion in deciding:
        seats = Seat.objects.filter(proceeding=opinion.proceeding_id, member=person[opinion.member_id])
        if not seats.filter(status__in=[SeatStatus.SEATED, SeatStatus.HELD]).exists():
            yield f"an opinion of {opinion.member_id} stands, who does not sit"


def every_decision_is_whole(memory: Memory) -> Faults:
    """INV-05: in a signed decision on the allegations each has one finding, with its reasons."""
    for decision in Decision.objects.filter(signed_at__isnull=False, void_at=None).exclude(
        proceeding__tier=Tier.APPEAL
    ):
        asked = set(Allegation.objects.filter(case=decision.case_id).values_list("pk", flat=True))
        found = list(AllegationFinding.objects.filter(proceeding=decision.proceeding_id, void_at=None))
        if {finding.allegation_id for finding in found} != asked or len(found) != len(asked):
            yield f"a decision finds on {len(found)} of {len(asked)} allegations"
        if not all(bytes(finding.reasons) for finding in found):
            yield "a finding has no reasons"


def every_measure_was_carried(memory: Memory) -> Faults:
    """INV-06, INV-07: a measure rests on a signed decision and on enough votes; a suspension has its last day."""
    for measure in Measure.objects.filter(dropped_at=None).select_related("motion"):
        motion, kind = measure.motion, MeasureKind(measure.kind)
        share = 2 / 3 if kind in TWO_THIRDS or (kind is MeasureKind.SUSPENSION and measure.days > LONG) else 0.5
        enough = motion.yes >= share * motion.seated if share > 0.5 else 2 * motion.yes > motion.seated
        if not (motion.carried and motion.void_at is None and enough):
            yield f"{kind} on {motion.yes} of {motion.seated} votes"
        standing = Decision.objects.filter(proceeding=measure.proceeding_id, signed_at__isnull=False, void_at=None)
        if not standing.exists():
            yield f"{kind} without a signed decision"
        if kind is MeasureKind.SUSPENSION and (measure.days is None or (measure.starts_on and not measure.ends_on)):
            yield "a suspension without an end"


def every_open_step_has_an_owner_and_a_day(memory: Memory) -> Faults:
    """INV-08: an open case has its day, and somebody answerable; where nobody is free, that is on record."""
    for case in Case.objects.exclude(state=State.CLOSED):
        clock = load.procedure_of(case).clock(Tier(case.tier), State(case.state))
        if case.due_on is None or clock is None:
            yield f"{case} stands in {case.state} without a clock"
            continue
        rows = CaseRole.objects.filter(case=case, until=None)
        barred = Conflict.objects.filter(case=case, until=None).values("member")
        holders = rows.filter(role=clock.owner).exclude(member__in=barred)
        told = CaseEvent.objects.filter(case=case, kind__in=("nobody_free", "member_stood_down", "grant_withdrawn"))
        if clock.owner not in (*SIDES, Role.SYSTEM) and not holders.exists() and not told.exists():
            yield f"{case} stands in {case.state} and nobody is {clock.owner}"


def both_sides_are_told_alike(memory: Memory) -> Faults:
    """INV-09: a decision goes to both sides in one moment, and no letter to somebody without a part in the case."""
    known = set(CaseRole.objects.values_list("case", "member")) | set(Seat.objects.values_list("case", "member"))
    known |= set(Party.objects.filter(member__isnull=False).values_list("case", "member"))
    person = persons()
    sent: dict[Any, dict[str, tuple[Any, Any]]] = defaultdict(dict)
    for notice in Notice.objects.select_related("event"):
        if notice.letter not in BY_OFFICE and (notice.case_id, person[notice.member_id]) not in known:
            yield f"{notice.letter} to {notice.member_id}, who has no part in the case"
        if notice.event.kind == "decision_served" and notice.role in SIDES:
            sent[notice.event_id][notice.role] = (notice.created_at, notice.released_at)
    for times in sent.values():
        if len(set(times.values())) > 1:
            yield f"the two sides get the decision at {times}"


def no_conflict_is_lost(memory: Memory) -> Faults:
    """INV-15: what somebody said, or others ruled, about a person is not undone by any later change of that person."""
    bars = set(Conflict.objects.filter(until=None, by_rule=False).values_list("case", "member", "kind"))
    lasting = {row for row in bars if row[2] != "challenged"}
    person = persons()
    memory.kept_out = {(case, person[member], kind) for case, member, kind in memory.kept_out}
    if memory.kept_out - lasting:
        yield f"no longer kept out: {memory.kept_out - lasting}"
    memory.kept_out |= {(case, person[member], kind) for case, member, kind in lasting}


def no_marker_is_lost(memory: Memory) -> Faults:
    """INV-15: whoever needs the national level to come back needs it under every entry."""
    for entry in Member.objects.filter(same_as__isnull=False, needs_approval=True).select_related("same_as"):
        if entry.same_as and not entry.same_as.needs_approval:
            yield f"{entry.same_as} came back without a word"


def both_sides_see_the_same_evidence(memory: Memory) -> Faults:
    """INV-03: while the evidence is read, both sides have the same list and the same last day."""
    from cases.queries import folder as folders
    from cases.queries.parts import inquiry

    for case in Case.objects.filter(state=State.EVIDENCE_REVIEW):
        lists = []
        for side in SIDES:
            party = (
                Party.objects.filter(case=case, side=side, informed_at__isnull=False).select_related("member").first()
            )
            if party and party.member:
                opened = folders.of_party(case, party.member, today=case.entered_on)
                lists.append(tuple(item.number for item in inquiry.evidence(opened)))
        whole = tuple(EvidenceItem.objects.filter(case=case).order_by("number").values_list("number", flat=True))
        if any(found != whole for found in lists):
            yield f"{case}: {lists} of {whole}"


def no_door_opens_to_a_barred_person(memory: Memory) -> Faults:
    """INV-01 at the doors, for everybody; it asks many queries, so it is asked at the end of a play."""
    for case, member in Bars(memory).now():
        person = Member.objects.get(pk=member)
        for door in (access.open_to(person), access.asked(person)):
            if door.filter(pk=case).exists():
                yield f"a door is open to {person}"
    for entry in Member.objects.filter(same_as__isnull=False):
        if access.open_to(entry).exists() or access.followed_by(entry).exists() or access.asked(entry).exists():
            yield f"a door is open to the entry of {entry} that is no more"


def every_open_case_stays_where_it_is(memory: Memory) -> Faults:
    """The summary for figures about time: one open stay, at the place of the case and since the day it came there."""
    now = {case: place for case, *place in Stay.objects.filter(left_on=None).values_list(*STAY)}
    for case in Case.objects.all():
        here = [case.tier, case.state, case.entered_on] if case.state != State.CLOSED else None
        if now.pop(case.pk, None) != here:
            yield f"{case} is at {here}, and its stay is another"


STAY = ("case", "tier", "state", "entered_on")


ALWAYS: tuple[Callable[[Memory], Faults], ...] = (
    no_act_of_a_barred_person,
    no_word_of_a_complaint_changes,
    one_desk_for_each_person,
    every_tally_is_what_was_voted,
    no_opinion_of_one_who_left,
    every_decision_is_whole,
    every_measure_was_carried,
    every_open_step_has_an_owner_and_a_day,
    both_sides_are_told_alike,
    no_conflict_is_lost,
    no_marker_is_lost,
    both_sides_see_the_same_evidence,
    every_open_case_stays_where_it_is,
)
IN_THE_END = (no_door_opens_to_a_barred_person,)


def faults(memory: Memory, *, rules: tuple[Callable[[Memory], Faults], ...] = ALWAYS) -> list[str]:
    return [f"{rule.__name__}: {fault}" for rule in rules for fault in rule(memory)]
