"""Give an office from the command line: the first administrator has nobody to ask."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localdate, now

from branches import usecases
from branches.models import Branch, Member
from branches.posts import Post
from branches.refused import NotAllowed


class Command(BaseCommand):
    help = "Give a member an office from today on. Meant for the first administrator; later ones are given on /people/."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("post", choices=Post.values)
        parser.add_argument("--branch", help="the short name of the branch, for an office of one branch")

    def handle(self, *args: Any, email: str, post: str, branch: str | None, **options: Any) -> None:
        try:
            member = Member.objects.get_by_natural_key(email)
            place = Branch.objects.get(slug=branch) if branch else None
            office = usecases.appoint(member=member, post=post, branch=place, since=localdate(), by=None, at=now())
        except Member.DoesNotExist as problem:
            raise CommandError(f"There is no member with the address {email}.") from problem
        except Branch.DoesNotExist as problem:
            names = ", ".join(Branch.objects.values_list("slug", flat=True))
            raise CommandError(f"There is no branch {branch}. There are: {names or 'none yet'}.") from problem
        except NotAllowed as refusal:
            raise CommandError(refusal.because) from refusal
        self.stdout.write(f"{member} is {office.get_post_display()} from {office.since}.")
