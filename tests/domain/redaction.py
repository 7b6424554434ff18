"""Conditions about exhibits, their files and the words hidden in them: facts, who acts, and whether it holds."""

from cases.domain.vocabulary import Role
from tests.domain.facts import DEE, actor

CHAIR = actor(DEE, Role.PANEL_CHAIR)
FILES = {"files": frozenset({"1.1", "2.1"})}

ON_ACTS = [
    ("something_to_hide", {"exhibits": frozenset({1, 2})}, CHAIR, {"number": 2}, True),
    ("something_to_hide", {"exhibits": frozenset({1, 2})}, CHAIR, {}, True),
    ("something_to_hide", {"exhibits": frozenset({1, 2})}, CHAIR, {"number": 3}, False),
    ("something_to_hide", {}, CHAIR, {}, False),
    ("words_hidden", {"hidden": frozenset({2})}, CHAIR, {"number": 2}, True),
    ("words_hidden", {"hidden": frozenset({2})}, CHAIR, {"number": 1}, False),
    ("words_hidden", {}, CHAIR, {"number": 1}, False),
    ("file_chosen", FILES, CHAIR, {"file": "2.1"}, True),
    ("file_chosen", FILES, CHAIR, {"file": "2.2"}, False),
    ("file_chosen", {}, CHAIR, {"file": "1.1"}, False),
]

AHEAD = [
    ("something_to_hide", {"exhibits": frozenset({1})}, True),
    ("something_to_hide", {}, False),
    ("words_hidden", {"hidden": frozenset({1})}, True),
    ("file_chosen", FILES, True),
    ("file_chosen", {}, False),
]
