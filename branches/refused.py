"""When the register says no."""

ONLY_REGISTER = "Only the registrar or an administrator can do this."


class NotAllowed(Exception):
    """An act that was not done. Carries one sentence for the person who tried."""

    def __init__(self, because: str) -> None:
        self.because = because
        super().__init__(because)
