"""Rows of people and places, and the constraints that hold whoever writes them.

A span runs from `since` up to, and not including, `until`: what ends today is over today.
"""

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.db.models.functions import Greatest, Least, Lower

from branches.names import KEY_LENGTH, address_key, name_key
from branches.posts import BRANCH_POSTS, EITHER, NATIONAL_POSTS, Post, Relation


def _span_ends_after_it_begins(name: str) -> CheckConstraint:
    return CheckConstraint(
        name=name, condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since"))
    )


class SpanQuerySet(models.QuerySet):
    """Rows that hold from one day to another."""

    def on(self, day: date):
        """The rows that hold on this day. An unknown beginning counts as "always"."""
        return self.filter(Q(since__isnull=True) | Q(since__lte=day), Q(until__isnull=True) | Q(until__gt=day))


class Branch(models.Model):
    """A local part of the organisation."""

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    region = models.CharField(max_length=120, blank=True)
    founded_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "branches"

    def __str__(self) -> str:
        return self.name


CURRENT = Q(is_active=True, left_on__isnull=True, needs_approval=False)
"""Members now: only they hold offices and are drawn. Somebody who left may still sign in and follow a case."""


class MemberManager(BaseUserManager["Member"]):
    """Makes members with the comparable forms of their name and address filled in."""

    def build(self, *, email: str, full_name: str, **fields) -> "Member":
        """A member who is not saved yet and cannot sign in until a password is set."""
        full_name = " ".join(full_name.split())
        member = self.model(email=address_key(email), full_name=full_name, name_key=name_key(full_name), **fields)
        member.set_unusable_password()
        return member

    def create_user(self, email: str, password: str | None = None, **fields) -> "Member":
        member = self.build(email=email, **fields)
        if password is not None:
            member.set_password(password)
        member.save(using=self._db)
        return member

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "Member":
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "Member":
        """The member with this address, however it was typed."""
        return self.get(email=address_key(username or ""))


class Member(AbstractBaseUser, PermissionsMixin):
    """A member of the organisation, who signs in with an e-mail address."""

    email = models.EmailField("e-mail address", max_length=254, unique=True)
    full_name = models.CharField(max_length=150)
    name_key = models.CharField(max_length=KEY_LENGTH, db_index=True, editable=False)
    branch = models.ForeignKey(Branch, null=True, blank=True, on_delete=models.PROTECT, related_name="members")
    joined_on = models.DateField()
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    same_as = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="earlier_entries"
    )
    needs_approval = models.BooleanField(default=False, help_text="The national level approves a new membership.")

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name", "joined_on"]

    objects = MemberManager()

    class Meta:
        indexes = [
            models.Index(fields=["full_name", "id"], name="member_by_name"),
            models.Index(fields=["branch", "joined_on"], name="member_of_branch"),
        ]
        constraints = [
            UniqueConstraint(Lower("email"), name="member_email_in_any_case"),
            CheckConstraint(
                name="member_leaves_after_joining", condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on"))
            ),
            CheckConstraint(
                name="member_birth_year_is_plausible",
                condition=Q(birth_year__isnull=True) | Q(birth_year__range=(1900, 2200)),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def is_current(self) -> bool:
        """A member now: has not left, and waits for nobody's approval."""
        return self.is_active and self.left_on is None and not self.needs_approval

    @property
    def is_staff(self) -> bool:
        """Nobody: there is no back office that stands above the rules."""
        return False

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        """Always no for an object: cases are opened through their own doors."""
        return obj is None and super().has_perm(perm)

    def has_perms(self, perm_list: Iterable[str], obj: models.Model | None = None) -> bool:
        """Always no for an object: cases are opened through their own doors."""
        return obj is None and super().has_perms(perm_list)

    def get_user_permissions(self, obj: models.Model | None = None) -> set[str]:
        """Nothing for an object: cases are opened through their own doors."""
        return set() if obj is not None else super().get_user_permissions()

    def get_group_permissions(self, obj: models.Model | None = None) -> set[str]:
        """Nothing for an object: cases are opened through their own doors."""
        return set() if obj is not None else super().get_group_permissions()

    def get_all_permissions(self, obj: models.Model | None = None) -> set[str]:
        """Nothing for an object: cases are opened through their own doors."""
        return set() if obj is not None else super().get_all_permissions()


class Membership(models.Model):
    """One stretch of a member's time in one branch."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="memberships")
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="memberships")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = SpanQuerySet.as_manager()

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            UniqueConstraint(fields=["member"], condition=Q(until__isnull=True), name="membership_one_open_branch"),
            _span_ends_after_it_begins("membership_span"),
        ]

    def __str__(self) -> str:
        return f"{self.member} in {self.branch} from {self.since}"


class Office(models.Model):
    """A post that a member holds for a term, in a branch or for the whole organisation."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="offices")
    post = models.CharField(max_length=30, choices=Post.choices)
    branch = models.ForeignKey(Branch, null=True, blank=True, on_delete=models.PROTECT, related_name="offices")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = SpanQuerySet.as_manager()

    class Meta:
        ordering = ["since", "id"]
        indexes = [models.Index(fields=["post", "branch", "since"], name="office_holders")]
        constraints = [
            CheckConstraint(
                name="office_in_its_place",
                condition=Q(post__in=sorted(BRANCH_POSTS), branch__isnull=False)
                | Q(post__in=sorted(NATIONAL_POSTS), branch__isnull=True)
                | Q(post__in=sorted(EITHER)),
            ),
            # Two, because a missing branch never equals another missing branch.
            UniqueConstraint(
                fields=["member", "post", "branch"], condition=Q(until__isnull=True), name="office_held_once"
            ),
            UniqueConstraint(
                fields=["member", "post"],
                condition=Q(until__isnull=True, branch__isnull=True),
                name="national_office_held_once",
            ),
            _span_ends_after_it_begins("office_span"),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_post_display()}"


class Interest(models.Model):
    """A tie between two members, declared before any case needs it. It bars both ways."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="ties")
    other = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="ties_declared_by_others")
    relation = models.CharField(max_length=20, choices=Relation.choices)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = SpanQuerySet.as_manager()

    class Meta:
        ordering = ["declared_at", "id"]
        constraints = [
            CheckConstraint(name="interest_in_another_person", condition=~Q(member=F("other"))),
            CheckConstraint(name="interest_relation_is_known", condition=Q(relation__in=Relation.values)),
            UniqueConstraint(
                Least("member", "other"),
                Greatest("member", "other"),
                F("relation"),
                condition=Q(until__isnull=True),
                name="interest_open_once",
            ),
            _span_ends_after_it_begins("interest_span"),
        ]

    def __str__(self) -> str:
        return f"{self.get_relation_display()}: {self.member}, {self.other}"
