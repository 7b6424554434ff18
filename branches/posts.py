"""The posts a member can hold and the ties two members can have."""

from django.db.models import TextChoices


class Post(TextChoices):
    """A post of the organisation. Some belong to one branch, some to the whole organisation."""

    BRANCH_LEADER = "branch_leader", "Branch leader"
    INTAKE_OFFICER = "intake_officer", "Intake officer"
    FACILITATOR = "facilitator", "Facilitator"
    NATIONAL_CHAIR = "national_chair", "Chair of the National Disciplinary Committee"
    NATIONAL_MEMBER = "national_member", "Member of the National Disciplinary Committee"
    NATIONAL_ALTERNATE = "national_alternate", "Alternate of the National Disciplinary Committee"
    APPEALS_CHAIR = "appeals_chair", "Chair of the Appeals Committee"
    APPEALS_MEMBER = "appeals_member", "Member of the Appeals Committee"
    APPEALS_ALTERNATE = "appeals_alternate", "Alternate of the Appeals Committee"
    DUTY = "duty", "On the national duty roster"
    RESERVE = "reserve", "Member of the national reserve pool"
    REGISTRAR = "registrar", "Registrar"
    AUDITOR = "auditor", "Auditor"
    ADMINISTRATOR = "administrator", "Administrator"
    NATIONAL_OFFICER = "national_officer", "National officer"
    STAFF = "staff", "Member of staff"


BRANCH_POSTS = frozenset({Post.BRANCH_LEADER})
EITHER = frozenset({Post.INTAKE_OFFICER, Post.FACILITATOR})
NATIONAL_POSTS = frozenset(Post) - BRANCH_POSTS - EITHER

REGISTER_POSTS = frozenset({Post.REGISTRAR, Post.ADMINISTRATOR})
"""Who keeps the register of members, offices and ties."""


class Relation(TextChoices):
    """A tie between two members. It means the same from either side."""

    PARTNER = "partner", "Partner"
    FAMILY = "family", "Family"
    HOUSEMATE = "housemate", "Housemate"
    EMPLOYER = "employer", "Employer or manager"
    COLLEAGUE = "colleague", "Works for the same employer"
    FRIEND = "friend", "Close friend"
    HOSTILE = "hostile", "In open conflict"
    INTEREST = "interest", "Money, a home, a contract or a job hangs on it"
    SLATE = "slate", "Stood for election together"
    OPPONENT = "opponent", "Stood for election against each other"


MEANING: dict[Relation, str] = {
    Relation.PARTNER: "Married, living together or in a relationship; also one that has ended.",
    Relation.FAMILY: "Up to an aunt, uncle, niece or nephew, also by marriage.",
    Relation.HOUSEMATE: "You share a home, or did.",
    Relation.FRIEND: "You see each other in private again and again. Knowing somebody well is not enough.",
    Relation.HOSTILE: "You are in an open quarrel that others know of.",
    Relation.EMPLOYER: "One of you works under the other, or did.",
    Relation.COLLEAGUE: "You work for the same employer, neither under the other.",
    Relation.INTEREST: "A debt, rent, a contract, a job or an office of one of you hangs on the other.",
    Relation.SLATE: "You stood on one list or campaigned together for office.",
    Relation.OPPONENT: "You stood against each other for an office.",
}
"""What each relation means, in the order in which the form asks: close people, work and money, elections."""


def label(post: str, branch_name: str = "") -> str:
    """The post as a person reads it: "Branch leader, Harbour"."""
    words = str(Post(post).label)
    return f"{words}, {branch_name}" if branch_name else words
