"""Showing that long work goes on: a bar on a terminal, a plain line now and then anywhere else."""

import time
from typing import TextIO

SILENT_SECONDS = 1.0
LINE_SECONDS = 5.0
WIDTH = 30


class Progress:
    """Say how far the work is. What is quick says nothing."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.bar = stream.isatty()
        self.began = self.said = time.monotonic()
        self.drawn = False

    def __call__(self, what: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self.began < SILENT_SECONDS or now - self.said < (0.1 if self.bar else LINE_SECONDS):
            return
        self.said = now
        share = done / total if total else 1.0
        if self.bar:
            full = int(share * WIDTH)
            self.stream.write(f"\r[{'#' * full}{'.' * (WIDTH - full)}] {done:,} of {total:,} {what} ")
            self.drawn = True
        else:
            self.stream.write(f"{done:,} of {total:,} {what}, {now - self.began:.0f} s\n")
        self.stream.flush()

    def end(self) -> None:
        """Take the bar away, so that what follows begins on a clean line."""
        if self.drawn:
            self.stream.write("\r\033[K")
            self.stream.flush()
