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


def label(post: str, branch_name: str = "") -> str:
    """The post as a person reads it: "Branch leader, Harbour"."""
    words = str(Post(post).label)
    return f"{words}, {branch_name}" if branch_name else words
