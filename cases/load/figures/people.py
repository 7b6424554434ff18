"""Facts about offices and members: could every body be formed today? No case is asked."""

from collections import Counter, defaultdict
from datetime import date, timedelta

from django.db.models import Count

from branches.models import Branch, Office
from branches.posts import BRANCH_POSTS, Post
from cases import law, load
from cases.domain.catalogue import Names
from cases.domain.procedure import Procedure
from cases.domain.tables import Fact
from cases.domain.vocabulary import Tier
from cases.load.figures.scope import Scope, midnight
from cases.models import PublishedProcedure

SOON = timedelta(days=90)
ONE_EACH = (Post.REGISTRAR, Post.AUDITOR)
CHAIRS = (Post.NATIONAL_CHAIR, Post.APPEALS_CHAIR)
PAIR = 2


def branches(today: date) -> Names:
    """Every branch by its key, and the place of complaints without one."""
    return {str(pk): name for pk, name in Branch.objects.values_list("pk", "name")} | {"": "No branch"}


def sizes(today: date) -> dict[str, int]:
    """How many members each branch has now."""
    rows = Branch.objects.filter(members__left_on__isnull=True, members__is_active=True)
    return {str(pk): n for pk, n in rows.values_list("pk").annotate(n=Count("members"))}


def regions() -> dict[str, str]:
    """The region of each branch; empty where it has none."""
    return {str(pk): region for pk, region in Branch.objects.values_list("pk", "region")}


def branch_panels(scope: Scope) -> list[Fact]:
    """Who could be drawn for a panel of each branch: its members and those of its neighbours in the region."""
    procedure = _procedure(scope.today)
    body = procedure.body(Tier.BRANCH)
    places = dict(Branch.objects.values_list("pk", "region"))
    kept_out = Office.objects.on(scope.today).filter(post__in=body.never if body else ())
    free = load.people.members_of(procedure, list(places), scope.today).exclude(pk__in=kept_out.values("member"))
    here: Counter[int] = Counter(dict(free.order_by().values_list("branch").annotate(n=Count("pk"))))
    near: dict[str, int] = defaultdict(int)
    for place, region in places.items():
        near[region] += here[place]
    found = []
    for place, region in places.items():
        can = near[region] if region and body and "neighbour_members" in body.pools else here[place]
        found += _seats(str(place), can, body.minimum if body else 0)
    return found


def _seats(row: str, can: int, needed: int) -> list[Fact]:
    counts = {"can": can, "needed": needed, "missing": max(0, needed - can)}
    return [Fact(row, col, n) for col, n in counts.items()]


def offices(scope: Scope) -> list[Fact]:
    """How many hold each office, how many terms end soon, and how many holders are too few."""
    needed = needed_holders(_procedure(scope.today), Branch.objects.count())
    rows = Office.objects.on(scope.today).filter(member__left_on__isnull=True).order_by()
    held = Counter(dict(rows.values_list("post").annotate(n=Count("pk"))))
    ending = rows.filter(until__lte=scope.today + SOON)
    found = [Fact(post, "ending", n) for post, n in ending.values_list("post").annotate(n=Count("pk"))]
    for post in Post:
        found += [Fact(post, "held", held[post]), Fact(post, "missing", max(0, needed.get(post, 0) - held[post]))]
    return found


def needed_holders(procedure: Procedure, branch_count: int) -> dict[str, int]:
    """At least so many: a chair and the seats of each committee, two on duty, one registrar and auditor."""
    needed = {str(post): 1 for post in (*ONE_EACH, *CHAIRS)} | {str(Post.DUTY): PAIR}
    needed |= {str(post): branch_count for post in BRANCH_POSTS}
    for tier, post in ((Tier.NATIONAL, Post.NATIONAL_MEMBER), (Tier.APPEAL, Post.APPEALS_MEMBER)):
        if body := procedure.body(tier):
            needed[str(post)] = body.seats - 1
    return needed


def _procedure(today: date) -> Procedure:
    return law.procedure_of(law.in_force(PublishedProcedure, midnight(today)))
