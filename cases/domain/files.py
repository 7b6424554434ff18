"""Files as evidence: which kinds are opened, how much may be given, and what may stand in the way, in words.

A rule here never costs anybody their evidence: what cannot be opened safely is kept sealed and says why (4.8).
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from cases.domain.answer import Refusal
from cases.domain.facts import ActFacts, ActorFacts, CaseFacts
from cases.domain.procedure import Procedure
from cases.domain.vocabulary import Why
from cases.domain.words import Word

MEGABYTE = 1_000_000
NAME = 150
UNNAMED = "A file without a name"
INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
"""Characters that nobody sees and that turn a name round: controls, marks of direction, what no letter is."""


class Kind(Word):
    """What a working copy is; its ending is made from this and never from the name that somebody typed."""

    PDF = "pdf", "PDF"
    JPEG = "jpg", "Picture"
    PNG = "png", "Picture"
    TEXT = "txt", "Text"


class State(Word):
    """Where a file stands between the hand that gave it and the eyes that read it."""

    WAITING = "waiting", "Being checked. It can be opened in a few minutes."
    READY = "ready", "Ready"
    KEPT = "kept", "Kept sealed"


class Flag(Word):
    """Why a file is kept sealed and has no working copy."""

    EMPTY = "empty", "It is empty."
    UNKNOWN = "unknown", "This site does not open files of this kind. PDF, JPEG, PNG, WebP, GIF and plain text it does."
    DISGUISED = "disguised", "What is inside is something else than its name says."
    BROKEN = "broken", "It is damaged or not complete."
    LOCKED = "locked", "It is locked with a password."
    LARGE = "large", "Unpacked it is larger than this site opens: too many points, pages or bytes."
    HEAVY = "heavy", "Opening it took more time or memory than this site gives to one file."
    UNSAFE = "unsafe", "No copy could be made of it that does nothing but show what it says."


class Dropped(Word):
    """What the original has and the working copy has not, beyond what says where and how it was made."""

    SCRIPTS = "scripts", "scripts and actions"
    ATTACHED = "attached", "files inside the file"
    FORMS = "forms", "form fields"
    NOTES = "notes", "links and notes on the pages"
    LAYERS = "layers", "the switching of layers: all are shown"
    FRAMES = "frames", "every picture after the first"
    HIDDEN = "hidden", "characters that cannot be seen"


ENDINGS = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "gif": "image/gif",
    "txt": "text/plain",
}
"""The endings of names that are opened, and what must be inside: one without the other is a disguise."""


@dataclass(frozen=True)
class Given:
    """A file as it came: what its giver calls it, and its bytes. `too_long` is one that was cut off on arrival."""

    name: str
    body: bytes
    too_long: bool = False


@dataclass(frozen=True)
class Copy:
    """A working copy, and what the original has that it has not."""

    kind: Kind
    body: bytes
    dropped: tuple[Dropped, ...] = ()


@dataclass(frozen=True)
class Looked:
    """What came of looking at a file: a copy, or the reason why there is none."""

    copy: Copy | None = None
    flag: Flag | None = None


def called(name: str) -> str:
    """The name that is shown for a file: one short line that only says what it says."""
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(" " if unicodedata.category(c) in INVISIBLE else c for c in unicodedata.normalize("NFC", name))
    short = " ".join(seen.split())
    if len(short) > NAME:
        stem, dot, ending = short.rpartition(".")
        short = f"{stem[: NAME - 12]}….{ending[:10]}" if dot else f"{short[: NAME - 1]}…"
    return short if short.strip(". ") else UNNAMED


def ending(name: str) -> str:
    """The last ending of a name, in small letters; none where it has none."""
    return called(name).rpartition(".")[2].strip().lower() if "." in name else ""


def neutral_name(code: str, place: str, number: int, kind: Kind) -> str:
    """What a file is called on somebody's disk: the reference and its place, and nothing of what it is about."""
    return f"{code}-{place}{'' if number == 1 else f'-{number}'}.{kind}"


def place(item: int, number: int) -> str:
    """Which file of the evidence: the number of its exhibit, and its own."""
    return f"{item}.{number}"


def original_name(code: str, where: str) -> str:
    """What an original is called on a disk: no ending that a machine would open by itself."""
    return f"{code}-exhibit-{where.replace('.', '-')}-original.bin"


def file_chosen(p: Procedure, case: CaseFacts, actor: ActorFacts, act: ActFacts) -> Refusal | None:
    if not case.files:
        return Refusal(Why.NO_OCCASION, "No file was given as evidence.")
    known = act.asking or act.file in case.files
    return None if known else Refusal(Why.MISSING_RECORD, "Choose one of the files on this page.")


def room(procedure: Procedure) -> str:
    """The limits, for whoever is about to choose files."""
    count, each, total = (procedure.number(name) for name in ("files_each_time", "file_megabytes", "files_megabytes"))
    return f"Up to {count} at a time, {each} MB each, and {total} MB in all for each person."


def too_much(procedure: Procedure, given: Sequence[Given], before: int) -> tuple[Refusal, ...]:
    """Every limit that these files break. `before` is how many bytes this person has given in this case (4.8).

    The total is each person's own, so that nobody can use up the room of the other side.
    """
    count, each, total = (procedure.number(name) for name in ("files_each_time", "file_megabytes", "files_megabytes"))
    found = [
        f"“{called(file.name)}” is larger than {each} MB. Make it smaller, or give it in parts."
        for file in given
        if file.too_long or len(file.body) > each * MEGABYTE
    ]
    if len(given) > count:
        found.append(f"These are {len(given)} files. Send {count} at a time; you can add more afterwards.")
    if not found and before + sum(len(file.body) for file in given) > total * MEGABYTE:
        left = max(0, total * MEGABYTE - before) // MEGABYTE
        found.append(f"Each person can give {total} MB of files in one case. You have {left} MB left.")
    return tuple(Refusal(Why.GUARD, because) for because in found)
