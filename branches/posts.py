"""The posts a member can hold and the ties two members can have."""

from django.db.models import TextChoices


class Post(TextChoices):
    """A post of the organisation. Some belong to one branch, some to the whole organisation."""

    BRANCH_LEADER = "branch_leader", "Branch leader"
    FACILITATOR = "facilitator", "Facilitator"
    INTAKE_OFFICER = "intake_officer", "Intake officer"
    NATIONAL_MEMBER = "national_member", "National Disciplinary Committee member"
    NATIONAL_CHAIR = "national_chair", "National Disciplinary Committee chair"
    NATIONAL_ALTERNATE = "national_alternate", "National Disciplinary Committee alternate"
    APPEALS_MEMBER = "appeals_member", "Appeals Committee member"
    APPEALS_CHAIR = "appeals_chair", "Appeals Committee chair"
    APPEALS_ALTERNATE = "appeals_alternate", "Appeals Committee alternate"
    RESERVE = "reserve", "National reserve pool"
    REGISTRAR = "registrar", "Registrar"
    AUDITOR = "auditor", "Auditor"
    ADMINISTRATOR = "administrator", "Administrator"
    NATIONAL_OFFICER = "national_officer", "National officer"
    STAFF = "staff", "Staff"


BRANCH_POSTS = frozenset({Post.BRANCH_LEADER, Post.FACILITATOR})
EITHER = frozenset({Post.INTAKE_OFFICER})
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
