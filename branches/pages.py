"""The pages of people and places, as records that a template can only read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.timezone import localdate

from branches.models import Branch, Interest, Member, Office
from branches.names import name_key
from branches.posts import Post, label
from branches.queries import alike, keeps_register

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class PersonLine:
    """One member in the list."""

    id: int
    name: str
    email: str
    branch: str
    posts: tuple[str, ...]
    left: bool


@dataclass(frozen=True, kw_only=True)
class PeoplePage:
    """One page of the list; `previous` and `next` are the queries of their addresses, or empty."""

    people: tuple[PersonLine, ...]
    words: str
    previous: str
    next: str


@dataclass(frozen=True, kw_only=True)
class Span:
    """A membership or an office."""

    id: int
    label: str
    since: date
    until: date | None
    over: bool


@dataclass(frozen=True, kw_only=True)
class TieLine:
    """A tie as it is read from one of its two sides."""

    id: int
    other: str
    relation: str
    since: date | None
    until: date | None
    declared_on: date
    declared_by: str
    may_end: bool


@dataclass(frozen=True, kw_only=True)
class AlikeLine:
    """An earlier entry that may be the same person."""

    id: int
    name: str
    born: int | None
    branch: str
    left_on: date | None


@dataclass(frozen=True, kw_only=True)
class PersonPage:
    """One member, as the register knows them."""

    id: int
    name: str
    email: str
    branch: str
    joined_on: date
    left_on: date | None
    birth_year: int | None
    has_password: bool
    may_leave: bool
    may_hold_office: bool
    needs_approval: bool
    alike: tuple[AlikeLine, ...]
    memberships: tuple[Span, ...]
    offices: tuple[Span, ...]
    ties: tuple[TieLine, ...]


@dataclass(frozen=True, kw_only=True)
class BranchLine:
    """One branch, with who leads it and how many belong to it."""

    name: str
    region: str
    size: int
    leaders: tuple[str, ...]


def people_page(*, words: str, after: int | None, before: int | None, day: date) -> PeoplePage:
    """Fifty members in the order of their names, from one end of the list or beside a member known by number."""
    rows = list(_beside(_matching(words), after, before)[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    back = before is not None and after is None
    rows = rows[::-1] if back else rows
    earlier, later = (more, bool(rows)) if back else (after is not None and bool(rows), more)
    posts = _posts(rows, day)
    return PeoplePage(
        people=tuple(_line(member, posts[member.pk]) for member in rows),
        words=words,
        previous=_query(words, before=rows[0].pk) if earlier else "",
        next=_query(words, after=rows[-1].pk) if later else "",
    )


def person_page(member: Member, *, viewer: Member, day: date) -> PersonPage:
    """Everything the register holds about one member. The caller has asked whether the viewer may read it."""
    keeper = keeps_register(viewer, day)
    ties = Interest.objects.filter(Q(member=member) | Q(other=member)).order_by("-declared_at", "-pk")
    return PersonPage(
        id=member.pk,
        name=member.full_name,
        email=member.email,
        branch=str(member.branch or ""),
        joined_on=member.joined_on,
        left_on=member.left_on,
        birth_year=member.birth_year,
        has_password=member.has_usable_password(),
        may_leave=member.left_on is None,
        may_hold_office=member.is_current,
        needs_approval=member.needs_approval,
        alike=_alike(member),
        memberships=_spans(member.memberships.all(), day),
        offices=_spans(member.offices.all(), day),
        ties=tuple(_tie(tie, member, viewer, keeper) for tie in ties.select_related("member", "other", "declared_by")),
    )


def branch_lines(*, day: date) -> tuple[BranchLine, ...]:
    """Every branch, by name."""
    leaders = Office.objects.on(day).filter(post=Post.BRANCH_LEADER).select_related("member").order_by("since", "pk")
    here = Q(members__is_active=True, members__left_on__isnull=True)
    rows = Branch.objects.annotate(size=Count("members", filter=here)).order_by("name")
    return tuple(
        BranchLine(
            name=row.name,
            region=row.region,
            size=row.size,
            leaders=tuple(office.member.full_name for office in row.led),
        )
        for row in rows.prefetch_related(Prefetch("offices", leaders, to_attr="led"))
    )


def added_words(member: Member) -> str:
    """What the register says about a new entry; never why it has to wait."""
    waits = Member.objects.filter(pk=member.pk, needs_approval=True).exists()
    return f"{member.full_name} is in the register." + (" National approval required." if waits else "")


def moved_words(branch: Branch, ended: Iterable[Office]) -> str:
    """What a move did, as one message."""
    offices = ", ".join(_post(office) for office in ended)
    return f"The move to {branch} is in the register." + (f" This ended: {offices}." if offices else "")


def _matching(words: str) -> QuerySet[Member]:
    rows = Member.objects.select_related("branch").order_by("name_key", "pk")
    if not words:
        return rows
    return rows.filter(Q(name_key__contains=name_key(words)) | Q(email__contains=words.lower()))


def _beside(rows: QuerySet[Member], after: int | None, before: int | None) -> QuerySet[Member]:
    """From a member on, in one direction. The address carries a number and never a name."""
    here = after or before
    key = Member.objects.filter(pk=here).values_list("name_key", flat=True).first() if here else None
    if key is None:
        return rows
    if after:
        return rows.filter(name_key__gte=key).exclude(name_key=key, pk__lte=after)
    return rows.filter(name_key__lte=key).exclude(name_key=key, pk__gte=before).order_by("-name_key", "-pk")


def _posts(rows: Iterable[Member], day: date) -> dict[int, tuple[str, ...]]:
    """The posts of these members on a day, in one query."""
    held: dict[int, tuple[str, ...]] = {member.pk: () for member in rows}
    for office in Office.objects.on(day).filter(member__in=held).select_related("branch").order_by("since", "pk"):
        held[office.member_id] += (_post(office),)
    return held


def _line(member: Member, posts: tuple[str, ...]) -> PersonLine:
    return PersonLine(
        id=member.pk,
        name=member.full_name,
        email=member.email,
        branch=str(member.branch or ""),
        posts=posts,
        left=not member.is_active or member.left_on is not None,
    )


def _query(words: str, **beside: int) -> str:
    return "?" + urlencode(({"q": words} if words else {}) | beside)


def _alike(member: Member) -> tuple[AlikeLine, ...]:
    """What a new entry has to be compared with, until somebody has done it."""
    if not member.needs_approval or member.left_on is not None:
        return ()
    rows = alike(member).select_related("branch")
    return tuple(
        AlikeLine(id=m.pk, name=m.full_name, born=m.birth_year, branch=str(m.branch or ""), left_on=m.left_on)
        for m in rows
    )


def _spans(rows: QuerySet, day: date) -> tuple[Span, ...]:
    found = rows.select_related("branch").order_by("-since", "-pk")
    return tuple(
        Span(
            id=row.pk,
            label=_post(row) if isinstance(row, Office) else str(row.branch),
            since=row.since,
            until=row.until,
            over=row.until is not None and row.until <= day,
        )
        for row in found
    )


def _post(office: Office) -> str:
    return label(office.post, str(office.branch or ""))


def _tie(tie: Interest, member: Member, viewer: Member, keeper: bool) -> TieLine:
    other = tie.other if tie.member_id == member.pk else tie.member
    return TieLine(
        id=tie.pk,
        other=other.full_name,
        relation=tie.get_relation_display(),
        since=tie.since,
        until=tie.until,
        declared_on=localdate(tie.declared_at),
        declared_by="you" if tie.declared_by_id == viewer.pk else tie.declared_by.full_name,
        may_end=tie.until is None and (keeper or tie.declared_by_id == viewer.pk),
    )
