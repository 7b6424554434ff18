"""How long a bundle takes: `python -m bench.bundle` makes one of hundreds of pages, and prints time and memory.

It needs no database: the chapters are made up here, everything after them is the site's own.
"""

import argparse
import io
import os
import resource
import time
from types import SimpleNamespace

WORDS = "Whoever was in the room at that time heard what was said, and each of them told it in other words. "


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--exhibits", type=int, default=148, help="of two pages each")
    exhibits = range(1, parser.parse_args().exhibits + 1)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conduct.settings")
    import django

    django.setup()
    from unittest.mock import patch

    from django.utils.timezone import now

    from cases import papers
    from cases.queries.chapters import Chapter, Piece

    text = "\n\n".join([WORDS * 5] * 6)
    pieces = tuple(Piece(title=f"Exhibit of the bench {n}", text=text, at=now(), tab=n) for n in exhibits)
    found = (Chapter(name="exhibits", title="Evidence", pieces=pieces),)
    case = SimpleNamespace(code="K7Q-4M2-XR", procedure=SimpleNamespace(edition="iso-2014.1"))
    mark = papers.Mark(code=case.code, reader="the bench", made_at=now())
    with patch("cases.sheets.exhibits.working_copies", lambda folder: iter(())):
        began, worked = time.monotonic(), time.process_time()
        body = papers.make(SimpleNamespace(case=case), found, mark)
    seconds, cpu = time.monotonic() - began, time.process_time() - worked
    import pikepdf

    with pikepdf.open(io.BytesIO(body)) as paper:
        count = len(paper.pages)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    took = f"{seconds:.1f} s, {cpu:.1f} s of them computing"
    print(f"{count} pages, {len(body) / 1e6:.1f} MB, in {took}; the process needed {peak} MB at its peak")


if __name__ == "__main__":
    main()
