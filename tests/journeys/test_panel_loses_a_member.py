"""SC-06 and SC-07: a member is lost in deliberation, and a panel of four comes to a tie."""

from branches.usecases import declare_interest
from cases.domain.vocabulary import Category, Choice, Finding, Ground, MeasureKind, Relation, Role, State
from cases.models import AllegationFinding, Ballot, Motion
from tests import build
from tests.journeys.eyes import doors, letters, post, sees


def deliberating(cast, *categories):
    return build.filed(cast).screen().frame(*categories).to_national(Ground.EXPULSION).to_vote()


def test_a_housemate_of_the_respondent_leaves_the_vote_and_the_votes_start_again(cast):
    """SC-06: three have voted; the fifth finds that they shared a home with a side a year ago, and says so."""
    road = deliberating(cast)
    *others, fifth = road.panel()
    for member in others[:3]:
        road.do("vote", member, motion=1, choice=Choice.YES)
    declare_interest(
        member=fifth,
        other=cast.rob,
        relation=Relation.HOUSEMATE,
        since=road.at.date().replace(year=2024),
        until=road.at.date().replace(year=2025),
        by=fifth,
        at=road.at,
    )
    road.case.refresh_from_db()
    assert doors(fifth, road) == sees(fifth, road) == set()
    assert not Ballot.objects.filter(case=road.case, void_at=None).exists()
    assert road.panel() == others and not road.asked()
    post(road)
    assert letters(cast.ana, road)[-1] == letters(cast.rob, road)[-1] == "n08_panel_changed"
    road.vote(yes=3)
    assert Motion.objects.get(case=road.case, void_at=None).carried
    expulsion = {"kind": MeasureKind.EXPULSION, "days": None, "terms": "Membership ends."}
    road.do("propose_measure", road.who(Role.PANEL_CHAIR), **expulsion).vote(yes=3)
    assert [m.carried for m in Motion.objects.filter(case=road.case, kind="measure")] == [True]


def test_a_tie_is_not_substantiated_and_the_measure_follows_from_the_other_allegation(cast):
    """SC-07."""
    road = deliberating(cast, Category.HARASSMENT, Category.DISCRIMINATORY_HARASSMENT)
    road.do("recuse", road.panel()[-1])
    first, second = Motion.objects.filter(case=road.case, void_at=None).order_by("number")
    road.vote(yes=2, motion=first.number).vote(yes=3, motion=second.number)
    found = AllegationFinding.objects.filter(case=road.case).order_by("allegation__number")
    assert [row.finding for row in found] == [Finding.NOT_SUBSTANTIATED, Finding.SUBSTANTIATED]
    assert not Motion.objects.filter(case=road.case, closed_at=None, void_at=None).exists()
    road.measure().decide()
    assert road.case.state == State.APPEAL_WINDOW
