"""No procedure is published in which somebody could sit on a case."""

from dataclasses import replace

import pytest

from cases.domain import checker
from cases.domain.vocabulary import Action, Role, State, Tier
from tests.domain import broken
from tests.domain.broken import DEFAULT

FIRST, BRANCH, REVIEW = "The first look", "Every step of a branch panel", "The review of a dismissal"
AFTER, SERVED, EXTERNAL = "After the decision", "Delivering a decision", "Asking an external body"


def said(procedure, words):
    found = checker.faults(procedure)
    assert any(words in sentence for sentence in found), found


@pytest.mark.parametrize("rule", DEFAULT.overdue, ids=lambda rule: rule.name)
def test_a_place_without_its_article_is_named(rule):
    """Every article of the default is needed: without it, a clock would end in nothing."""
    found = checker.faults(broken.without_overdue(rule.name))
    for state in rule.at:
        assert any(f"Nothing follows when the time of “{state.label}”" in sentence for sentence in found), state


def test_every_clock_of_the_default_ends_in_a_step_or_in_other_hands():
    for clock in DEFAULT.clocks:
        for tier in clock.tiers:
            rule = DEFAULT.when_overdue(tier, clock.state)
            assert (rule and (rule.act or rule.hand_on)) or clock.lapses, (tier, clock.state)


def test_an_alert_alone_is_no_consequence():
    alone = {"after": None, "act": None, "hand_on": None}
    said(broken.with_overdue(REVIEW, **alone), "Nothing follows when the time of “Dismissal under review” (Intake)")


def test_a_lapse_that_waits_for_somebody_is_no_consequence():
    """The answer's time ends only after two deliveries: somebody could leave them undone."""
    kept = replace(DEFAULT.when_overdue(Tier.BRANCH, State.RESPONDING), at=frozenset({State.FORMING}))
    rules = tuple(kept if rule.name == BRANCH else rule for rule in DEFAULT.overdue)
    said(replace(DEFAULT, overdue=rules), "Nothing follows when the time of “Waiting for the answer” (Branch)")


@pytest.mark.parametrize(
    ("name", "changes", "words"),
    [
        (BRANCH, {"act": Action.CLOSE}, "close should follow at “Panel decides” (Branch), but there is no such step."),
        (FIRST, {"act": Action.REFER_OUT}, "refer_out should follow at “First look” (Intake), but the system may not"),
        (FIRST, {"act": None}, "“after” and “act” belong together."),
        (BRANCH, {"after": None}, "“after” and “act” belong together."),
        (BRANCH, {"tell": 40}, "the owner is told first"),
        (BRANCH, {"may_ask": 31}, "what follows by itself comes last"),
        (AFTER, {"may_ask": 14}, "there is no step request_escalation"),
        (FIRST, {"above": ()}, "“tell_above” and “above” belong together."),
        (FIRST, {"above": ("friends",)}, "the pool “friends” is not explained under [pools]."),
        (FIRST, {"above": ("own_branch:branch_leader",)}, "cannot be told"),
        (FIRST, {"above": ("national_officer",)}, "cannot be told"),
        (EXTERNAL, {"at": frozenset({State.HEARING})}, "but no case can ever come there."),
        (SERVED, {"at": frozenset({State.SIGNED, State.FINAL})}, "stands in 2 articles of [[overdue]]."),
    ],
)
def test_an_article_that_cannot_work_is_named(name, changes, words):
    said(broken.with_overdue(name, **changes), words)


def test_nothing_ends_because_time_has_passed():
    closing = tuple(
        replace(s, by=s.by | {Role.SYSTEM}, guards=()) if s.action is Action.UPHOLD_DISMISSAL else s
        for s in DEFAULT.steps
    )
    rules = tuple(replace(r, act=Action.UPHOLD_DISMISSAL) if r.name == REVIEW else r for r in DEFAULT.overdue)
    said(replace(DEFAULT, steps=closing, overdue=rules), "uphold_dismissal would end the case.")


def test_a_step_that_waits_for_somebody_cannot_follow_by_itself():
    steps = tuple(replace(s, guards=("panel_complete",)) if s.action is Action.ESCALATE else s for s in DEFAULT.steps)
    said(replace(DEFAULT, steps=steps), "escalate should follow at “Hearing” (Branch), but it can wait for somebody.")
