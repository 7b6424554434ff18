"""Who may not have a case, and what was said about it. One open conflict is enough, and it beats every grant."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.domain.vocabulary import Compartment, LinkKind, Role
from cases.models.secrets import CaseRow, SealedText

Person = settings.AUTH_USER_MODEL


class Conflict(CaseRow):
    """A conflict of interest between a member and a case; `by_rule` rows follow the facts by themselves."""

    member = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    by_rule = models.BooleanField(default=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "case", "kind"], condition=Q(until__isnull=True), name="one_open_conflict"
            )
        ]
        indexes = [models.Index(fields=["member", "case"], name="barred", condition=Q(until__isnull=True))]


class Challenge(CaseRow):
    """A doubt about one person on a panel: on hold from the filing until others have ruled.

    `role` says who raised it: a side, a panel member, the registrar, an auditor, the person themself
    (`candidate`), or a rule that found something (`system`, with nobody in `filed_by`).
    """

    proceeding = models.ForeignKey("cases.Proceeding", models.PROTECT, related_name="challenges")
    number = models.PositiveSmallIntegerField()
    member = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    filed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=20, choices=Role.choices())
    filed_at = models.DateTimeField()
    learned_on = models.DateField(null=True)
    grounds = SealedText(compartment=Compartment.DECISION)
    fingerprint = models.CharField(max_length=64, blank=True)
    information = SealedText(compartment=Compartment.DECISION)
    rule_by = models.DateField()
    passed_on_at = models.DateTimeField(null=True)
    ruled_at = models.DateTimeField(null=True)
    excluded = models.BooleanField(null=True)
    how = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="challenge_number_once"),
            models.UniqueConstraint(
                fields=["proceeding", "member", "kind"], condition=Q(ruled_at__isnull=True), name="one_open_challenge"
            ),
            models.CheckConstraint(
                condition=Q(ruled_at__isnull=True, excluded__isnull=True, how="")
                | Q(ruled_at__isnull=False, excluded__isnull=False) & ~Q(how=""),
                name="challenge_ruled_whole",
            ),
            models.CheckConstraint(
                condition=Q(filed_by__isnull=True, role=Role.SYSTEM) | Q(filed_by__isnull=False) & ~Q(role=Role.SYSTEM),
                name="challenge_has_filer",
            ),
        ]
        indexes = [models.Index("rule_by", name="challenge_due", condition=Q(ruled_at__isnull=True))]


class LateConflict(CaseRow):
    """A conflict of interest reported after the decision, about somebody who took part in it.

    `how` says what became of it: ruled on, or carried along by an appeal. The words are Writings of the two acts.
    """

    proceeding = models.ForeignKey("cases.Proceeding", models.PROTECT, related_name="late_conflicts")
    number = models.PositiveSmallIntegerField()
    member = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    reported_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role.choices())
    reported_at = models.DateTimeField()
    rule_by = models.DateField()
    ruled_at = models.DateTimeField(null=True)
    established = models.BooleanField(null=True)
    set_aside = models.BooleanField(null=True)
    how = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="late_conflict_number_once"),
            models.UniqueConstraint(fields=["case"], condition=Q(ruled_at__isnull=True), name="one_open_late_conflict"),
            models.CheckConstraint(
                condition=Q(ruled_at__isnull=True, established__isnull=True, set_aside__isnull=True, how="")
                | Q(ruled_at__isnull=False, how="appealed", established__isnull=True, set_aside__isnull=True)
                | Q(ruled_at__isnull=False, how="ruled", established__isnull=False, set_aside__isnull=False),
                name="late_conflict_ruled_whole",
            ),
            models.CheckConstraint(
                condition=Q(set_aside__isnull=True) | Q(set_aside=False) | Q(established=True),
                name="set_aside_only_if_established",
            ),
        ]
        indexes = [models.Index("rule_by", name="late_conflict_due", condition=Q(ruled_at__isnull=True))]


class Ruling(CaseRow):
    """One person's vote on a challenge: may the challenged person stay? Never the challenged person's own."""

    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="rulings")
    member = models.ForeignKey(Person, models.PROTECT, related_name="+")
    keep = models.BooleanField()
    reason = SealedText(compartment=Compartment.DECISION)
    given_at = models.DateTimeField()
    void_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["challenge", "member"], condition=Q(void_at__isnull=True), name="one_ruling"
            )
        ]


class Waiver(CaseRow):
    """What one side says after full disclosure: may the person stay? Both must say yes."""

    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="waivers")
    side = models.CharField(max_length=20, choices=[(r.value, r.label) for r in (Role.COMPLAINANT, Role.RESPONDENT)])
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    agreed = models.BooleanField()
    given_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["challenge", "side"], name="one_waiver")]


class Declaration(CaseRow):
    """A member's own word that nothing stands against them: for these people, at this stage."""

    proceeding = models.ForeignKey("cases.Proceeding", models.PROTECT, related_name="declarations")
    member = models.ForeignKey(Person, models.PROTECT, related_name="+")
    stage = models.CharField(max_length=20)
    people = models.CharField(max_length=64, help_text="Fingerprint of everyone named in the case at that moment.")
    declared_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["proceeding", "member"], name="declared_by")]


class CaseLink(CaseRow):
    """Two cases that belong together. `after_roster`: a party filed it against somebody on the panel of `other`."""

    other = models.ForeignKey("cases.Case", models.PROTECT, related_name="links_from")
    kind = models.CharField(max_length=20, choices=LinkKind.choices())
    after_roster = models.BooleanField(default=False)
    linked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "other", "kind"], name="linked_once"),
            models.CheckConstraint(condition=~Q(case=F("other")), name="linked_to_another"),
        ]


class Confirmation(CaseRow):
    """After access ended: the person keeps confidence, has no copies, and has destroyed what they had."""

    member = models.ForeignKey(Person, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "member"], name="confirmed_once")]
