"""N-13, N-14: a witness without an account writes, corrects and signs by a link that opens once."""

import hashlib
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from cases.domain.vocabulary import Action, EventKind, Role, State
from cases.models import CaseEvent, EvidenceItem, Invitation, Statement
from cases.usecases import ACTS
from tests.cast import moment
from tests.clock import stopped
from tests.journeys.eyes import browser
from tests.journeys.slow import Slow

TOPIC, ASKED = "A meeting of the branch in May", "Who was there, and what did you hear?"
HEARD = "I stood by the door. I heard shouting, twice."
LINK = re.compile(r"/invited/[\w-]{43}/")


@pytest.fixture
def road(cast):
    """The inquiry runs, and Petra, who is no member, is named as a witness."""
    cache.clear()
    road = Slow.file(cast, cast.ana, moment(6, 1)).screen().frame().to_branch().seat_panel()
    road.until(moment(6, 8)).notice().answer()
    return road.do(Action.NAME_WITNESS, road.who(Role.PANEL_CHAIR), name="Petra Lang")


def invite(road, **words):
    """The chair makes the link, and reads it once."""
    number = road.case.partys.get(side=Role.WITNESS).number
    words = {"party": number, "topic": TOPIC, "questions": ASKED, **words}
    answer = browser(road.who(Role.PANEL_CHAIR)).post(f"/cases/{road.case.code}/do/invite_witness/", words)
    return LINK.search(answer.content.decode())[0]


def opened(link):
    petra = Client()
    assert petra.post(link)["Location"] == "/statement/"
    return petra


def words(answer):
    return answer.content.decode()


def test_a_witness_writes_corrects_and_signs_and_both_sides_read_the_same(cast, road):
    with stopped(road.at):
        petra = opened(invite(road))
        page = words(petra.get("/statement/"))
        assert TOPIC in page and ASKED in page
        for hidden in (road.case.code, road.matter.narrative, road.matter.allegation, "Ana Demo", "Rob Demo"):
            assert hidden not in page
        assert petra.post("/statement/", {"save": "yes", "text": "I heard shouting."}).status_code == 303
        assert "I heard shouting." in words(petra.get("/statement/"))
        for member in (*road.panel(), cast.ana, cast.rob):
            way = "my" if member in (cast.ana, cast.rob) else "cases"
            assert "I heard shouting." not in words(browser(member).get(f"/{way}/{road.case.code}/"))
        unsigned = petra.post("/statement/", {"sign": "yes", "text": HEARD})
        assert "Write your name to sign it." in words(unsigned) and HEARD in words(unsigned)
        signed = petra.post("/statement/", {"sign": "yes", "text": HEARD, "name": "Petra Lang", "true": "on"})
        assert hashlib.sha256(HEARD.encode()).hexdigest()[:8] in words(signed).replace(" ", "")
        assert petra.get("/statement/").status_code == 404, "signed once"
    item = EvidenceItem.objects.get()
    assert (item.given_by, item.given_as, item.fingerprint) == (
        None,
        "witness",
        hashlib.sha256(HEARD.encode()).hexdigest(),
    )
    road.report()
    ana, rob = (words(browser(member).get(f"/my/{road.case.code}/")) for member in (cast.ana, cast.rob))
    for page in (ana, rob):
        assert HEARD in page and "Statement of Petra Lang, version 1" in page and "signed “Petra Lang”" in page
    event = CaseEvent.objects.get(case=road.case, kind=EventKind.STATEMENT_SIGNED)
    assert event.actor is None and event.data["item"] == 1 and "Petra" not in str(event.data)


def test_a_correction_is_a_new_version_beside_the_first(cast, road):
    for number, text in enumerate((HEARD, "It was three times."), 1):
        petra = opened(invite(road))
        if number == 2:
            assert HEARD in words(petra.get("/statement/")), "it begins with what was signed"
        petra.post("/statement/", {"sign": "yes", "text": text, "name": "Petra Lang", "true": "on"})
    assert list(Statement.objects.order_by("version").values_list("version", "item__number")) == [(1, 1), (2, 2)]
    page = words(browser(road.panel()[1]).get(f"/cases/{road.case.code}/"))
    assert HEARD in page and "It was three times." in page


def test_a_link_that_is_wrong_used_replaced_or_too_old_gets_the_same_answer(road):
    used = invite(road)
    opened(used)
    replaced = invite(road)
    old = invite(road)
    Invitation.objects.filter(opened_at=None, ended_at=None).update(expires_on=road.at.date() - timedelta(days=400))
    wrong = "/invited/" + "x" * 43 + "/"
    strip = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
    looks = {strip.sub("", words(Client().get(link))) for link in (used, replaced, old, wrong)}
    tries = [Client().post(link) for link in (used, replaced, old, wrong)]
    assert len(looks) == 1
    assert {(answer.status_code, strip.sub("", words(answer))) for answer in tries} == {
        (404, strip.sub("", words(tries[0])))
    }
    assert Client().get("/statement/").status_code == 404


def test_many_wrong_links_from_one_place_wait_and_a_right_one_still_opens(road):
    link, client = invite(road), Client()
    codes = {client.post(f"/invited/{'y' * 40}{number:03d}/").status_code for number in range(20)}
    assert codes == {404}
    assert client.post(f"/invited/{'z' * 43}/").status_code == 429
    assert client.post(link)["Location"] == "/statement/"


def test_only_a_keyed_hash_of_the_link_is_stored_and_a_look_does_not_use_it_up(road):
    link = invite(road)
    secret = link.strip("/").split("/")[1]
    row = Invitation.objects.get()
    assert secret not in str(row.__dict__) and row.mark != hashlib.sha256(secret.encode()).hexdigest()
    assert not any(secret in str(event.data) for event in CaseEvent.objects.filter(case=road.case))
    for _ in range(2):
        assert Client().get(link).status_code == 200
    assert opened(link).get("/statement/").status_code == 200


def test_a_witness_may_say_nothing_and_after_the_inquiry_it_is_too_late(cast, road):
    petra = opened(invite(road))
    petra.post("/statement/", {"save": "yes", "text": "Perhaps."})
    assert "You have chosen to say nothing." in words(petra.post("/statement/", {"decline": "yes"}))
    assert bytes(Invitation.objects.get().draft) == b""
    assert "would rather say nothing" in words(browser(road.panel()[1]).get(f"/cases/{road.case.code}/"))
    late = opened(invite(road))
    assert road.report().case.state == State.EVIDENCE_REVIEW
    assert "The time for statements is over" in words(late.get("/statement/"))
    answer = late.post("/statement/", {"sign": "yes", "text": HEARD, "name": "Petra Lang", "true": "on"})
    assert answer.status_code == 403 and not EvidenceItem.objects.exists()


def test_nobody_but_who_leads_the_inquiry_makes_a_link(cast, road):
    assert ACTS[Action.INVITE_WITNESS]
    for member, way in ((cast.ana, "my"), (cast.rob, "my"), (road.panel()[1], "cases"), (cast.zed, "cases")):
        answer = browser(member).post(
            f"/{way}/{road.case.code}/do/invite_witness/", {"party": "3", "topic": TOPIC, "questions": ASKED}
        )
        assert answer.status_code in (403, 404) and not Invitation.objects.exists()
