"""What is written to the log: where something failed, never what somebody wrote."""

import logging
import traceback


class WithoutContent(logging.Formatter):
    """Name the kind of an error and its place in the code, but not its message, which may quote a case."""

    def formatException(self, ei) -> str:  # type: ignore[no-untyped-def]  # noqa: N802
        kind, _, trace = ei
        places = "".join(traceback.format_list(traceback.extract_tb(trace)))
        return f"{places}{getattr(kind, '__name__', kind)}"


class WithoutAddresses(logging.Filter):
    """Replace the address of a request, which names its case, by the pattern it matched."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        match = getattr(request, "resolver_match", None)
        if request is not None:
            record.msg = f"{getattr(record, 'status_code', '')} /{match.route if match else '…'}"
            record.args = ()
        return True
