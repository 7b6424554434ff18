"""Whatever changes anywhere, every open case hears of it; and a healthy database has nothing to mend."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from branches.posts import Post
from branches.usecases import appoint, declare_interest
from cases import access, load
from cases.demo.roads import Road
from cases.domain.vocabulary import Action, LinkKind, Relation, Role, SeatStatus, Why
from cases.models import Case, CaseEvent, CaseLink, CaseRole, Conflict, Party, Seat
from cases.usecases import deadlines
from tests import build
from tests.cast import moment


def panel_of(road):
    return [s.member for s in Seat.objects.filter(case=road.case, status=SeatStatus.SEATED).order_by("order")]


def kinds(road, member):
    rows = Conflict.objects.filter(case=road.case, member=member, until=None)
    return {Why(kind) for kind in rows.values_list("kind", flat=True)}


def works(road, member):
    return CaseRole.objects.filter(case=road.case, member=member, until=None).exists()


def outsider(cast, *roads):
    """An ordinary member of the branch who was drawn in none of these cases."""
    drawn = set(Seat.objects.values_list("member_id", flat=True))
    return next(member for member in cast.crowd("Northside") if member.pk not in drawn)


def ordinary(cast, road):
    """Somebody on the panel who holds no office."""
    return next(member for member in panel_of(road) if member in cast.crowd("Northside"))


@pytest.fixture
def road(cast):
    return build.branch(cast).seat_panel()


def file_at(cast, by, about, at):
    return Road.file(cast, by, at + timedelta(hours=1), about=about)


def test_who_must_answer_a_formal_case_leaves_every_other_case(cast, road):
    one = ordinary(cast, road)
    other = file_at(cast, outsider(cast), (one.full_name,), road.at).screen().frame().to_branch().seat_panel()
    assert works(road, one), "a complaint alone takes nobody off a panel"
    assert one not in panel_of(other)
    other.notice()
    assert not works(road, one)
    assert Why.UNDER_COMPLAINT in kinds(road, one)
    assert not access.open_to(one).filter(pk=road.case.pk).exists()
    assert access.followed_by(one).filter(pk=other.case.pk).exists()


def test_a_complaint_of_a_party_against_the_panel_is_linked_and_takes_nobody_off(cast, road):
    """SC-15: two days after the roster."""
    road.notice()
    one, two = panel_of(road)[:2]
    made = [file_at(cast, cast.rob, (member.full_name,), road.at) for member in (one, two)]
    links = CaseLink.objects.filter(other=road.case)
    assert {(link.case_id, link.kind, link.after_roster) for link in links} == {
        (one_.case.pk, kind, True) for one_ in made for kind in (LinkKind.COUNTER, LinkKind.RETALIATION)
    }
    assert works(road, one)
    assert works(road, two)
    assert not {Why.LINKED, Why.ADVERSARY} & (kinds(road, one) | kinds(road, two))


def test_a_counter_complaint_keeps_its_sides_out_of_both_cases(cast, road):
    third = outsider(cast)
    other = file_at(cast, cast.rob, (cast.ana.full_name, third.full_name), road.at)
    assert CaseLink.objects.get(case=other.case).kind == LinkKind.COUNTER
    assert Why.LINKED in kinds(road, third)
    facts = load.case_facts(road.case, today=road.at.date())
    assert {cast.rob.pk} == set().union(*(o.complainants for o in facts.other_cases))


def test_two_complaints_about_one_person_are_linked_and_bar_nobody_by_the_link(cast, road):
    third = outsider(cast)
    other = file_at(cast, third, (cast.rob.full_name,), road.at)
    assert CaseLink.objects.get(case=other.case).kind == LinkKind.SAME_RESPONDENT
    assert Why.LINKED not in kinds(road, third)
    assert Why.ADVERSARY in kinds(road, third)


def test_a_link_says_nothing_of_the_other_case_in_any_record(cast, road):
    road.notice()
    other = file_at(cast, cast.rob, (cast.ana.full_name,), road.at)
    said = CaseEvent.objects.filter(kind="case_linked")
    assert {event.case_id for event in said} == {other.case.pk}
    assert {key for event in said for key in event.data} == {"kind"}


def test_of_a_couple_on_one_panel_the_one_drawn_later_leaves(cast, road):
    first, second = panel_of(road)[:2]
    declare_interest(member=second, other=first, relation=Relation.PARTNER, by=None, at=road.at)
    assert works(road, first)
    assert not works(road, second)
    assert kinds(road, second) >= {Why.PANEL_TIE}


def test_a_helper_named_late_puts_a_seated_person_on_hold_and_not_out(cast, road):
    road.notice()
    one = panel_of(road)[0]
    road.do(Action.NAME_SUPPORTER, cast.rob, name=one.full_name)
    assert not works(road, one)
    assert Seat.objects.get(case=road.case, member=one).status == SeatStatus.HELD


def test_a_support_person_gets_nothing_and_is_kept_out(cast, road):
    road.notice()
    helper = outsider(cast)
    road.do(Action.NAME_SUPPORTER, cast.rob, name=helper.full_name)
    assert Party.objects.get(case=road.case, side=Role.SUPPORTER).member == helper
    assert Why.ADVISER in kinds(road, helper)
    assert not access.followed_by(helper).exists()


def test_a_look_back_that_ends_is_seen_within_a_week_without_anybody_acting(cast, road):
    crowd = [m for m in cast.crowd("Northside") if m not in panel_of(road)]
    past = {"since": moment(1, 1, year=2023).date(), "until": moment(6, 20, year=2024).date()}
    declare_interest(member=crowd[0], other=cast.rob, relation=Relation.HOUSEMATE, by=None, at=road.at, **past)
    assert Why.HOUSEMATE in kinds(road, crowd[0])
    assert deadlines.sweep(at=moment(6, 20))["aged"] == 0
    assert Why.HOUSEMATE in kinds(road, crowd[0])
    assert deadlines.sweep(at=moment(6, 28))["aged"] == 1
    assert Why.HOUSEMATE not in kinds(road, crowd[0])
    assert deadlines.sweep(at=moment(6, 28, 10))["aged"] == 0


def test_an_error_in_one_case_stops_the_clock_for_no_other(cast, monkeypatch):
    bad, good = build.filed(cast), build.filed(cast)
    later = good.at + timedelta(days=8)
    ask = deadlines.conflicts.recheck

    def fails(case, **words):
        if case.pk == bad.case.pk:
            raise ValueError(case.pk)
        return ask(case, **words)

    monkeypatch.setattr(deadlines.conflicts, "recheck", fails)
    deadlines.sweep(at=later)
    dates = dict(Case.objects.values_list("pk", "rechecked_on"))
    assert dates[good.case.pk] == load.local_day(later) > dates[bad.case.pk]


def asked(*options):
    """What the command says, and its exit code."""
    out = StringIO()
    try:
        call_command("recheck_conflicts", *options, stdout=out)
    except SystemExit as end:
        return out.getvalue(), end.code
    return out.getvalue(), 0


def test_a_healthy_database_has_nothing_to_mend(cast, road):
    words, code = asked()
    assert (words.strip(), code) == ("1 open case looked at. Nothing to mend.", 0)


def test_what_was_broken_by_hand_is_found_without_a_change_and_then_mended(cast, road):
    one = panel_of(road)[0]
    Conflict.objects.filter(case=road.case, member=cast.rob, kind=Why.PARTY).delete()
    Conflict.objects.create(case=road.case, member=one, kind=Why.SELF_DECLARED, by_rule=False, since=road.at)
    words, code = asked("--json", "--dry-run")
    said = json.loads(words)
    assert code == 1
    assert said["mended"] is False
    assert said["faults"] == [{"case": road.case.code, "missing": 1, "over": 0, "at_work": 1}]
    assert works(road, one)
    words, code = asked()
    assert code == 1
    assert "Mended: 1." in words
    assert not works(road, one)
    assert Why.PARTY in kinds(road, cast.rob)
    assert cast.rob.full_name not in words
    assert asked()[1] == 0


def test_an_auditor_who_must_answer_a_formal_case_oversees_nothing_until_it_is_closed(cast, road):
    day = road.at.date()
    appoint(member=cast.rob, post=Post.AUDITOR, since=day, by=None, at=road.at)
    other = file_at(cast, outsider(cast), (cast.lena.full_name,), road.at)
    assert access.overseen_by(cast.rob, day).filter(pk=other.case.pk).exists()
    road.notice()
    assert not access.overseen_by(cast.rob, day).exists()
    Case.objects.filter(pk=road.case.pk).update(
        state="closed", closed_at=road.at, closure_reason="not_substantiated", due_on=None
    )
    assert access.overseen_by(cast.rob, day).filter(pk=other.case.pk).exists()
