"""Who is expelled by a case, and who asked to come back."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from cases.domain.facts import ReadmissionFacts
from cases.domain.vocabulary import MeasureKind, State
from cases.models import Case, Measure, Proceeding, Readmission, ReadmissionStatement, ReadmissionVote
from cases.together import Facts

DECIDED = (State.FINAL, State.MONITORING, State.CLOSED)


def expulsions(case: Case) -> QuerySet[Measure]:
    """Expulsions of this case that are in force."""
    running = Measure.objects.filter(case=case, kind=MeasureKind.EXPULSION, starts_on__isnull=False)
    return running.filter(dropped_at__isnull=True, ended_at__isnull=True, bound__member__isnull=False)


def readmissions(case: Case, proceeding: Proceeding, today: date) -> Facts:
    """Only where a decision has become final is anybody expelled by it."""
    if case.state not in DECIDED:
        return {}
    expelled, asked, said, voted = yield [
        expulsions(case).values_list("bound__member", "starts_on"),
        Readmission.objects.filter(case=case).order_by("number"),
        ReadmissionStatement.objects.filter(case=case).values_list("request", "written_by"),
        ReadmissionVote.objects.filter(case=case).values_list("request", "member"),
    ]
    return {
        "expelled": tuple((member, day) for member, day in expelled),
        "readmissions": tuple(
            ReadmissionFacts(
                number=row.number,
                member=row.asked_by_id,
                asked_on=timezone.localdate(row.asked_at),
                say_by=row.say_by,
                ruled=row.ruled_at is not None,
                spoke=frozenset(member for request, member in said if request == row.pk),
                voted=frozenset(member for request, member in voted if request == row.pk),
            )
            for row in asked
        ),
    }


def to_vote(member: int) -> Exists:
    """Does a request wait in the case of a role for the vote of this member?"""
    given = ReadmissionVote.objects.filter(request=OuterRef("pk"), member=member)
    return Exists(Readmission.objects.filter(~Exists(given), case=OuterRef("case"), how=""))
