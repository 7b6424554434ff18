"""A conflict of interest found late: before the decision the panel starts again; after it, the decision may fall."""

from dataclasses import replace
from datetime import timedelta

import pytest

from branches import usecases as register
from branches.models import Interest
from branches.posts import Relation
from cases import access, verify
from cases.domain.answer import Refused
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import Action, EventKind, Level, Outcome, Part, Role, State, Tier, Why
from cases.models import (
    AllegationFinding,
    Ballot,
    CaseEvent,
    CaseRole,
    Conflict,
    Decision,
    Dissent,
    LateConflict,
    Measure,
    Motion,
    Notice,
    Proceeding,
    Seat,
)
from cases.queries import folder as folders
from cases.queries import letters, timeline
from cases.queries.parts import decision, inquiry, measures, people, votes
from cases.usecases import late
from tests import build

PLACES = [State.SIGNED, State.APPEAL_WINDOW, State.FINAL, State.MONITORING]
BOTH_TIERS = pytest.mark.parametrize("tier", [Tier.BRANCH, Tier.NATIONAL])
FACTORS = {"injustice": "Yes, to Rob.", "other_cases": "Nothing.", "confidence": "It would suffer."}


def seat_of(road, place=0):
    """One who voted, in the order of the draw; the numbers on the form are those of the seats."""
    decided = Proceeding.objects.filter(case=road.case, tier__in=(Tier.BRANCH, Tier.NATIONAL)).order_by("number").last()
    return Seat.objects.filter(proceeding=decided, kind="member").order_by("order")[place]


def report(road, by=None, kind=Why.FAMILY, place=0):
    words = {"person": seat_of(road, place).order, "kind": kind, "text": "They are cousins. I learned it today."}
    return road.do(Action.REPORT_CONFLICT, by or road.cast.ana, **words)


def rule(road, established=True, **more):
    return road.do(
        Action.RULE_CONFLICT, road.who(Role.CONFLICT_RULER), established=established, reason="So it is.", **more
    )


def waits_on_a_ruling(monkeypatch, kind=Why.FAMILY):
    """The same law, with this kind at the level that others must rule on."""
    found = Procedure.conflict

    def softer(self, asked):
        rule = found(self, asked)
        return replace(rule, level=Level.RULING) if asked is kind and rule else rule

    monkeypatch.setattr(Procedure, "conflict", softer)


def seen_by(road, member):
    handles = CaseRole.objects.filter(case=road.case, member=member, until=None).exists()
    make = folders.of_handler if handles else folders.of_party
    return make(road.case, member, today=road.at.date())


# Reported


@BOTH_TIERS
@pytest.mark.parametrize("state", PLACES)
def test_a_report_goes_to_somebody_of_the_appeals_committee_without_any_part_in_the_case(cast, tier, state):
    road = build.PLACES[tier, state](cast)
    earlier = set(CaseRole.objects.filter(case=road.case).values_list("member", flat=True))
    ruler = report(road).who(Role.CONFLICT_RULER)
    assert ruler.offices.filter(post__startswith="appeals").exists()
    assert ruler.pk not in earlier
    assert road.case.state == state
    row = LateConflict.objects.get(case=road.case)
    assert (row.kind, row.role, row.rule_by) == (Why.FAMILY, Role.COMPLAINANT, road.at.date() + timedelta(days=14))


@pytest.mark.parametrize("who", ["ana", "rob", "registrar", "panel"])
def test_both_sides_the_registrar_and_the_panel_may_report(cast, who):
    road = build.PLACES[Tier.BRANCH, State.APPEAL_WINDOW](cast)
    people = {"registrar": road.who(Role.REGISTRAR), "panel": road.panel()[0], "ana": cast.ana, "rob": cast.rob}
    assert report(road, people[who]).who(Role.CONFLICT_RULER)


def test_somebody_without_a_part_in_the_case_cannot_report(cast):
    road = build.PLACES[Tier.BRANCH, State.APPEAL_WINDOW](cast)
    for stranger in (cast.eva, cast.dee, cast.stan):
        with pytest.raises(Refused):
            report(road, stranger)


def test_both_sides_hear_of_the_kind_in_the_same_moment_and_of_no_name(cast):
    road = report(build.PLACES[Tier.BRANCH, State.APPEAL_WINDOW](cast))
    found = Notice.objects.filter(case=road.case, letter="n27_conflict_reported")
    assert {notice.member for notice in found} == {cast.ana, cast.rob}
    read = letters.letter(found.get(member=cast.rob), at=road.at)
    assert read.conflict == "Family of a party"
    assert "member" not in CaseEvent.objects.get(case=road.case, kind=EventKind.CONFLICT_REPORTED).data


def test_one_report_waits_at_a_time_and_the_case_is_not_closed_meanwhile(cast):
    road = report(build.PLACES[Tier.BRANCH, State.MONITORING](cast))
    with pytest.raises(Refused):
        report(road, cast.rob)
    road.later(days=400).clock()
    assert road.case.state == State.MONITORING


def test_whoever_did_not_sit_cannot_be_reported(cast):
    road = build.PLACES[Tier.BRANCH, State.APPEAL_WINDOW](cast)
    with pytest.raises(Refused) as refused:
        road.do(Action.REPORT_CONFLICT, cast.ana, person=99, kind=Why.FAMILY, text="x")
    assert refused.value.against == (late.NOT_OF_THE_PANEL,)


def test_without_a_ruling_in_time_somebody_else_gets_it(cast):
    road = report(build.PLACES[Tier.BRANCH, State.FINAL](cast))
    first = road.who(Role.CONFLICT_RULER)
    assert road.later(days=14).clock().who(Role.CONFLICT_RULER) == first
    second = road.later(days=1).clock().who(Role.CONFLICT_RULER)
    assert second != first and not access.open_to(first).filter(pk=road.case.pk).exists()


def test_a_ruler_who_steps_aside_is_replaced(cast):
    road = report(build.PLACES[Tier.BRANCH, State.FINAL](cast))
    first = road.who(Role.CONFLICT_RULER)
    assert road.do(Action.RECUSE, first).who(Role.CONFLICT_RULER) != first


def test_the_ruler_reads_the_decision_and_the_report_and_neither_the_complaint_nor_the_evidence(cast):
    road = report(build.PLACES[Tier.BRANCH, State.FINAL](cast))
    folder = seen_by(road, road.who(Role.CONFLICT_RULER))
    assert folder.parts == {Part.ALLEGATIONS, Part.DECISION, Part.PROCESS}
    assert decision.decisions(folder)


# Ruled


@BOTH_TIERS
@pytest.mark.parametrize("state", PLACES)
def test_an_automatic_kind_sets_the_decision_aside_also_when_the_vote_was_not_decisive(cast, tier, state):
    """Everybody voted yes: without the one vote the result would be the same, and the decision falls all the same."""
    road = build.PLACES[tier, state](cast)
    panel = [seat.member for seat in Seat.objects.filter(case=road.case, kind="member", status="seated")]
    motion = Motion.objects.filter(case=road.case, kind="finding").first()
    assert motion.yes == len(panel) and motion.yes - 1 >= motion.needed
    rule(report(road))
    assert (road.case.tier, road.case.state) == (tier, State.FORMING)
    old, new = Proceeding.objects.filter(case=road.case, tier=tier).order_by("number")
    assert (old.ended_as, new.predecessor, new.ended_at) == ("set_aside", old, None)
    assert not any(access.open_to(member).filter(pk=road.case.pk).exists() for member in panel)


def test_what_fell_is_kept_and_marked_and_nothing_of_it_stands(cast):
    road = build.PLACES[Tier.NATIONAL, State.MONITORING](cast)
    rows = {kind: kind.objects.filter(case=road.case).count() for kind in (Ballot, Motion, AllegationFinding, Decision)}
    assert all(rows.values())
    rule(report(road))
    for kind, count in rows.items():
        assert kind.objects.filter(case=road.case).count() == count, "deleted"
        assert not kind.objects.filter(case=road.case, void_at=None).exists(), kind
    for kind in (Ballot, AllegationFinding, Decision):
        assert set(kind.objects.filter(case=road.case).values_list("void_because", flat=True)) == {"set_aside"}
    assert [row.dropped_because for row in Measure.objects.filter(case=road.case)] == ["set_aside"]
    data = CaseEvent.objects.get(case=road.case, kind=EventKind.SET_ASIDE).data
    assert data["void"] == {
        "ballots": 10, "motions": 2, "findings": 1, "decisions": 1, "opinions": 0, "measures": 1,
    }  # fmt: skip


def test_both_sides_are_told_in_the_same_moment_with_the_kind_alone(cast):
    road = build.PLACES[Tier.NATIONAL, State.FINAL](cast)
    name = seat_of(road).member.full_name
    rule(report(road))
    found = Notice.objects.filter(case=road.case, letter="n27_set_aside")
    assert {(notice.member, notice.created_at) for notice in found} == {(cast.ana, road.at), (cast.rob, road.at)}
    for notice in found:
        read = letters.letter(notice, at=road.at)
        assert read.conflict == "Family of a party" and name not in str(read.ruling)


@BOTH_TIERS
def test_the_fresh_panel_gets_the_evidence_and_neither_reasons_nor_votes(cast, tier):
    start = build.branch if tier is Tier.BRANCH else build.national
    road = start(cast).seat_panel().notice().answer()
    road.do(Action.ADD_EVIDENCE, cast.ana, title="A message", text="What was written.")
    road.report().review().papers().vote().measure().decide()
    before = {seat.member_id for seat in Seat.objects.filter(case=road.case)}
    rule(report(road)).seat_panel().notice()
    for member in road.panel():
        assert member.pk not in before, "the panel before is out for ever (C15)"
        folder = seen_by(road, member)
        assert [item.text for item in inquiry.evidence(folder)] == ["What was written."]
        assert decision.decisions(folder) == () and decision.draft(folder) is None
        assert votes.votes(folder) == ()
        assert (inquiry.report(folder) is None) is (tier is Tier.BRANCH), "at the branch the panel wrote it"


def test_both_sides_keep_the_old_decision_with_its_mark(cast):
    road = rule(report(build.PLACES[Tier.NATIONAL, State.APPEAL_WINDOW](cast)))
    for side in (cast.ana, cast.rob):
        (part,) = decision.decisions(seen_by(road, side))
        assert part.set_aside_at == road.at
        assert [measure.over for measure in part.measures] == [measures.DROPPED["set_aside"]]


def test_the_fresh_panel_can_bring_the_case_to_an_end(cast):
    road = rule(report(build.PLACES[Tier.BRANCH, State.FINAL](cast)))
    road.draw()
    road = road if road.case.tier == Tier.BRANCH else road.draw()
    road.clear().notice().answer().report().review().papers().vote(yes=0).decide()
    build.closed(build.final(road))
    assert road.case.closure_reason == "not_substantiated", "the finding that fell does not count"


def test_the_reported_person_is_barred_with_the_kind_that_was_found(cast):
    road = build.PLACES[Tier.BRANCH, State.FINAL](cast)
    member = seat_of(road).member
    rule(report(road))
    kinds = set(Conflict.objects.filter(case=road.case, member=member, until=None).values_list("kind", flat=True))
    assert kinds >= {Why.FAMILY, Why.EARLIER_HAND}


def test_what_is_not_shown_changes_nothing_but_that_it_was_ruled(cast):
    road = rule(report(build.PLACES[Tier.NATIONAL, State.MONITORING](cast)), established=False)
    assert road.case.state == State.MONITORING
    assert not Decision.objects.filter(case=road.case).exclude(void_at=None).exists()
    assert Measure.objects.get(case=road.case).dropped_at is None
    row = LateConflict.objects.get(case=road.case)
    assert (row.established, row.set_aside, row.how) == (False, False, "ruled")
    assert not CaseRole.objects.filter(case=road.case, role=Role.CONFLICT_RULER, until=None).exists()
    told = Notice.objects.filter(case=road.case, letter="n27_conflict_ruled").values_list("member", flat=True)
    assert set(told) == {cast.ana.pk, cast.rob.pk}


@pytest.mark.parametrize("missing", [*FACTORS, "falls"])
def test_a_kind_that_others_rule_on_is_weighed_on_three_questions(cast, monkeypatch, missing):
    waits_on_a_ruling(monkeypatch)
    road = report(build.PLACES[Tier.BRANCH, State.FINAL](cast))
    words = {**FACTORS, "falls": True}
    del words[missing]
    with pytest.raises(Refused) as refused:
        rule(road, **words)
    assert refused.value.against == (late.WEIGH,)


@pytest.mark.parametrize(("falls", "state"), [(True, State.FORMING), (False, State.FINAL)])
def test_whoever_weighs_decides_whether_it_falls(cast, monkeypatch, falls, state):
    waits_on_a_ruling(monkeypatch)
    road = rule(report(build.PLACES[Tier.BRANCH, State.FINAL](cast)), falls=falls, **FACTORS)
    assert road.case.state == state
    assert LateConflict.objects.get(case=road.case).set_aside is falls


def test_an_automatic_kind_falls_whatever_the_ruler_would_rather(cast):
    assert rule(report(build.PLACES[Tier.BRANCH, State.FINAL](cast)), falls=False).case.state == State.FORMING


def test_the_rulers_and_the_reported_have_no_say_in_each_other(cast):
    road = report(build.PLACES[Tier.BRANCH, State.APPEAL_WINDOW](cast))
    for member in [*road.panel(), cast.ana, cast.rob, road.who(Role.REGISTRAR)]:
        with pytest.raises(Refused):
            road.do(Action.RULE_CONFLICT, member, established=False, reason="No.")


def test_a_report_goes_with_an_appeal_that_is_filed_meanwhile(cast):
    road = report(build.PLACES[Tier.BRANCH, State.APPEAL_WINDOW](cast))
    ruler = road.who(Role.CONFLICT_RULER)
    road.appeal()
    assert LateConflict.objects.get(case=road.case).how == "appealed"
    assert not access.open_to(ruler).filter(pk=road.case.pk).exists()
    assert road.who(Role.APPEALS_OFFICER) != ruler
    told = Notice.objects.filter(case=road.case, letter="n27_with_appeal").values_list("member", flat=True)
    assert set(told) == {cast.ana.pk, cast.rob.pk}


def test_an_appeal_after_the_fresh_decision_is_heard_on_the_fresh_decision(cast):
    road = rule(report(build.PLACES[Tier.NATIONAL, State.APPEAL_WINDOW](cast)))
    road.to_decision().appeal().admit()
    (part,) = decision.decisions(seen_by(road, road.panel()[0]))
    assert part.set_aside_at is None
    assert road.outcome(Outcome.AFFIRM).case.state == State.FINAL


# Found before the decision


@BOTH_TIERS
def test_found_before_the_decision_the_votes_and_drafts_are_void_and_the_panel_starts_again(cast, tier):
    road = (build.branch if tier is Tier.BRANCH else build.national)(cast).to_vote().vote().measure().reasons()
    lost = road.panel()[-1]
    road.do(Action.ADD_DISSENT, lost, text="Mine alone.")
    Interest.objects.filter(member=lost).delete()
    register.declare_interest(member=lost, other=cast.rob, relation=Relation.FAMILY, by=lost, at=road.at)
    road.case.refresh_from_db()
    assert not access.open_to(lost).filter(pk=road.case.pk).exists()
    for kind in (Ballot, AllegationFinding, Decision):
        rows = kind.objects.filter(case=road.case)
        assert rows.exists() and not rows.filter(void_at=None).exists()
    if tier is Tier.BRANCH:
        assert road.case.tier == Tier.NATIONAL
        return
    told = Notice.objects.filter(case=road.case, letter="n08_panel_changed").values_list("member", flat=True)
    assert set(told) == {cast.ana.pk, cast.rob.pk}
    road.vote().decide()
    opinions = decision.decisions(seen_by(road, cast.ana))[0].opinions
    assert Dissent.objects.filter(case=road.case).count() == 1 and opinions == ()


# The record knows the marks


def checked(road):
    return verify.one(road.case.code, lambda *_: None)


def test_a_record_with_void_marks_is_intact(cast):
    road = rule(report(build.PLACES[Tier.NATIONAL, State.FINAL](cast))).to_decision()
    assert checked(road).verdict == "intact"
    assert verify.whole(lambda *_: None).verdict == "intact"


def test_a_mark_taken_away_or_put_there_by_hand_is_found(cast):
    road = rule(report(build.PLACES[Tier.NATIONAL, State.FINAL](cast)))
    fallen = Decision.objects.filter(case=road.case)
    fallen.update(void_at=None, void_because="")
    AllegationFinding.objects.filter(case=road.case).update(void_at=None, void_because="")
    assert "no longer marked as void" in checked(road).fault.because
    other = build.PLACES[Tier.NATIONAL, State.FINAL](cast)
    for kind in (Decision, AllegationFinding):
        kind.objects.filter(case=other.case).update(void_at=other.at, void_because="by hand")
    assert "no entry set it aside" in checked(other).fault.because


def test_a_word_of_a_decision_that_fell_is_still_vouched_for(cast):
    road = rule(report(build.PLACES[Tier.NATIONAL, State.FINAL](cast)))
    AllegationFinding.objects.filter(case=road.case).update(finding="not_substantiated")
    assert "no longer has the words" in checked(road).fault.because


@pytest.mark.parametrize("kind", [Why.LINKED, Why.UNDER_COMPLAINT, Why.ADVERSARY])
def test_a_kind_that_tells_of_another_matter_is_named_in_no_letter_list_or_timeline(cast, kind):
    road = report(build.PLACES[Tier.BRANCH, State.FINAL](cast), kind=kind)
    for notice in Notice.objects.filter(case=road.case, letter="n27_conflict_reported"):
        assert letters.letter(notice, at=road.at).conflict == "Another reason"
    assert people.CATEGORY[kind] == "another reason"
    folder = seen_by(road, road.who(Role.REGISTRAR))
    assert kind.label not in str(timeline.timeline(folder, ""))
