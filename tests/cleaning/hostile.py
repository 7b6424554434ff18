"""Files that mean harm, or only look like it: each made here, with what must come of it."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from pikepdf import Array, Dictionary, Encryption, Name, Pdf, String
from PIL import Image, PngImagePlugin

from cases.domain.files import Dropped, Flag
from tests import paper

CANARY = "CANARY"
"""Stands in everything that must not come through."""
SCRIPT = b"<script>document.title='CANARY ran';alert('CANARY')</script>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload=\"alert('CANARY')\">" + SCRIPT + b"</svg>"
HTML = b"<!doctype html><html><body onload=\"alert('CANARY')\">" + SCRIPT + b"</body></html>"
JS = b"alert('CANARY');document.write('CANARY')"


@dataclass(frozen=True)
class Hostile:
    """A file by the name it comes with. `flag` is why it is kept sealed; None where a safe copy is made of it."""

    what: str
    name: str
    body: bytes
    flag: Flag | None = None
    dropped: Dropped | None = None


def every() -> list[Hostile]:
    found = [
        one
        for source in (_plain, _disguised, _broken, _names, _bombs, _mixed, _told, _pdfs, _texts)
        for one in source()
    ]
    assert len({one.what for one in found}) == len(found)
    return found


GOOD = {
    "jpg": paper.photo(),
    "png": paper.picture(),
    "webp": paper.picture("WEBP"),
    "gif": paper.picture("GIF", "P"),
    "pdf": paper.pdf(),
    "txt": paper.WORDS,
}


def _plain() -> Iterator[Hostile]:
    for ending, body in GOOD.items():
        yield Hostile(f"a harmless {ending}", f"a.{ending}", body)
    yield Hostile("a harmless jpeg", "a.jpeg", GOOD["jpg"])
    yield Hostile("a harmless PDF in capitals", "A.PDF", GOOD["pdf"])


def _disguised() -> Iterator[Hostile]:
    """Every kind under every other ending, and what a browser would run under all of them."""
    for ending in GOOD:
        for other, body in GOOD.items():
            if ending != other:
                yield Hostile(f"{other} as {ending}", f"a.{ending}", body, Flag.DISGUISED)
        for what, body in {"html": HTML, "svg": SVG, "xml": b"<?xml version='1.0'?><x/>", "zip": _zip()}.items():
            yield Hostile(f"{what} as {ending}", f"a.{ending}", body, Flag.DISGUISED)
    for what, body in {
        "elf": b"\x7fELF\x02\x01\x01" + bytes(60),
        "exe": b"MZ" + bytes(200),
        "class": b"\xca\xfe\xba\xbe" + bytes(60),
    }.items():
        yield Hostile(f"{what} as pdf", "a.pdf", body, Flag.DISGUISED)
        yield Hostile(f"{what} as txt", "a.txt", body, Flag.DISGUISED)
    kinds = (
        "html",
        "htm",
        "svg",
        "xhtml",
        "xml",
        "js",
        "hta",
        "swf",
        "exe",
        "zip",
        "docx",
        "docm",
        "odt",
        "heic",
        "mov",
        "mp3",
        "eml",
        "lnk",
        "jar",
    )
    for ending in kinds:
        yield Hostile(f"an ending that is not opened: {ending}", f"a.{ending}", HTML, Flag.UNKNOWN)
    yield Hostile("no ending", "README", paper.WORDS, Flag.UNKNOWN)
    yield Hostile("an ending before the last", "photo.jpg.exe", GOOD["jpg"], Flag.UNKNOWN)
    yield Hostile("the last ending counts", "page.html.jpg", HTML, Flag.DISGUISED)
    yield Hostile("a dot at the end", "photo.jpg.", GOOD["jpg"], Flag.UNKNOWN)


def _broken() -> Iterator[Hostile]:
    for ending in GOOD:
        yield Hostile(f"an empty {ending}", f"a.{ending}", b"", Flag.EMPTY)
    for ending in ("jpg", "png", "webp", "gif"):
        body = GOOD[ending]
        for share in (0.3, 0.6):
            yield Hostile(f"{share:.0%} of a {ending}", f"a.{ending}", body[: int(len(body) * share)], Flag.BROKEN)
        yield Hostile(f"the first bytes of a {ending}", f"a.{ending}", body[:40], Flag.BROKEN)
        noise = bytes(n * 7919 % 251 for n in range(500))
        said = Flag.LARGE if ending == "gif" else Flag.BROKEN
        yield Hostile(f"a {ending} that is noise", f"a.{ending}", body[:24] + noise, said)
    yield Hostile("a PDF that is only a heading", "a.pdf", b"%PDF-1.7\n", Flag.BROKEN)
    yield Hostile("a PDF without pages", "a.pdf", _no_pages(), Flag.BROKEN)
    yield Hostile("a PDF with HTML after its heading", "a.pdf", b"%PDF-1.4\n" + HTML, Flag.BROKEN)
    yield Hostile("a PDF of noise", "a.pdf", b"%PDF-1.4\n" + bytes(n * 31 % 256 for n in range(900)), Flag.BROKEN)


def _names() -> Iterator[Hostile]:
    """A name is words for people; where it leads, turns or hides is not followed."""
    stems = {
        "up": "../../../../etc/passwd", "up and back": "..\\..\\windows\\win.ini", "root": "/etc/cron.d/job",
        "a drive": "C:\\boot", "another stream": "a.txt::$DATA", "a device": "CON", "zero": "photo\0.exe",
        "a line": "photo\r\nSet-Cookie: x=1", "turned round": "photo\u202egpj.exe", "hidden letters": "pho\u200bto",
        "a bell": "pho\x07to\x1b[31m", "markup": "<img src=x onerror=alert('CANARY')>", "quotes": "a\";b='c",
        "percent": "%2e%2e%2f", "a formula": "=HYPERLINK('http://x')", "very long": "x" * 3000, "dots": "....",
        "spaces": "  a  ", "marks": "e\u0301\u0327\u0328" * 30, "a shell": "$(reboot);`id`", "surrogate": "a\ud800b",
    }  # fmt: skip
    for what, stem in stems.items():
        yield Hostile(f"a name with {what}", f"{stem}.jpg", GOOD["jpg"])


def _bombs() -> Iterator[Hostile]:
    yield Hostile("a picture of 841 million points", "a.png", _huge_png(29_000, 29_000), Flag.LARGE)
    yield Hostile("a picture that says 4 thousand million points", "a.png", _said_png(65_000, 65_000), Flag.LARGE)
    yield Hostile("a picture one point wide and very long", "a.png", _said_png(1, 2_000_000), Flag.LARGE)
    yield Hostile("a GIF that says 65 thousand by 65 thousand", "a.gif", _said_gif(65_000, 65_000), Flag.LARGE)
    yield Hostile("a photo that says 65 thousand by 65 thousand", "a.jpg", _said_jpeg(65_000, 65_000), Flag.LARGE)
    yield Hostile("a packed note in a picture", "a.png", _noted_png(40_000_000), Flag.BROKEN)
    yield Hostile("a packed colour profile in a picture", "a.png", _profiled_png(40_000_000), Flag.BROKEN)
    yield Hostile("packed pages", "a.pdf", _packed(64_000_000, pages=5), Flag.LARGE)
    yield Hostile("a page packed twice", "a.pdf", _packed_twice(5_000_000))
    yield Hostile("more pages than are read", "a.pdf", _many_pages(1_001), Flag.LARGE)
    yield Hostile("a page deep within itself", "a.pdf", _deep(), Flag.UNSAFE)
    yield Hostile("pages in a ring", "a.pdf", _ring(), Flag.BROKEN)


def _mixed() -> Iterator[Hostile]:
    """One file that is two things at once: the copy is the one of them that its name says."""
    tails = {
        "HTML": HTML,
        "SVG": SVG,
        "a ZIP": _zip(),
        "a PDF": GOOD["pdf"],
        "PHP": b"<?php system('CANARY'); ?>",
        "JS": b"*/" + JS,
    }
    for ending in ("jpg", "png", "gif", "webp"):
        for what, tail in tails.items():
            yield Hostile(f"a {ending} with {what} after it", f"a.{ending}", GOOD[ending] + tail)
    yield Hostile("a GIF that is a script", "a.gif", _gif_script())
    yield Hostile("a GIF that is only a script", "a.gif", b"GIF89a/*" + JS + b"*/=1;" + JS, Flag.BROKEN)
    yield Hostile("a PDF with HTML before it", "a.pdf", HTML + GOOD["pdf"], Flag.DISGUISED)
    for what, tail in tails.items():
        yield Hostile(f"a PDF with {what} after it", "a.pdf", GOOD["pdf"] + b"\n" + tail)


def _told() -> Iterator[Hostile]:
    """Pictures that tell where, when, with what and by whom they were made."""
    yield Hostile("a photo that knows its place", "a.jpg", paper.photo())
    yield Hostile("a photo on its side", "a.jpg", paper.photo(exif=_turned()))
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>CANARY</x:xmpmeta>"
    yield Hostile("a photo with XMP", "a.jpg", paper.photo(xmp=xmp))
    yield Hostile(
        "a photo with IPTC", "a.jpg", _segment(0xED, b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0\0\0\0\x0bCANARY")
    )
    yield Hostile("a photo with a profile", "a.jpg", _segment(0xE2, b"ICC_PROFILE\0\x01\x01CANARY"))
    yield Hostile("a photo in a photo", "a.jpg", _segment(0xE1, b"Exif\0\0" + GOOD["jpg"][:9000]))
    yield Hostile("a photo with SVG as its comment", "a.jpg", paper.photo(comment=SVG))
    yield Hostile("a photo with a script as its comment", "a.jpg", paper.photo(comment=b"*/" + JS + b"/*"))
    notes = PngImagePlugin.PngInfo()
    for key in ("Author", "Comment", "XML:com.adobe.xmp", "Software"):
        notes.add_itxt(key, "CANARY " + HTML.decode()) if ":" in key else notes.add_text(
            key, "CANARY", zip=key == "Comment"
        )
    yield Hostile("a picture with notes", "a.png", paper.picture(pnginfo=notes, dpi=(72, 72)))
    yield Hostile("a picture with EXIF", "a.png", paper.picture(exif=_turned()))
    yield Hostile("a WebP with EXIF and XMP", "a.webp", paper.picture("WEBP", exif=_turned(), xmp=xmp))
    yield Hostile("a moving GIF with a comment", "a.gif", _moving("GIF", comment=b"CANARY"), None, Dropped.FRAMES)
    yield Hostile("a moving WebP", "a.webp", _moving("WEBP"), None, Dropped.FRAMES)
    yield Hostile("a moving PNG", "a.png", _moving("PNG"), None, Dropped.FRAMES)
    for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"):
        yield Hostile(f"a picture of mode {mode}", "a.png", paper.picture("PNG", mode))
    yield Hostile("a photo in four colours", "a.jpg", paper.picture("JPEG", "CMYK", comment=b"CANARY"))


def _pdfs() -> Iterator[Hostile]:
    for what, (body, dropped) in _active().items():
        yield Hostile(f"a PDF with {what}", "a.pdf", body, None, dropped)
    yield Hostile("a PDF with a password", "a.pdf", _locked("CANARY"), Flag.LOCKED)
    yield Hostile("a PDF that only its owner may print", "a.pdf", _locked(""))
    yield Hostile("a PDF in a PDF 2.0 envelope", "a.pdf", paper.pdf(min_version="2.0"))
    yield Hostile("a PDF with its objects packed", "a.pdf", paper.pdf(object_stream_mode=2))
    yield Hostile("a PDF without its table", "a.pdf", GOOD["pdf"][: GOOD["pdf"].rindex(b"xref")])


def _texts() -> Iterator[Hostile]:
    yield Hostile("a text in UTF-16", "a.txt", "Ünï\r\n".encode("utf-16"))
    yield Hostile("a text with its mark", "a.txt", "Ünï".encode("utf-8-sig"))
    yield Hostile("a text of old Windows", "a.txt", "Für “mich”".encode("cp1252"))
    yield Hostile("a text that is turned round", "a.txt", "pay \u202e001\u202c now".encode(), None, Dropped.HIDDEN)
    yield Hostile("a text with orders to a terminal", "a.txt", b"\x1b]0;title\x07 hello \x1b[2J", None, Dropped.HIDDEN)
    yield Hostile("a text with zero bytes", "a.txt", b"hello\0world", Flag.DISGUISED)
    yield Hostile("a text that is half a letter", "a.txt", b"\xff\xfeA", Flag.DISGUISED)
    yield Hostile("a text that speaks of scripts", "a.txt", b"He sent me this: " + SCRIPT)
    yield Hostile("a text that is a script", "a.txt", b"#!/bin/sh\nrm -rf /\n")


# How they are made


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("../CANARY.html", HTML + bytes(100_000))
    return out.getvalue()


def _no_pages() -> bytes:
    return paper.pdf(Pdf.new())


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _said_png(width: int, height: int, *between: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    points = zlib.compress(bytes((1 + 3 * width) * height)) if width * height < 10_000 else zlib.compress(b"\0")
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + b"".join(between)
        + _chunk(b"IDAT", points)
        + _chunk(b"IEND", b"")
    )


def _huge_png(width: int, height: int) -> bytes:
    """As many points as it says, in very few bytes."""
    row = bytes(1 + (width + 7) // 8)
    pack = zlib.compressobj(1)
    points = b"".join([pack.compress(row * 100) for _ in range(height // 100)]) + pack.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", points) + _chunk(b"IEND", b"")


def _noted_png(size: int) -> bytes:
    return _said_png(8, 8, _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"CANARY" + bytes(size), 1)))


def _profiled_png(size: int) -> bytes:
    return _said_png(8, 8, _chunk(b"iCCP", b"CANARY\0\0" + zlib.compress(bytes(size), 1)))


def _said_jpeg(width: int, height: int) -> bytes:
    body = bytearray(GOOD["jpg"])
    at = body.index(b"\xff\xc0")
    body[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(body)


def _said_gif(width: int, height: int) -> bytes:
    body = bytearray(GOOD["gif"])
    body[6:10] = struct.pack("<HH", width, height)
    at = body.index(b",", 13)
    body[at + 5 : at + 9] = struct.pack("<HH", width, height)
    return bytes(body)


def _segment(marker: int, body: bytes) -> bytes:
    """A photo with one more part before the others."""
    photo = GOOD["jpg"]
    return photo[:2] + bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body + photo[2:]


def _turned() -> bytes:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "CANARY"
    return exif.tobytes()


def _moving(kind: str, **more: object) -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=50, **more)
    return out.getvalue()


def _gif_script() -> bytes:
    """A GIF whose width begins a comment of a script, and whose end is the script."""
    body = bytearray(paper.picture("GIF", "P"))
    body[6:8] = b"/*"
    return bytes(body) + b"*/=1;" + JS


def _packed(size: int, pages: int = 1) -> bytes:
    made = paper.page(pages=pages)
    pack = zlib.compressobj(9)
    squeezed = b"".join(pack.compress(bytes(1 << 20)) for _ in range(size >> 20)) + pack.flush()
    for page in made.pages:
        stream = made.make_stream(b"")
        stream.write(squeezed, filter=Name.FlateDecode)
        page.Contents = stream
    return paper.pdf(made)


def _packed_twice(size: int) -> bytes:
    """Unpacked once it is still small."""
    made, pack = paper.page(), zlib.compressobj(9)
    stream = made.make_stream(b"")
    block = bytes(1 << 20)
    once = b"".join(pack.compress(block) for _ in range(size >> 20)) + pack.flush()
    stream.write(zlib.compress(once), filter=Array([Name.FlateDecode, Name.FlateDecode]))
    made.pages[0].Contents = stream
    return paper.pdf(made)


def _many_pages(count: int) -> bytes:
    made = Pdf.new()
    made.add_blank_page(page_size=(10, 10))
    for _ in range(count - 1):
        made.pages.append(made.pages[0])
    return paper.pdf(made)


def _deep() -> bytes:
    made = paper.page()
    inner = Dictionary()
    for _ in range(80):
        inner = Dictionary(X=inner)
    made.pages[0].Resources.ExtGState = Dictionary(G=inner)
    return paper.pdf(made)


def _ring() -> bytes:
    pages = b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\n"
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n" + pages + b"trailer<</Root 1 0 R>>"


def _locked(password: str) -> bytes:
    return paper.pdf(encryption=Encryption(owner="owner", user=password))


def _said(words: str = CANARY) -> String:
    return String(words)


def _active() -> dict[str, tuple[bytes, Dropped | None]]:
    """PDFs that do something, hide something or tell something."""
    found: dict[str, tuple[bytes, Dropped | None]] = {}

    def keep(what: str, made: Pdf, dropped: Dropped | None = None, **more: object) -> None:
        found[what] = paper.pdf(made, **more), dropped

    script = Dictionary(S=Name.JavaScript, JS=_said("app.alert('CANARY')"))
    acts = {
        "a script": (script, Dropped.SCRIPTS),
        "a program to start": (Dictionary(S=Name.Launch, F=_said("cmd.exe CANARY")), Dropped.SCRIPTS),
        "an address to open": (Dictionary(S=Name.URI, URI=_said("http://CANARY.example/")), None),
        "a form to send": (Dictionary(S=Name.SubmitForm, F=_said("http://CANARY.example/")), None),
        "another file to open": (Dictionary(S=Name.GoToR, F=_said("//CANARY/share"), D=Array([0, Name.Fit])), None),
        "data to bring in": (Dictionary(S=Name.ImportData, F=_said("CANARY.fdf")), None),
    }
    for what, (act, dropped) in acts.items():
        made = paper.page()
        made.Root.OpenAction = act
        keep(f"{what} on opening", made, dropped)
        made = paper.page()
        made.pages[0].AA = Dictionary(O=act)
        keep(f"{what} on a page", made, dropped)
        made = paper.page()
        note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 300, 200], A=act, Contents=_said())
        made.pages[0].Annots = Array([made.make_indirect(note)])
        keep(f"{what} behind a link", made, Dropped.NOTES)
    made = paper.page()
    made.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([_said("x"), script])))
    keep("a named script", made, Dropped.SCRIPTS)
    made = paper.page()
    made.attachments["CANARY.html"] = HTML
    keep("a file inside", made, Dropped.ATTACHED)
    for what, place in {"the document": "root", "a page": "page", "a picture": "picture"}.items():
        made = paper.page()
        inside = made.make_indirect(
            Dictionary(Type=Name.Filespec, F=_said("a.html"), EF=Dictionary(F=made.make_stream(HTML)))
        )
        drawn = _drawn(made)
        {"root": made.Root, "page": made.pages[0].obj, "picture": drawn}[place].AF = Array([inside])
        keep(f"a file that belongs to {what}", made, Dropped.ATTACHED)
    made = paper.page()
    field = Dictionary(
        FT=Name.Tx, T=_said(), V=_said(), Subtype=Name.Widget, Rect=[0, 0, 9, 9], AA=Dictionary(K=script)
    )
    field = made.make_indirect(field)
    made.Root.AcroForm = Dictionary(Fields=Array([field]), XFA=made.make_stream(b"<xdp>CANARY</xdp>"))
    made.pages[0].Annots = Array([field])
    keep("a form", made, Dropped.FORMS)
    made = paper.page()
    made.docinfo["/Author"] = _said()
    with made.open_metadata() as told:
        told["dc:creator"] = ["CANARY"]
    keep("an author", made)
    for what, place in {"a page": "page", "a picture": "picture", "a font": "font"}.items():
        made = paper.page()
        drawn = _drawn(made)
        told = made.make_stream(b"<x:xmpmeta>CANARY</x:xmpmeta>", Type=Name.Metadata, Subtype=Name.XML)
        {"page": made.pages[0].obj, "picture": drawn, "font": made.pages[0].Resources.Font.F1}[place].Metadata = told
        {"page": made.pages[0].obj, "picture": drawn, "font": made.pages[0].Resources.Font.F1}[
            place
        ].PieceInfo = Dictionary(X=_said())
        keep(f"words about {what}", made)
    made = paper.page()
    drawn = _drawn(made, paper.photo())
    keep("a photo that knows its place", made)
    made = paper.page()
    _drawn(made).stream_dict["/F"] = _said("//CANARY/share")
    keep("a picture in another file", made)
    made = paper.page()
    layer = made.make_indirect(Dictionary(Type=Name.OCG, Name=_said()))
    made.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    made.pages[0].Resources.Properties = Dictionary(MC0=layer)
    keep("a layer that is switched off", made, Dropped.LAYERS)
    made = paper.page()
    made.pages[0].Thumb = made.make_stream(b"CANARY")
    made.pages[0].B = Array([Dictionary(X=_said())])
    made.pages[0].LastModified = _said()
    keep("a small picture of a page", made)
    made = paper.page()
    made.Root.Outlines = made.make_indirect(Dictionary(First=made.make_indirect(Dictionary(Title=_said(), A=script))))
    keep("a list of contents that runs", made, Dropped.SCRIPTS)
    made = paper.page()
    made.Root.StructTreeRoot = made.make_indirect(Dictionary(K=Dictionary(ActualText=_said())))
    keep("hidden words about its structure", made)
    made = paper.page()
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9], Contents=_said(), T=_said())
    made.pages[0].Annots = Array([made.make_indirect(note)])
    keep("a note by somebody", made, Dropped.NOTES)
    media = Dictionary(
        Type=Name.Annot, Subtype=Name.RichMedia, RichMediaContent=Dictionary(X=_said()), Rect=[0, 0, 9, 9]
    )
    made = paper.page()
    made.pages[0].Annots = Array([made.make_indirect(media)])
    keep("a film", made, Dropped.NOTES)
    return found


def _drawn(made: Pdf, photo: bytes = b"") -> object:
    """A picture on the first page."""
    image = made.make_stream(photo or bytes(3 * 48 * 32))
    image.stream_dict.update(
        {
            "/Type": Name.XObject,
            "/Subtype": Name.Image,
            "/Width": 48,
            "/Height": 32,
            "/ColorSpace": Name.DeviceRGB,
            "/BitsPerComponent": 8,
        }
    )
    if photo:
        image.write(photo, filter=Name.DCTDecode)
    made.pages[0].Resources.XObject = Dictionary(I0=image)
    made.pages[0].Contents = made.make_stream(made.pages[0].Contents.read_bytes() + b" q 90 0 0 60 100 20 cm /I0 Do Q")
    return image
