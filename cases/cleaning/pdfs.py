"""PDFs: what is drawn on the pages is copied into a new document. Everything that does something stays behind.

A list of what to remove always misses one road to it: an embedded file survived a careful one, by way of `/AF`.
So a page gets only what a page needs, what hangs on it is gone through, and at the end the copy is read again: one
that still holds a word of the forbidden ones is not used.
"""

import io
import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from cases.cleaning import jpegs
from cases.cleaning.result import Bad
from cases.domain.files import Copy, Dropped, Flag, Kind

MOST_PAGES = 1_000
MOST_OBJECTS = 200_000
MOST_BYTES = 300_000_000
DEEPEST = 60
PAGE = ("/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Group", "/Contents")
RESOURCES = ("/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/ProcSet")
NAMED = frozenset({*RESOURCES, "/CharProcs", "/Colorants"}) - {"/ProcSet"}
"""Dictionaries of resources and fonts whose keys are names that the pages made up, and mean nothing."""
NEVER = frozenset(
    {
        "/A", "/AA", "/AF", "/AcroForm", "/Alternates", "/Annots", "/B", "/Collection", "/EF", "/EmbeddedFiles",
        "/JS", "/JavaScript", "/LastModified", "/Measure", "/Metadata", "/OC", "/OCProperties", "/OPI", "/OpenAction",
        "/Parent", "/PieceInfo", "/Properties", "/PtData", "/Ref", "/RichMediaContent", "/StructParent",
        "/StructParents", "/Tabs", "/Thumb", "/URI", "/XFA",
    }
)  # fmt: skip
ELSEWHERE = frozenset({"/F", "/FFilter", "/FDecodeParms"})
"""Keys of a stream whose bytes are in another file."""
SIGNS = {
    Dropped.SCRIPTS: ("/JS", "/JavaScript", "/Launch"),
    Dropped.ATTACHED: ("/EF", "/EmbeddedFiles", "/AF", "/RichMediaContent"),
    Dropped.FORMS: ("/AcroForm", "/XFA"),
    Dropped.NOTES: ("/Annots",),
    Dropped.LAYERS: ("/OCProperties",),
}


def copy(body: bytes) -> Copy:
    try:
        found = Pdf.open(io.BytesIO(body))
    except pikepdf.PasswordError as locked:
        raise Bad(Flag.LOCKED) from locked
    with found, Pdf.new() as new:
        if not len(found.pages):
            raise Bad(Flag.BROKEN)
        if len(found.pages) > MOST_PAGES or len(found.objects) > MOST_OBJECTS:
            raise Bad(Flag.LARGE)
        _weigh(found)
        dropped = _signs(found)
        for page in found.pages:
            new.pages.append(page)
        for page in new.pages:
            _bare(page.obj)
        new.remove_unreferenced_resources()
        out = io.BytesIO()
        new.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    _look_again(out.getvalue())
    return Copy(Kind.PDF, out.getvalue(), dropped)


def _weigh(found: Pdf) -> None:
    """Unpack every stream, and keep none: a few bytes that become thousands of millions are no evidence."""
    left = MOST_BYTES
    for thing in found.objects:
        if isinstance(thing, Stream) and "/FlateDecode" in _filters(thing):
            left -= _unpacked(thing.read_raw_bytes(), left)
            if left < 0:
                raise Bad(Flag.LARGE)


def _unpacked(raw: bytes, most: int) -> int:
    """How many bytes come out, counted piece by piece; a little more than `most` is far enough."""
    tool, size, step = zlib.decompressobj(), 0, 1 << 20
    try:
        while raw and size <= most and not tool.eof:
            size += len(tool.decompress(raw, step))
            raw = tool.unconsumed_tail
    except zlib.error:
        return size
    return size


def _filters(stream: Stream) -> list[str]:
    """The filters of a stream, in their order."""
    found = stream.get("/Filter", Array())
    return [str(name) for name in (found if isinstance(found, Array) else [found])]


def _signs(found: Pdf) -> tuple[Dropped, ...]:
    """What the original has that the copy will not have, so that a reader knows."""
    keys: set[str] = set()
    for thing in (found.Root, *found.objects):
        for part in _parts(thing):
            keys |= set(part.keys())
            keys |= {str(part["/S"])} if isinstance(part.get("/S"), Name) else set()
    return tuple(dropped for dropped, signs in SIGNS.items() if keys.intersection(signs))


def _parts(thing: Any, depth: int = 0) -> Iterator[Any]:
    """A thing and the direct dictionaries inside it; what it only points to is met by itself."""
    if depth > DEEPEST:
        raise Bad(Flag.UNSAFE)
    if isinstance(thing, Dictionary | Stream):
        yield thing
        for _, value in thing.items():
            if isinstance(value, Object) and not value.is_indirect:
                yield from _parts(value, depth + 1)
    elif isinstance(thing, Array):
        for value in thing:  # type: ignore[attr-defined]
            if isinstance(value, Object) and not value.is_indirect:
                yield from _parts(value, depth + 1)


def _bare(page: Any) -> None:
    """A page with what it needs to be drawn, and nothing else."""
    for key in set(page.keys()).difference(PAGE):
        del page[key]
    seen: set[tuple[int, int]] = set()
    resources = page.get("/Resources")
    if isinstance(resources, Dictionary):
        for key in set(resources.keys()).difference(RESOURCES):
            del resources[key]
        _strip(resources, seen, resources=True)
    for key in ("/Group", "/Contents"):
        if key in page:
            _strip(page[key], seen)


def _strip(top: Any, seen: set[tuple[int, int]], *, resources: bool = False) -> None:
    """Go through everything that hangs on a thing, and take away what is no part of a drawing."""
    waiting = [(top, resources, False)]
    while waiting:
        thing, resources, names = waiting.pop()
        if not isinstance(thing, Object) or (thing.is_indirect and thing.objgen in seen):
            continue
        if thing.is_indirect:
            seen.add(thing.objgen)
        if isinstance(thing, Array):
            waiting += [(value, False, False) for value in thing]  # type: ignore[attr-defined]
        if not isinstance(thing, Dictionary | Stream):
            continue
        if not names:
            _take_away(thing)
        named = resources or thing.get("/Type") == Name.Font or "/Process" in thing or "/Colorants" in thing
        waiting += [(value, key == "/Resources", named and key in NAMED) for key, value in thing.items()]


def _take_away(thing: Any) -> None:
    """The keys that mean something else than a drawing; and beside a photo what its camera wrote."""
    bad = NEVER | ELSEWHERE if isinstance(thing, Stream) else NEVER
    for key in bad.intersection(thing.keys()):
        del thing[key]
    if isinstance(thing, Stream) and _filters(thing) == ["/DCTDecode"]:
        thing.write(jpegs.bare(thing.read_raw_bytes()), filter=Name.DCTDecode)


def _look_again(body: bytes) -> None:
    """The copy, as whoever opens it will find it: nothing in it may do anything, or tell who made it."""
    with Pdf.open(io.BytesIO(body)) as made:
        if set(made.Root.keys()) != {"/Type", "/Pages"} or len(made.docinfo.keys() if "/Info" in made.trailer else ()):
            raise Bad(Flag.UNSAFE)
        for thing in made.objects:
            for part in _parts(thing):
                if part.get("/S") in (Name.JavaScript, Name.Launch, Name.URI, Name.SubmitForm, Name.GoToR):
                    raise Bad(Flag.UNSAFE)
                if "/EF" in part or "/JS" in part or "/XFA" in part or part.get("/Type") == Name.Metadata:
                    raise Bad(Flag.UNSAFE)
