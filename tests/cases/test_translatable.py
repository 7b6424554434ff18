"""Every string of a letter can be translated: the file of messages knows it, and nothing is said past it."""

import re
from html import unescape

import pytest
from django.template import engines
from django.template.base import Node, TextNode
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils import translation
from django.utils.translation import gettext

from branches.models import Branch, Member
from cases import law, mailing
from cases.models import Case, Mail, Notice
from cases.queries import letters, sent
from cases.queries.labels import labels
from conduct import env
from tests.messages import crosses, known

pytestmark = pytest.mark.django_db
TEMPLATES = env.ROOT / "templates"
OF_LETTERS = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.glob("letters/*.html"))
SAID = re.compile(r"gettext(?:_noop)?\(\"([^\"]+)\"\)")
LABELS = "kind state tier ground category outcome over closed_as how pressed conflict standard binds ruling".split()
BARE = re.compile(rf"\b(\w+\.(?:\w+\.)*(?:{'|'.join(LABELS)}|finding\.label|person\.role))\b(?!\.|\|translated)")
DAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day )?\d{1,2} [A-Z][a-z]+ 20\d\d|\d{1,2}(?:\.\d\d)? [ap]\.m\."


def nodes(name: str, kind: type[Node]) -> list[Node]:
    return engines["django"].engine.get_template(name).nodelist.get_nodes_by_type(kind)


def messages_of(name: str) -> set[str]:
    """What one template asks to be translated."""
    found = set()
    for node in nodes(name, TranslateNode):
        literal = node.filter_expression.var.literal
        found |= {literal} if isinstance(literal, str) else set()
    for node in nodes(name, BlockTranslateNode):
        found |= {node.render_token_list(part)[0] for part in (node.singular, node.plural) if part}
    return found


def plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", " ", html))


@pytest.mark.parametrize("name", [*OF_LETTERS, "parts/why.html"])
def test_no_template_of_a_letter_says_a_word_past_the_translation(name):
    words = plain("".join(node.s if isinstance(node, TextNode) else "" for node in nodes(name, TextNode)))
    assert not re.findall(r"[A-Za-z]+", words)


@pytest.mark.parametrize("name", OF_LETTERS)
def test_every_label_in_a_letter_is_translated_where_it_is_shown(name):
    source = (TEMPLATES / name).read_text(encoding="utf-8")
    shown = re.findall(r"\{\{.*?\}\}|\{% blocktranslate.*?%\}", source)
    assert not BARE.findall(" ".join(shown))


def test_the_file_of_messages_is_fresh():
    templates = (path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
    modules = (path.read_text("utf-8") for area in ("cases", "conduct") for path in (env.ROOT / area).rglob("*.py"))
    said = set(labels()).union(*map(messages_of, templates), *map(SAID.findall, modules))
    assert said == known(), "Run `make messages`."


def test_english_says_what_is_written():
    """Django brings words of its own for British English; none of them may take the place of ours."""
    with translation.override("en-gb"):
        assert {message for message in known() if gettext(message) != message} == set()


def test_every_letter_is_said_in_the_language_of_the_day(every_case):
    rows = Notice.objects.select_related("member", "event", "case__procedure", "case__code_of_conduct")
    names = {*Member.objects.values_list("full_name", flat=True), *Branch.objects.values_list("name", flat=True)}
    names |= {rule.title for rule in law.code_of(every_case[0].code_of_conduct).provisions}
    names |= set(Case.objects.values_list("code", flat=True))
    ours = re.compile("|".join([r"marker-[\w-]+-q7x", DAY, *map(re.escape, sorted(names, key=len, reverse=True))]))
    left = {}
    with crosses():
        for row in rows:
            text = letters.title(row) + plain(sent.make(row, at=row.due_at)[0])
            if words := re.findall(r"[A-Za-z]{2,}", ours.sub("", text)):
                left.setdefault(row.letter, set()).update(words)
    assert not left


def test_the_mail_too(every_case):
    with crosses():
        mail = mailing.message(Mail.objects.latest("pk"), None)
    assert not re.findall("[A-Za-z]{2,}", mail.subject + re.sub(r"http\S+", "", mail.body))
