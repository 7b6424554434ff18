"""Files that are sent to the site stay in memory until they are sealed: none is written to a disk as it came.

A file beyond the limit is cut off and marked; what was typed beside it is kept, so no file takes the text with it.
"""

import io
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class Arrived(InMemoryUploadedFile):
    """A file that came. `too_long`: only that it came is known; nothing of it was kept."""

    too_long = False


class InMemory(FileUploadHandler):
    """Takes the files of one form, together up to the limit; of somebody who has not signed in none."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        user = getattr(self.request, "user", None)
        self.left = settings.UPLOAD_BYTES if user is not None and user.is_authenticated else 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.kept, self.too_long = io.BytesIO(), False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.left -= len(raw_data)
        self.too_long = self.too_long or self.left < 0
        if not self.too_long:
            self.kept.write(raw_data)

    def file_complete(self, file_size: int) -> Arrived:
        if self.too_long:
            self.kept = io.BytesIO()
        size = self.kept.tell()
        self.kept.seek(0)
        found = Arrived(
            self.kept, self.field_name, self.file_name, self.content_type, size, self.charset, self.content_type_extra
        )
        found.too_long = self.too_long
        return found
