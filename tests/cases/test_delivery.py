"""Letters come into the inbox whatever the mail does; mail is tried until it leaves, and leaves to those who may."""

from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core.mail import get_connection
from django.db import OperationalError, transaction

from cases import access, delivery, mailing
from cases.demo.roads import Road
from cases.domain.vocabulary import Action, Role
from cases.models import Case, Decision, LetterText, Mail, Notice
from cases.queries import letters, outbox, sent
from cases.queries.letters import to as inbox
from cases.usecases import identity, refusals
from tests.cases.filing import words
from tests.cases.reader import Reader
from tests.cast import moment, organisation
from tests.mailserver import BAD, serving

pytestmark = pytest.mark.django_db
SLOT = timedelta(minutes=30)
"""By then the slot of a letter's mail is over."""


@pytest.fixture(scope="module")
def decided(standing):
    """A decision was served: both sides have letters that wait."""
    cast = organisation()
    return Road.file(cast, cast.ana, moment(5, 4)).screen().frame().to_branch().to_decision()


@pytest.fixture
def road(decided, db):
    """Each test on a savepoint of its own."""
    return replace(decided, case=Case.objects.get(pk=decided.case.pk))


def through(post):
    """The site's own mail backend, pointed at a server of the test."""
    return get_connection("django.core.mail.backends.smtp.EmailBackend", host="127.0.0.1", port=post.port, timeout=0.5)


def waits(road):
    return Notice.objects.filter(case=road.case, released_at=None, dropped_at=None)


# The inbox


def test_a_letter_is_in_the_inbox_before_any_mail_has_left(road):
    delivery.deliver_due(at=road.at)
    assert any(line.title == "Decision" or "decision" in line.title.lower() for line in inbox(road.cast.rob))
    assert not waits(road).exists()
    assert not Mail.objects.exclude(mailed_at=None).exists()


@pytest.mark.parametrize("way", BAD)
def test_no_mail_server_keeps_a_letter_out_of_the_inbox(road, way):
    with serving(way) as post:
        delivery.deliver_due(at=road.at)
        assert mailing.mail_due(at=road.at + SLOT, through=through(post)) == 0
        assert inbox(road.cast.ana) and inbox(road.cast.rob)
        assert post.got == [] and post.seen
        assert outbox.backlog(road.at + SLOT).mails == Mail.objects.count()
        # Later the server is well again: everything arrives, once.
        post.way = "accepts"
        post.release.set()
        later = road.at + timedelta(hours=2)
        assert mailing.mail_due(at=later, through=through(post)) == Mail.objects.count() == len(post.got)
        assert mailing.mail_due(at=later + timedelta(days=1), through=through(post)) == 0
    assert len(set(post.ids)) == len(post.ids)
    assert outbox.backlog(later).mails == 0


def test_a_letter_is_released_once_however_often_it_is_tried(road):
    first = delivery.deliver_due(at=road.at)
    stamps = dict(Notice.objects.values_list("pk", "released_at"))
    assert first and delivery.deliver_due(at=road.at + SLOT) == 0
    assert dict(Notice.objects.values_list("pk", "released_at")) == stamps


def test_both_sides_of_one_event_get_their_letters_in_one_transaction(road):
    """Whoever fails for one of the two fails for both; next time both arrive."""
    rob = road.cast.rob
    real = access.may_receive

    def breaks(notice):
        if notice.member_id == rob.pk and notice.letter == "n21_decision":
            raise RuntimeError("as if the power had gone")
        return real(notice)

    with patch.object(access, "may_receive", breaks):
        delivery.deliver_due(at=road.at)
    served = Notice.objects.filter(case=road.case, letter="n21_decision")
    assert set(served.values_list("released_at", "attempts")) == {(None, 1)}
    assert len(set(served.values_list("due_at"))) == 1
    assert not waits(road).exclude(letter="n21_decision").exclude(event__in=served.values("event")).exists()
    assert outbox.backlog(road.at).letters == waits(road).count()
    later = road.at + timedelta(minutes=2)
    delivery.deliver_due(at=later)
    assert set(served.values_list("released_at", flat=True)) == {later}


def test_whoever_may_not_have_a_letter_when_it_is_released_never_gets_it(road):
    road.appeal()
    gone = [n.member for n in waits(road).select_related("member") if n.role == Role.PANEL_CHAIR]
    delivery.deliver_due(at=road.at)
    for notice in Notice.objects.filter(case=road.case, member__in=gone, letter="n33_your_turn"):
        assert notice.dropped_at and notice.mail is None


# The mail


def test_one_mail_tells_of_everything_in_one_slot(road):
    delivery.deliver_due(at=road.at)
    people = Notice.objects.filter(released_at__isnull=False).values_list("member", flat=True)
    assert Mail.objects.count() == len(set(people)) < len(people)


def test_a_mail_leaves_between_the_beginning_and_the_end_of_its_slot(road):
    delivery.deliver_due(at=road.at)
    for mail in Mail.objects.all():
        assert road.at < mail.slot_at <= mail.due_at < mail.slot_at + timedelta(minutes=15)
    with serving() as post:
        assert mailing.mail_due(at=road.at, through=through(post)) == 0
        assert mailing.mail_due(at=road.at + SLOT, through=through(post)) == len(post.got) > 0


def test_nobody_is_mailed_who_lost_the_case_after_the_release(road):
    road.appeal()
    road.admit()
    delivery.deliver_due(at=road.at)
    chair = road.who(Role.PANEL_CHAIR)
    assert Mail.objects.filter(member=chair, notices__case=road.case).exists()
    road.do(Action.RECUSE, chair)
    with serving() as post:
        mailing.mail_due(at=road.at + SLOT, through=through(post))
    assert chair.email not in post.people and post.people
    assert Mail.objects.filter(member=chair, dropped_at__isnull=False, mailed_at=None).exists()


def test_an_address_that_is_refused_for_good_is_not_tried_again(road):
    delivery.deliver_due(at=road.at)
    rob, others = road.cast.rob, Mail.objects.exclude(member=road.cast.rob).count()
    with serving(f"knows no {road.cast.rob.email}") as post:
        assert mailing.mail_due(at=road.at + SLOT, through=through(post)) == others
        assert mailing.mail_due(at=road.at + timedelta(days=1), through=through(post)) == 0
    mail = Mail.objects.get(member=rob)
    assert (mail.bounced_code, mail.bounced_at, mail.attempts) == (550, road.at + SLOT, 0)


def test_a_mail_that_was_taken_without_a_word_is_sent_again_under_the_same_number(road):
    delivery.deliver_due(at=road.at)
    Mail.objects.exclude(member=road.cast.rob).update(dropped_at=road.at)
    with serving("takes it and falls silent") as post:
        mailing.mail_due(at=road.at + SLOT, through=through(post))
        post.way = "accepts"
        mailing.mail_due(at=road.at + timedelta(hours=1), through=through(post))
    assert len(post.ids) == 2 and len(set(post.ids)) == 1
    assert str(Mail.objects.get(member=road.cast.rob).pk.hex)[:8] not in post.ids[0]


def test_a_lease_keeps_a_mail_from_others_until_it_runs_out(road):
    delivery.deliver_due(at=road.at)
    at = road.at + SLOT
    while batch := mailing.claim(at=at):  # a worker that took everything and died
        pass
    assert batch == []
    with serving() as post:
        assert mailing.mail_due(at=at + timedelta(minutes=9), through=through(post)) == 0
        assert mailing.mail_due(at=at + timedelta(minutes=10), through=through(post)) == Mail.objects.count()


def test_who_lost_the_lease_marks_nothing(road):
    delivery.deliver_due(at=road.at)
    at = road.at + SLOT
    slow = mailing.claim(at=at)[0]
    while mailing.claim(at=at + mailing.LEASE):
        pass
    mailing.end(slow, mailed_at=at)
    mailing.postpone(slow, at, OSError())
    slow.refresh_from_db()
    assert (slow.mailed_at, slow.attempts) == (None, 0)


def test_a_server_in_trouble_is_asked_once_in_a_run(road):
    delivery.deliver_due(at=road.at)
    with serving("slams the door") as post:
        mailing.mail_due(at=road.at + SLOT, through=through(post))
    assert Mail.objects.count() > 2 and post.seen == 1
    assert sorted(Mail.objects.values_list("attempts", flat=True))[-2:] == [0, 1]
    assert not Mail.objects.exclude(claim=None).exists()


def test_mail_that_keeps_failing_is_told(road):
    delivery.deliver_due(at=road.at)
    at = road.at + SLOT
    with serving("is too busy") as post:
        for _ in range(outbox.FAILING_AFTER * Mail.objects.count()):
            mailing.mail_due(at=at, through=through(post))
            at += timedelta(hours=6)
    told = outbox.backlog(at)
    assert told.mails == told.mails_failing == Mail.objects.count()
    assert told.mails_seconds > 6 * 60 * 60


def test_a_letter_that_came_later_than_the_mail_gets_a_mail_of_its_own(road):
    late = Notice.objects.filter(member=road.cast.rob, letter="n21_decision")
    late.update(due_at=road.at + timedelta(days=1))
    delivery.deliver_due(at=road.at)
    mails = Mail.objects.count()
    with serving() as post:
        mailing.mail_due(at=road.at + SLOT, through=through(post))
    late.update(due_at=road.at)
    delivery.deliver_due(at=road.at)  # the same slot, by a clock that is behind
    assert Mail.objects.count() == mails + 1


def test_the_mail_of_two_entries_of_one_person_goes_to_the_one_that_stays(road):
    delivery.deliver_due(at=road.at)
    mails = Mail.objects.count()
    kept = next(m for m in road.cast.crowd("Northside") if not Mail.objects.filter(member=m).exists())
    with transaction.atomic():
        identity._letters(kept, road.cast.rob)
    assert Mail.objects.filter(member=kept).count() == 1 and Mail.objects.count() == mails


# The words


def read(notice):
    notice.refresh_from_db()
    return sent.words(notice, at=moment(12, 1))[0]


def served(road, member, letter="n21_decision"):
    return Notice.objects.get(case=road.case, member=member, letter=letter)


def test_a_letter_keeps_its_words_whatever_becomes_of_the_case_and_the_template(road):
    delivery.deliver_due(at=road.at)
    notice = served(road, road.cast.rob, "n06_notice")
    before = read(notice)
    assert "Shouted at the complainant" in before and road.panel()[0].full_name in before
    kept = LetterText.objects.get(notice=notice)
    assert (kept.made_at, kept.templates) == (road.at, sent.edition()) and len(sent.edition()) == 64
    assert b"Shouted" not in bytes(kept.body)
    road.panel()[0].__class__.objects.filter(pk__in=[m.pk for m in road.panel()]).update(full_name="Somebody Else")
    with patch.object(sent, "render_to_string", lambda *_: "another template"):
        assert read(notice) == before
        assert sent.make(notice, at=road.at)[0] == "another template"


def test_words_that_are_kept_open_to_nobody_who_lost_the_case(road):
    road.appeal()
    road.admit()
    delivery.deliver_due(at=road.at)
    chair = road.who(Role.PANEL_CHAIR)
    notice = Notice.objects.filter(member=chair, letter="n33_your_turn", released_at__isnull=False).latest("created_at")
    assert letters.find(chair, str(notice.pk)) == notice and road.case.code in read(notice)
    road.do(Action.RECUSE, chair)
    assert letters.find(chair, str(notice.pk)) is None


def test_a_letter_that_cannot_be_made_keeps_no_other_from_leaving(road):
    real = sent.make

    def breaks(notice, *, at):
        if notice.letter == "n21_decision":
            raise LookupError("a template with a fault")
        return real(notice, at=at)

    with patch.object(sent, "make", breaks):
        delivery.deliver_due(at=road.at)
    served_now = Notice.objects.filter(case=road.case, letter="n21_decision")
    assert set(served_now.values_list("released_at", "attempts")) == {(None, 1)}
    assert Notice.objects.filter(case=road.case, letter="n06_notice", released_at=road.at).count() == 2
    assert LetterText.objects.count() == Notice.objects.filter(released_at__isnull=False).count()


def test_a_database_that_went_away_costs_a_letter_no_time(road):
    with patch.object(sent, "make", side_effect=OperationalError("terminating connection")):
        assert delivery.deliver_due(at=road.at) == 0
    assert set(waits(road).values_list("attempts", flat=True)) == {0}
    assert delivery.deliver_due(at=road.at) > 0
    assert not waits(road).exists()


def test_the_mark_of_a_decision_that_fell_stands_beside_its_words(road):
    delivery.deliver_due(at=road.at)
    notice = served(road, road.cast.rob)
    before = read(notice)
    decision = Decision.objects.get(case=road.case)
    Decision.objects.filter(pk=decision.pk).update(void_at=road.at, void_because="set_aside")
    assert read(notice) == before
    assert sent.page(notice, at=road.at).set_aside_at == road.at


# What those who must reach the two sides see of it


def case_page(road, role):
    return words(Reader(road.who(role)).text("case", road.case.code))


def test_the_registrar_sees_what_became_of_every_letter_to_the_two_sides(road):
    page = case_page(road, Role.REGISTRAR)
    assert "Arrives from" in page and "In the inbox since" not in page
    delivery.deliver_due(at=road.at)
    with serving(f"knows no {road.cast.rob.email}") as post:
        mailing.mail_due(at=road.at + SLOT, through=through(post))
    refusals.note_letter(notice_id=served(road, road.cast.ana).pk, by=road.cast.ana, at=road.at + SLOT)
    page = case_page(road, Role.REGISTRAR)
    for said in ("Could not be delivered by e-mail (550)", "Told by e-mail", "Opened", "Not opened yet"):
        assert said in page, said
    assert "Arrives from" not in page


def test_a_mail_that_has_not_left_is_told_with_its_tries(road):
    delivery.deliver_due(at=road.at)
    Mail.objects.filter(member=road.cast.ana).update(attempts=3)
    assert "The e-mail has not left after 3 tries." in case_page(road, Role.REGISTRAR)


def test_nobody_else_sees_who_has_opened_what(road):
    delivery.deliver_due(at=road.at)
    assert "In the inbox since" not in case_page(road, Role.PANEL_CHAIR)
