"""Publishing a period: counted and set as a paper first, then frozen in one short transaction."""

from datetime import datetime

from branches.models import Member
from cases import load
from cases.domain import periods
from cases.domain.answer import Refused
from cases.domain.periods import Period
from cases.models import Publication
from cases.reports import counted, files, page
from cases.usecases import figures


def publish(period: Period, *, by: Member, at: datetime) -> Publication:
    """One press: the tables of a period and their paper. Raises `Refused`."""
    day = load.local_day(at)
    if against := periods.against(period, page.periods(), day):
        raise Refused(against)
    tables = [table.as_data() for table in counted.published(period, day)]
    paper = files.whole(page.whole(tables, period, day, figures.hash_of(tables)))
    return figures.publish(period=period, tables=tables, paper=paper, by=by, at=at)
