"""Files made for tests, small and of every kind that is opened."""

import io

import pikepdf
from pikepdf import Dictionary, Name, Pdf
from PIL import Image

WORDS = b"I will not stop, and you know it.\n"


def photo(*, size: tuple[int, int] = (48, 32), **more: object) -> bytes:
    """A JPEG that knows where and with what it was taken, and has a comment."""
    exif = Image.Exif()
    exif[0x010F], exif[0x9286] = "CANARY camera", "CANARY of the user"
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 18.0)})
    out = io.BytesIO()
    points = Image.effect_mandelbrot(size, (-2, -1.2, 1, 1.2), 20).convert("RGB")
    points.save(out, "JPEG", **{"exif": exif.tobytes(), "comment": b"CANARY comment", **more})
    return out.getvalue()


def picture(kind: str = "PNG", mode: str = "RGB", **more: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (40, 30), 1).save(out, kind, **more)
    return out.getvalue()


def page(words: str = "Seen on the stairs.", pages: int = 1) -> Pdf:
    """A document with words on its pages."""
    made = Pdf.new()
    font = made.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for number in range(pages):
        made.add_blank_page(page_size=(300, 200))
        drawn = f"BT /F1 12 Tf 20 100 Td ({words} {number + 1}) Tj ET".encode()
        made.pages[-1].Contents = made.make_stream(drawn)
        made.pages[-1].Resources = Dictionary(Font=Dictionary(F1=font))
    return made


def pdf(made: Pdf | None = None, **more: object) -> bytes:
    out = io.BytesIO()
    (made or page()).save(out, **more)
    return out.getvalue()


def said(words: bytes) -> pikepdf.String:
    return pikepdf.String(words.decode())
