"""The first administrator, who has nobody to ask."""

import pytest
from django.core.management import CommandError, call_command

from branches.posts import Post
from branches.queries import keeps_register, posts_of


def test_the_first_administrator_is_appointed_by_command(ana, today, capsys):
    call_command("appoint", "ANA@example.org", "administrator")
    assert keeps_register(ana, today)
    assert "Ana Lind is Administrator" in capsys.readouterr().out


def test_an_office_of_a_branch_is_given_by_its_short_name(ana, harbour, today):
    call_command("appoint", ana.email, "branch_leader", "--branch", "harbour")
    assert posts_of(ana, today) == {(Post.BRANCH_LEADER, harbour.pk)}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nobody@example.org", "registrar"], "There is no member with the address"),
        (["ana@example.org", "branch_leader"], "belongs to a branch"),
        (["ana@example.org", "branch_leader", "--branch", "atlantis"], "There are: harbour."),
        (["ana@example.org", "emperor"], "invalid choice"),
    ],
)
def test_what_cannot_be_given_is_said_plainly(arguments, told, ana, today):
    with pytest.raises(CommandError, match=told):
        call_command("appoint", *arguments)
    assert posts_of(ana, today) == frozenset()
