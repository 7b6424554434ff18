"""Why a reader of one kind of file gives nothing."""

from cases.domain.files import Flag


class Bad(Exception):
    """There will be no working copy, for this reason."""

    def __init__(self, flag: Flag) -> None:
        self.flag = flag
        super().__init__(flag)
