"""Nobody recovers a hidden figure by taking one published figure from another."""

from random import Random

from cases.domain import suppression
from tests import attack


def test_every_two_published_figures_together_recover_no_hidden_one(capsys):
    worlds = [attack.attack(attack.world(Random(seed), suppression.protect)) for seed in range(12)]
    with capsys.disabled():
        print("", *worlds, sep="\n  ")
    assert not [line for tried in worlds for line in tried.recovered]
    assert sum(tried.attempts for tried in worlds) > 50_000
    assert sum(tried.hidden for tried in worlds) > 1_000


def test_a_year_counted_anew_beside_its_halves_would_show_what_they_hide():
    found = attack.attack(attack.world(Random(0), suppression.protect, years_anew=True)).recovered
    assert any("-H" in secret.partition(": ")[0] for secret in found)


def test_the_attack_succeeds_where_only_the_small_numbers_are_hidden():
    assert attack.attack(attack.world(Random(0), attack.small_alone)).recovered
