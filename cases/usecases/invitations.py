"""Links for people without an account: made by who works on the case, opened once, and ended by what they are for."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet

from branches.models import Member
from cases import access, load
from cases.domain.answer import Refusal, Refused
from cases.domain.facts import ActFacts
from cases.domain.vocabulary import Action, EventKind, Part, Role, State, Tier, Why
from cases.models import Case, EvidenceItem, Invitation, Party, Statement
from cases.record import Guest, System, record
from cases.usecases import act as frame
from cases.usecases import conflicts

SECRET_BYTES = 32
WITNESS = Guest("by a link for a witness", Role.WITNESS)
SUPPORTER = Guest("by a link for a support person", Role.SUPPORTER)
REMOVED = "removed"
LOST = Refusal(Why.ALREADY_DONE, "The chair has taken access from this person. Name somebody else.")
NEVER = Refusal(Why.NO_OCCASION, "This person was never given access.")


@transaction.atomic
def invite_witness(
    *, case_id: UUID, by: Member, at: datetime, party: int, topic: str, questions: str, seen: str = ""
) -> str:
    """N-13: make a link for a witness, with a neutral topic and the questions. Returns the secret, which is not kept.

    A new link makes the one before it stop working. What was signed before stays; a new statement stands beside it.
    """
    given = ActFacts(action=Action.INVITE_WITNESS, given=frozenset({"party", "topic", "questions"}), party=party)
    act = frame.begin(case_id, Action.INVITE_WITNESS, by=by, at=at, given=given, seen=seen)
    witness = Party.objects.get(case=act.case, number=party, side=Role.WITNESS)
    secret = make(act, witness, by, topic=topic, questions=questions)
    frame.finish(act, data={"party": party})
    return secret


def make(act: frame.Act, party: Party, by: Member, **words: str) -> str:
    """A new link for one person; 256 random bits, of which only a keyed hash is stored."""
    end(Invitation.objects.filter(party=party, ended_at__isnull=True), at=act.at, because="replaced")
    secret = secrets.token_urlsafe(SECRET_BYTES)
    row = Invitation(
        case=act.case,
        proceeding=act.proceeding,
        party=party,
        role=party.side,
        mark=access.mark_of(secret),
        made_by=by,
        made_at=act.at,
        expires_on=act.procedure.due(act.today, act.procedure.number("invitation_days")),
    )
    act.keys.seal(row, **words)
    row.save(force_insert=True)
    return secret


def end(rows: QuerySet[Invitation], *, at: datetime, because: str) -> None:
    """Nothing opens by these any more."""
    rows.update(ended_at=at, ended_because=because)


@transaction.atomic
def invite_supporter(*, case_id: UUID, by: Member, at: datetime, party: int, seen: str = "") -> str:
    """RM-8: a side makes a link for somebody it has named. Whoever lost access for a breach does not get it back."""
    given = ActFacts(action=Action.INVITE_SUPPORTER, given=frozenset({"party"}), party=party)
    act = frame.begin(case_id, Action.INVITE_SUPPORTER, by=by, at=at, given=given, seen=seen)
    named = Party.objects.get(case=act.case, number=party, side=Role.SUPPORTER)
    if Invitation.objects.filter(party=named, ended_because=REMOVED).exists():
        raise Refused((LOST,))
    secret = make(act, named, by, topic="", questions="", draft="")
    frame.finish(act, data={"party": party})
    return secret


@transaction.atomic
def remove_supporter(*, case_id: UUID, by: Member, at: datetime, party: int, reason: str, seen: str = "") -> None:
    """For a breach: the access ends at once and for good. The side that named them reads why, the other nothing."""
    given = ActFacts(action=Action.REMOVE_SUPPORTER, given=frozenset({"party", "reason"}), party=party)
    act = frame.begin(case_id, Action.REMOVE_SUPPORTER, by=by, at=at, given=given, seen=seen)
    named = Party.objects.get(case=act.case, number=party, side=Role.SUPPORTER)
    rows = Invitation.objects.filter(party=named)
    if not rows.exists():
        raise Refused((NEVER,))
    end(Invitation.objects.filter(pk=rows.latest("made_at").pk), at=at, because=REMOVED)
    act.write(reason)
    among = [named.named_by_id] if named.named_by_id else []
    frame.finish(act, data={"party": party}, among=among)


@transaction.atomic
def confirm_support(*, invitation: Invitation, at: datetime) -> None:
    """A support person accepts, and to keep private what they read. Only then does anything open."""
    act = frame.begin(
        invitation.case_id, Action.CONFIRM_SUPPORT, by=SUPPORTER, at=at, given=ActFacts(action=Action.CONFIRM_SUPPORT)
    )
    Invitation.objects.filter(pk=invitation.pk).update(confirmed_at=at)
    frame.finish(act, data={"party": invitation.party.number})


@transaction.atomic
def note_read(*, case: Case, parts: Iterable[Part], at: datetime) -> None:
    """Record what a support person has opened, as for everybody."""
    data = {"parts": sorted(map(str, parts)), "roles": [str(Role.SUPPORTER)]}
    record(EventKind.SEALED_PART_READ, case=case, by=SUPPORTER, at=at, data=data)


@transaction.atomic
def open_invitation(*, secret: str, at: datetime, by: Member | None = None) -> Invitation | None:
    """Use a link up. None where it never was one, was used, replaced, or is too old: nobody is told which.

    `by` is whoever is signed in: a link opens for nobody who works on the case or is kept out of it (RM-8).
    """
    found = access.invited_by(secret, load.local_day(at)).first()
    if found is None or (by and not access.may_be_let_in(found, by)):
        return None
    if not Invitation.objects.filter(pk=found.pk, opened_at__isnull=True).update(opened_at=at):
        return None
    if by and found.role == Role.SUPPORTER and found.party.member_id is None:
        _known(found.party, by, at=at)
    data = {"party": found.party.number}
    record(EventKind.INVITATION_OPENED, case=found.case, by=Guest("by a link", Role(found.role)), at=at, data=data)
    return found


@transaction.atomic
def save_draft(*, invitation: Invitation, at: datetime, text: str) -> None:
    """Keep what a witness has written so far. It is theirs alone until they sign."""
    act = _begin(invitation, Action.SIGN_STATEMENT, at, frozenset({"text"}))
    act.keys.seal(invitation, draft=text)
    invitation.save(update_fields=["draft"])


@transaction.atomic
def sign_statement(*, invitation: Invitation, at: datetime, text: str, name: str) -> str:
    """The witness signs: the words become a piece of evidence that nobody changes. Returns their fingerprint."""
    act = _begin(invitation, Action.SIGN_STATEMENT, at, frozenset({"text"}))
    party, count = invitation.party, EvidenceItem.objects.filter(case=act.case)
    version = Statement.objects.filter(party=party).count() + 1
    item = EvidenceItem(
        case=act.case,
        proceeding=act.proceeding,
        number=(count.aggregate(last=Max("number"))["last"] or 0) + 1,
        given_as=Role.WITNESS,
        given_at=at,
        fingerprint=frame.fingerprint(text),
    )
    title = f"Statement of {act.keys.open(party, 'name')}, version {version}"
    act.keys.seal(item, title=title, text=text)
    item.save(force_insert=True)
    row = Statement(case=act.case, party=party, invitation=invitation, item=item, version=version, signed_at=at)
    act.keys.seal(row, name=name)
    row.save(force_insert=True)
    end(Invitation.objects.filter(pk=invitation.pk), at=at, because="signed")
    frame.finish(act, data={"party": party.number, "item": item.number, "fingerprint": item.fingerprint})
    return item.fingerprint


@transaction.atomic
def decline_statement(*, invitation: Invitation, at: datetime) -> None:
    """A witness need not say anything, and need not say why."""
    act = _begin(invitation, Action.DECLINE_STATEMENT, at, frozenset())
    Invitation.objects.filter(pk=invitation.pk).update(draft=b"")
    end(Invitation.objects.filter(pk=invitation.pk), at=at, because="declined")
    frame.finish(act, data={"party": invitation.party.number})


def may_sign(invitation: Invitation) -> bool:
    """Is it still the time for statements in the proceeding for which the link was made?"""
    case = invitation.case
    step = load.procedure_of(case).step(Tier(case.tier), State(case.state), Action.SIGN_STATEMENT)
    return step is not None and invitation.proceeding.ended_at is None


def _known(party: Party, member: Member, *, at: datetime) -> None:
    """C04: now it is known who the support person is, and every rule is asked again."""
    if not Party.objects.filter(case=party.case_id, side=Role.SUPPORTER, member=member).exists():
        Party.objects.filter(pk=party.pk).update(member=member)
        conflicts.recheck(party.case, by=System("a support person is known"), at=at)


def _begin(invitation: Invitation, action: Action, at: datetime, given: frozenset[str]) -> frame.Act:
    return frame.begin(invitation.case_id, action, by=WITNESS, at=at, given=ActFacts(action=action, given=given))
