"""The conditions about the day of a hearing, on both sides of their line; `test_guards` asks them with the others."""

from datetime import date, timedelta

from cases.domain.hearing_facts import HearingFacts, MinutesFacts
from cases.domain.vocabulary import PostponementGround, Role, Tier
from tests.domain.facts import ANA, CAL, DEE, ELI, HANA, ROB, SIDES, TODAY, WITH_WITNESS, actor, held, panel, party

SUPPORTER, ILLNESS = PostponementGround.SUPPORTER, PostponementGround.ILLNESS
A, CHAIR = actor(ANA, Role.COMPLAINANT), actor(CAL, Role.PANEL_CHAIR)
TOMORROW = TODAY + timedelta(days=1)
CALLED = {"tier": Tier.BRANCH, "hearing_on": date(2026, 6, 30)}


def asked(ground=ILLNESS, **facts):
    return {**CALLED, "hearing": HearingFacts(asked=ground, asked_by=Role.COMPLAINANT), **facts}


def ready(complainant, respondent=None, **facts):
    days = {(Role.COMPLAINANT, date(2026, 6, complainant))}
    days |= {(Role.RESPONDENT, date(2026, 6, respondent))} if respondent else set()
    return {"tier": Tier.BRANCH, "hearing": HearingFacts(ready=frozenset(days)), **facts}


def moved(*grounds):
    return {**CALLED, "hearing": HearingFacts(postponed=grounds)}


def on(day, month=6):
    return {"hearing_on": date(2026, month, day)}


def there(*members, **facts):
    """Three sit; these of them, or others, stand in the list."""
    return {
        "tier": Tier.BRANCH,
        "panel": panel(CAL, DEE, ELI),
        "hearing": HearingFacts(present=frozenset(members)),
        **facts,
    }


def put(waiting=(), admitted=()):
    return {"hearing": HearingFacts(waiting=frozenset(waiting), admitted=frozenset(admitted))}


ON_HOLD = panel(CAL, DEE, more=(held(ELI),))
SUPPORTED = {
    "parties": (
        *SIDES,
        party(None, Role.SUPPORTER, number=4, named_by=ANA),
        party(None, Role.SUPPORTER, number=5, named_by=ROB),
    )
}
YES, OPEN = {"upheld": True}, {"minutes": MinutesFacts(open=True)}
WRONG = {"given": frozenset({"ruling"})}
# name, facts that meet it, facts that do not
ON_FACTS = [
    ("hearing_ahead", CALLED, {}),
    ("hearing_ahead", {"hearing_on": TOMORROW}, {"hearing_on": TODAY}),
    ("postponement_possible", CALLED, asked()),
    ("postponement_possible", moved(ILLNESS), moved(ILLNESS, SUPPORTER)),
    ("no_postponement_open", CALLED, asked()),
    ("hearing_day_come", {"hearing_on": TODAY}, {"hearing_on": TOMORROW}),
    ("hearing_day_come", {"hearing_on": TODAY}, {}),
    ("hearing_set", CALLED, {}),
    ("enough_present", there(CAL, DEE, ELI), there(CAL, DEE)),
    ("enough_present", there(CAL, DEE, ELI), there(CAL, DEE, HANA)),
    ("enough_present", there(CAL, DEE, ELI, panel=ON_HOLD), there(CAL, DEE, panel=ON_HOLD)),
    ("minutes_open", OPEN, {}),
    ("minutes_final", {}, OPEN),
]

# name, facts, actor, what the act brings, met
ON_ACTS = [
    # both together can shorten the fourteen days, to three at the least; one alone cannot
    ("hearing_notice_kept", ready(20), CHAIR, on(28), False),
    ("hearing_notice_kept", ready(20, 22), CHAIR, on(22), True),
    ("hearing_notice_kept", ready(20, 22), CHAIR, on(21), False),
    ("hearing_notice_kept", ready(16, 16), CHAIR, on(18), True),
    ("hearing_notice_kept", ready(16, 16), CHAIR, on(17), False),
    ("hearing_notice_kept", ready(30, 30), CHAIR, on(29), True),
    ("hearing_notice_kept", ready(20, 22, tier=Tier.NATIONAL, notice_served_on=TODAY), CHAIR, on(22), True),
    ("hearing_notice_kept", ready(20, tier=Tier.NATIONAL, notice_served_on=TODAY), CHAIR, on(14, 7), False),
    ("hearing_notice_kept", ready(20, tier=Tier.NATIONAL, notice_served_on=TODAY), CHAIR, on(15, 7), True),
    ("ready_in_time", {}, A, {"until": date(2026, 6, 18)}, True),
    ("ready_in_time", {}, A, {"until": date(2026, 6, 17)}, False),
    ("ready_in_time", {}, A, {}, False),
    ("postponement_possible", moved(SUPPORTER), A, {"postponement": ILLNESS}, True),
    ("postponement_possible", moved(SUPPORTER), A, {"postponement": SUPPORTER}, False),
    ("witness_chosen", {"parties": WITH_WITNESS}, CHAIR, {"party": 3}, True),
    ("witness_chosen", {"parties": WITH_WITNESS}, CHAIR, {"party": 2}, False),
    ("witness_chosen", {}, CHAIR, {"party": 2}, False),
    ("supporter_chosen", SUPPORTED, A, {"party": 4}, True),
    ("supporter_chosen", SUPPORTED, A, {"party": 5}, False),
    ("supporter_chosen", SUPPORTED, CHAIR, {"party": 5}, True),
    ("supporter_chosen", SUPPORTED, CHAIR, {"party": 2}, False),
    ("supporter_chosen", {}, A, {"party": 4}, False),
    ("question_waits", put([1]), CHAIR, {"question": 1}, True),
    ("question_waits", put([1]), CHAIR, {"question": 2}, False),
    ("question_waits", put([], [1]), CHAIR, {"question": 1}, False),
    ("question_admitted", put([1], [2]), CHAIR, {"question": 2}, True),
    ("question_admitted", put([1], [2]), CHAIR, {"question": 1}, False),
    ("question_admitted", put([1]), CHAIR, {"question": 1}, False),
    ("refusal_reasoned", {}, CHAIR, YES, True),
    ("refusal_reasoned", {}, CHAIR, WRONG, False),
    ("refusal_reasoned", {}, CHAIR, {"given": frozenset({"ruling", "reason"})}, True),
    ("minutes_not_seen", OPEN, CHAIR, YES, True),
    ("minutes_not_seen", OPEN, CHAIR, WRONG, False),
    ("minutes_not_seen", OPEN, CHAIR, {"given": frozenset({"ruling", "text"})}, True),
    ("minutes_not_seen", {"minutes": MinutesFacts(open=True, seen=frozenset({CAL}))}, CHAIR, YES, False),
    # a no needs nothing; a yes names a day that keeps the notice, or none
    ("postponement_asked", {}, CHAIR, {}, False),
    ("postponement_asked", asked(), CHAIR, {}, True),
    ("postponement_asked", asked(), CHAIR, YES, True),
    ("postponement_asked", asked(), CHAIR, YES | on(1, 7), True),
    ("postponement_asked", asked(), CHAIR, YES | on(29), False),
    ("postponement_asked", asked(), CHAIR, YES | on(30), False),
    ("postponement_asked", asked(hearing_on=date(2026, 6, 20)), CHAIR, YES | on(28), False),
    ("postponement_asked", asked(hearing_on=date(2026, 6, 20)), CHAIR, YES | on(29), True),
    ("postponement_asked", asked(), CHAIR, YES | on(1), False),
    # for a support person: a day, later, and seven days at the most; the notice does not begin anew
    ("postponement_asked", asked(SUPPORTER), CHAIR, YES, False),
    ("postponement_asked", asked(SUPPORTER), CHAIR, YES | on(30), False),
    ("postponement_asked", asked(SUPPORTER), CHAIR, YES | on(7, 7), True),
    ("postponement_asked", asked(SUPPORTER), CHAIR, YES | on(8, 7), False),
    ("postponement_asked", asked(SUPPORTER, hearing_on=TOMORROW), CHAIR, YES | on(20), True),
]

# name, facts, met, while somebody only asks what they could do
AHEAD = [
    ("ready_in_time", {}, True),
    ("postponement_possible", moved(SUPPORTER), True),
    ("postponement_asked", asked(SUPPORTER), True),
    ("postponement_asked", CALLED, False),
    ("witness_chosen", {"parties": WITH_WITNESS}, True),
    ("witness_chosen", {}, False),
    ("supporter_chosen", SUPPORTED, True),
    ("supporter_chosen", {}, False),
    ("question_waits", put([1]), True),
    ("question_waits", put(), False),
    ("question_admitted", put([], [1]), True),
    ("question_admitted", put([1]), False),
    ("refusal_reasoned", {}, True),
    ("minutes_not_seen", OPEN, True),
]
