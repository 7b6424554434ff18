"""What must be so after every kill, asked of plain rows, of the record and of the mail server."""

from collections import Counter
from collections.abc import Iterable, Iterator

from django.core.management import call_command
from django.utils import timezone

from cases import access, mailing
from cases.domain.vocabulary import Action, EventKind, Tier
from cases.models import Ballot, Case, CaseEvent, Complaint, Conflict, Draft, Mail, Notice, Proceeding, Writing
from tests import invariants
from tests.faults.acts import time_passes
from tests.mailserver import Post


def lost_or_doubled(drafts: int, ours: int, kept: Iterable[str], post: Post) -> dict[str, list[str]]:
    """By what was promised: what does not hold."""
    return {
        "complaints lost or doubled": list(_complaints(drafts, ours)),
        "changes without their event, or events without their change": list(_pairs()),
        "letters lost or doubled": list(_letters()),
        "mails lost, or with another number": list(_mails(post)),
        "acts lost": list(kept),
        "rules broken": invariants.faults(invariants.Memory(), rules=invariants.ALWAYS),
        "the record": list(_record()),
    }


def nothing_waits() -> bool:
    """Every letter is in its inbox, and every mail has left."""
    time_passes(timezone.now())
    letters = Notice.objects.filter(released_at=None, dropped_at=None)
    return not letters.exists() and not mailing.unfinished().exists()


def _complaints(drafts: int, ours: int) -> Iterator[str]:
    """Every draft that a person sent is one case, and beside these there are only those that we filed ourselves."""
    sent = Draft.objects.filter(case__isnull=False)
    cases = Counter(sent.values_list("case", flat=True))
    if len(cases) != drafts or set(cases.values()) - {1}:
        yield f"{drafts} drafts were sent and gave {len(cases)} cases"
    whole = Complaint.objects.count(), Case.objects.count(), _events(EventKind.COMPLAINT_RECEIVED)
    if set(whole) != {drafts + ours}:
        yield f"complaints, cases and their first events are {whole}, and should be {drafts + ours}"


def _events(kind: str) -> int:
    return CaseEvent.objects.filter(kind=kind).count()


def _pairs() -> Iterator[str]:
    """Rows, and the events that tell of them."""
    found = {
        "votes": (Ballot.objects.count(), _events("vote_cast")),
        "stepping aside": (Conflict.objects.filter(kind="self_declared").count(), _events("recused")),
        "requests": (
            Writing.objects.filter(action=Action.REQUEST_ESCALATION).count(),
            _events("escalation_requested"),
        ),
        "moving up": (Proceeding.objects.filter(predecessor__tier=Tier.BRANCH).count(), _events("escalated")),
    }
    yield from (f"{what}: {rows} rows, {events} events" for what, (rows, events) in found.items() if rows != events)


def _letters() -> Iterator[str]:
    waiting = Notice.objects.filter(released_at=None, dropped_at=None).count()
    if waiting:
        yield f"{waiting} are in no inbox"
    for notice in Notice.objects.filter(dropped_at__isnull=False):
        if access.may_receive(notice):
            yield f"{notice.letter} was dropped"
    once = Counter(Notice.objects.filter(letter="n01_received", role="complainant").values_list("case", flat=True))
    if len(once) != Case.objects.count() or set(once.values()) - {1}:
        yield f"{len(once)} receipts of {Case.objects.count()} complaints, {max(once.values())} at the most"


def _mails(post: Post) -> Iterator[str]:
    ours = {str(mailing.message(mail, None).extra_headers["Message-ID"]): mail for mail in Mail.objects.all()}  # type: ignore[arg-type]
    left = {number for number, mail in ours.items() if mail.mailed_at}
    yield from (f"{number} never left" for number in left - set(post.ids))
    yield from (f"{number} is unknown" for number in set(post.ids) - ours.keys())
    yield from (f"{to} got the mail of another" for to, m in post.got if ours[m["Message-ID"]].member.email != to)
    if waiting := mailing.unfinished().count():
        yield f"{waiting} still wait"


def _record() -> Iterator[str]:
    try:
        call_command("verify_record", verbosity=0)
    except SystemExit as found:
        yield f"verify_record exits {found.code}"
