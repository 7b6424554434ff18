"""SC-06 and SC-08: a member is doubted, out at once, and comes back only by others."""

from datetime import date

import pytest

from branches.usecases import declare_interest
from cases import load
from cases.domain import panels
from cases.domain.answer import Refused
from cases.domain.vocabulary import (
    Action,
    Choice,
    EventKind,
    Ground,
    MeasureKind,
    Relation,
    Role,
    SeatStatus,
    Tier,
    Why,
)
from cases.models import Ballot, CaseEvent, Challenge, Conflict, Dissent, Motion, Seat
from cases.usecases import ACTS
from tests import build
from tests.cast import moment
from tests.journeys.eyes import doors, letters, post, sees

CHALLENGE = Action.CHALLENGE


def told(cast):
    """A panel of five of the national committee; both sides were told of it on the first of June."""
    return build.national(cast).seat_panel().notice()


def status(member) -> SeatStatus:
    return SeatStatus(Seat.objects.get(member=member).status)


def open_challenge(road, member) -> Challenge:
    return Challenge.objects.get(case=road.case, member=member, ruled_at=None)


def rule(road, member, *, keep: int) -> None:
    """All who may rule do; the first `keep` of them say that the person may stay."""
    number = open_challenge(road, member).number
    doubted = set(Challenge.objects.filter(case=road.case, ruled_at=None).values_list("member", flat=True))
    rulers = [m for m in road.panel() if m.pk not in doubted]
    for place, ruler in enumerate(rulers):
        road.do(Action.RULE_CHALLENGE, ruler, challenge=number, keep=place < keep, reason="So I see it.")


def refused(road, action, by, **words) -> str:
    """What stands against an act, in one text."""
    with pytest.raises(Refused) as error:
        ACTS[action](case_id=road.case.pk, by=by, at=road.at, **words)
    return " ".join(against.because for against in error.value.against)


# SC-08


def test_the_chair_is_challenged_and_a_tie_puts_her_out(cast):
    road = told(cast)
    dee, *others = road.panel()
    assert road.who(Role.PANEL_CHAIR) == dee and len(others) == 4
    road.later(days=4).do(CHALLENGE, cast.rob, member=dee.pk, kind=Why.SLATE, text="They stood together last year.")
    assert status(dee) is SeatStatus.HELD
    assert doors(dee, road) == sees(dee, road) == set()
    assert road.who(Role.PANEL_CHAIR) == others[0], "the next who was drawn presides"
    assert not road.asked(), "nobody takes the place of somebody on hold"
    for agenda in (Action.CALL_HEARING, Action.NAME_WITNESS):
        assert refused(road, agenda, dee, **({"name": "x"} if agenda is Action.NAME_WITNESS else
                                             {"starts_at": road.at, "place": "x"}))  # fmt: skip
    assert open_challenge(road, dee).rule_by == date(2026, 6, 10)
    road.later(days=2)
    proceeding = load.open_proceeding(road.case)
    seen = set(Seat.objects.filter(proceeding=proceeding).values_list("member", flat=True))
    rule(road, dee, keep=2)
    row = Challenge.objects.get(case=road.case)
    assert (row.excluded, row.how, status(dee)) == (True, "ruled", SeatStatus.LEFT)
    assert Conflict.objects.filter(case=road.case, member=dee, kind=Why.SLATE, by_rule=False, until=None).exists()
    (next_one,) = road.asked()
    facts = load.case_facts(road.case, today=road.at.date())
    pools = load.people.pools(
        load.procedure_of(road.case), Tier.NATIONAL, road.case.branch_id, road.at.date(), facts.party_members
    )
    order = [m for _, pool in pools for m in panels.draw(pool, seed=proceeding.seed, barred=seen)]
    barred = set(Conflict.objects.filter(case=road.case, until=None).values_list("member", flat=True))
    assert next_one.pk == next(member for member in order if member not in barred)
    post(road)
    assert letters(dee, road)[-2:] == ["n11_on_hold", "n11_ruled"]
    assert letters(cast.ana, road)[-3:] == ["n10_challenge", "n10_ruled", "n08_panel_changed"]
    assert letters(cast.ana, road)[-3:] == letters(cast.rob, road)[-3:]


def test_a_second_challenge_on_facts_known_before_is_late(cast):
    road = told(cast)
    dee, eli, *_ = road.panel()
    road.later(days=4).do(CHALLENGE, cast.rob, member=dee.pk, kind=Why.SLATE, text="They stood together last year.")
    rule(road, dee, keep=4)
    road.later(days=16)
    words = {"member": eli.pk, "kind": Why.FRIEND, "text": "They are close friends."}
    assert "facts that were not known" in refused(road, CHALLENGE, cast.rob, **words, learned_on=date(2026, 6, 2))
    assert status(eli) is SeatStatus.SEATED
    road.do(CHALLENGE, cast.rob, **words, learned_on=road.at.date())
    assert status(eli) is SeatStatus.HELD


def test_whoever_is_kept_sits_and_presides_again(cast):
    road = told(cast)
    dee, *others = road.panel()
    road.do(CHALLENGE, cast.ana, member=dee.pk, kind=Why.FRIEND, text="They go on holiday together.")
    rule(road, dee, keep=3)
    assert (status(dee), road.who(Role.PANEL_CHAIR)) == (SeatStatus.SEATED, dee)
    assert doors(dee, road) == {"open_to"}
    assert road.panel() == [dee, *others] and not road.asked()
    assert not Conflict.objects.filter(case=road.case, member=dee, until=None).exists()
    assert CaseEvent.objects.filter(case=road.case, kind=EventKind.MEMBER_KEPT).count() == 1


# SC-06


def test_in_deliberation_a_member_who_steps_aside_shrinks_the_denominator_and_clears_the_votes(cast):
    """Ivo lived with somebody who becomes a witness, and says so: five become four, three votes are gone."""
    road = build.filed(cast).screen().frame().to_national(Ground.EXPULSION).to_vote()
    *others, fifth = road.panel()
    for member in others[:3]:
        road.do(Action.VOTE, member, motion=1, choice=Choice.YES)
    road.do(Action.ADD_DISSENT, fifth, text="I would have heard one more person.")
    road.do(Action.RECUSE, fifth, kind=Why.HOUSEMATE, reason="We shared a flat until last summer.")
    assert doors(fifth, road) == sees(fifth, road) == set()
    assert not Ballot.objects.filter(case=road.case, void_at=None).exists()
    assert road.panel() == others and not road.asked(), "no replacement once the hearing is over"
    post(road)
    assert letters(cast.ana, road)[-1] == letters(cast.rob, road)[-1] == "n08_panel_changed"
    road.vote(yes=3)
    motion = Motion.objects.get(case=road.case, void_at=None)
    assert (motion.seated, motion.needed, motion.carried) == (4, 3, True)
    expulsion = {"kind": MeasureKind.EXPULSION, "days": None, "terms": "Membership ends."}
    road.do(Action.PROPOSE_MEASURE, road.who(Role.PANEL_CHAIR), **expulsion)
    assert Motion.objects.get(case=road.case, kind="measure").needed == 3
    assert Dissent.objects.filter(case=road.case).count() == 1, "kept, and not delivered"


def test_in_deliberation_a_doubt_stops_the_vote_and_leaves_the_votes_until_the_ruling(cast):
    road = build.filed(cast).screen().frame().to_national(Ground.EXPULSION).to_vote()
    *others, fifth = road.panel()
    for member in others[:3]:
        road.do(Action.VOTE, member, motion=1, choice=Choice.YES)
    words = {"member": fifth.pk, "kind": Why.PREJUDGED, "text": "He said so in the pub.", "learned_on": road.at.date()}
    road.do(CHALLENGE, cast.rob, **words)
    road.declare(others[3])
    assert "on hold" in refused(road, Action.VOTE, others[3], motion=1, choice=Choice.YES)
    assert Ballot.objects.filter(case=road.case, void_at=None).count() == 3
    rule(road, fifth, keep=2)
    assert not Ballot.objects.filter(case=road.case, void_at=None).exists()
    road.vote()
    assert Motion.objects.get(case=road.case, void_at=None).seated == 4


# Who rules


def test_half_of_a_panel_is_ruled_upon_by_the_next_level(cast):
    road = told(cast)
    five = road.panel()
    for place, member in enumerate(five[:3]):
        road.do(CHALLENGE, cast.rob, member=member.pk, kind=Why.FRIEND, text=f"A friend of hers: reason {place}.")
    assert Challenge.objects.filter(case=road.case, passed_on_at__isnull=False).count() == 3
    ruler = road.who(Role.CHALLENGE_RULER)
    assert ruler.full_name.split()[0] in ("Pia", "Quin", "Rae", "Sol", "Tess")
    for row in Challenge.objects.filter(case=road.case):
        road.do(Action.RULE_CHALLENGE, ruler, challenge=row.number, keep=row.member != five[0], reason="So I see it.")
    assert doors(ruler, road) == set(), "the ruling is given"
    assert road.panel() == five[1:]


def test_the_same_words_against_a_second_person_are_no_challenge(cast):
    road = told(cast)
    dee, eli, *_ = road.panel()
    road.do(CHALLENGE, cast.rob, member=dee.pk, kind=Why.SLATE, text="They are all of one caucus.")
    words = {"member": eli.pk, "kind": Why.SLATE, "text": "They are ALL of one caucus"}
    assert "about one person" in refused(road, CHALLENGE, cast.rob, **words)
    assert status(eli) is SeatStatus.SEATED


def test_a_housemate_of_a_witness_is_on_hold_until_others_have_ruled(cast):
    """C07 towards a witness is for others to weigh; the same towards a side puts out at once."""
    road = told(cast)
    fifth = road.panel()[-1]
    road.answer()
    road.do(Action.NAME_WITNESS, road.who(Role.INVESTIGATOR), name="Tara Demo", member=cast.tara)
    assert status(fifth) is SeatStatus.SEATED
    words = {"since": date(2024, 1, 1), "by": fifth, "at": moment(6, 2)}
    declare_interest(member=fifth, other=cast.tara, relation=Relation.HOUSEMATE, **words)
    assert status(fifth) is SeatStatus.HELD
    row = open_challenge(road, fifth)
    assert (row.role, row.kind, row.filed_by) == (Role.SYSTEM, Why.HOUSEMATE, None)
    rule(road, fifth, keep=3)
    assert status(fifth) is SeatStatus.SEATED
    declare_interest(member=fifth, other=cast.rob, relation=Relation.HOUSEMATE, **words)
    assert status(fifth) is SeatStatus.LEFT
