"""Every kind of content that the site answers with, and how all of its words are read: also those no page shows."""

import io
import json
import subprocess
import zipfile
from collections.abc import Callable

import pikepdf
from django.http.response import HttpResponseBase


def _calendar(body: bytes) -> str:
    return body.decode().replace("\r\n ", "")  # long lines are folded


def _json(body: bytes) -> str:
    return json.dumps(json.loads(body or b"null"), ensure_ascii=False)


def _pdf(body: bytes) -> str:
    """Its text, once as it is set and once without spaces, as a long word may be broken; and all that is said of it."""
    if not body:
        return ""  # the answer to HEAD
    read = subprocess.run(["pdftotext", "-raw", "-", "-"], input=body, capture_output=True, check=True).stdout.decode()
    with pikepdf.open(io.BytesIO(body)) as document:
        said = [str(document.docinfo.as_dict()), str(document.Root.get("/Metadata", b"")), *document.attachments]
    return "\n".join([read, "".join(read.split()), *said])


def _packed(body: bytes) -> str:
    """A workbook or another packed folder: its names, and every file as it stands."""
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        return "\n".join(name + "\n" + packed.read(name).decode(errors="replace") for name in packed.namelist())


def _bytes(body: bytes) -> str:
    return body.decode(errors="replace")


READ: dict[str, Callable[[bytes], str]] = {
    "": bytes.decode,
    "text/html": bytes.decode,
    "text/plain": bytes.decode,
    "text/csv": bytes.decode,
    "text/calendar": _calendar,
    "application/json": _json,
    "application/pdf": _pdf,
    "application/octet-stream": _bytes,
    "image/jpeg": _bytes,
    "image/png": _bytes,
    "application/zip": _packed,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": _packed,
}


def known(answer: HttpResponseBase) -> bool:
    """Another kind of content than these is a fault: nobody would have looked into it."""
    return _kind(answer) in READ


def words(answer: HttpResponseBase) -> str:
    """Everything that this answer says: its content, its headers and its cookies."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    headers = "".join(f"{name}: {value}\n" for name, value in answer.items())
    read = READ[_kind(answer)](body) if body else ""  # a HEAD says what it would be and sends nothing
    return read + headers + answer.cookies.output()


def _kind(answer: HttpResponseBase) -> str:
    return answer.get("Content-Type", "").partition(";")[0].strip()
