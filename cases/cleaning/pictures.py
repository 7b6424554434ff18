"""Pictures: every point is read and put into a new picture, which holds nothing but points."""

import io
import warnings

from PIL import Image, ImageFile, ImageOps

from cases.cleaning.result import Bad
from cases.domain.files import Copy, Dropped, Flag, Kind

MOST_POINTS = 40_000_000
LONGEST_SIDE = 30_000
QUALITY = 90


def jpeg(body: bytes) -> Copy:
    return _anew(body, "JPEG")


def png(body: bytes) -> Copy:
    return _anew(body, "PNG")


def webp(body: bytes) -> Copy:
    return _anew(body, "WEBP")


def gif(body: bytes) -> Copy:
    return _anew(body, "GIF")


def _anew(body: bytes, name: str) -> Copy:
    """The size is asked before anything is unpacked. A photo is turned as its camera said, because that word goes."""
    # Set anew each time: they are the whole process's, and a library that sets letters changes the second.
    Image.MAX_IMAGE_PIXELS = MOST_POINTS
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            found = Image.open(io.BytesIO(body), formats=[name])
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
            raise Bad(Flag.LARGE) from bomb
        width, height = found.size
        if width * height > MOST_POINTS or max(width, height) > LONGEST_SIDE:
            raise Bad(Flag.LARGE)
        frames = getattr(found, "n_frames", 1)
        found.load()
    points = _plain(ImageOps.exif_transpose(found))
    photo = name in ("JPEG", "WEBP") and "A" not in points.getbands()
    kind, out = Kind.JPEG if photo else Kind.PNG, io.BytesIO()
    if photo:
        points.save(out, "JPEG", quality=QUALITY)
    else:
        points.save(out, "PNG")
    return Copy(kind, out.getvalue(), (Dropped.FRAMES,) if frames > 1 else ())


def _plain(found: Image.Image) -> Image.Image:
    """A new picture with these points: grey, colour, or colour that one sees through."""
    if found.mode.startswith(("I", "F")):
        found = _of_one_byte(found)
    clear = "A" in found.getbands() or "transparency" in found.info
    mode = "RGBA" if clear else "L" if found.mode in ("1", "L") else "RGB"
    points = found if found.mode == mode else found.convert(mode)
    new = Image.new(mode, points.size)
    new.paste(points)
    return new


def _of_one_byte(found: Image.Image) -> Image.Image:
    """Finer shades of grey than a screen shows become those that it shows."""
    wide = 65535 if found.getextrema()[1] > 255 else 255  # type: ignore[operator]
    return found.convert("F").point(lambda shade: shade * (255 / wide)).convert("L")
