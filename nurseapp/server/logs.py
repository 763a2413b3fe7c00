"""The log: one JSON object a line, made of codes, ids and numbers, never of patient data.

An exception is written as its type and the places it passed, without its text: a driver's text
quotes the row that it failed on.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import TextIO

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)

_log = logging.getLogger(__name__)
_FIELDS = ("method", "route", "status", "ms", "event", "error", "port", "reason", "seq", "hash")


class JsonLines(logging.Formatter):
    """Write a record as one JSON object, with the fields that are allowed and no others."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "what": record.getMessage(),
        }
        if request_id.get() is not None:
            line["request"] = request_id.get()
        line |= {name: getattr(record, name) for name in _FIELDS if hasattr(record, name)}
        bug = getattr(record, "bug", None) or (record.exc_info[1] if record.exc_info else None)
        if isinstance(bug, BaseException):
            line["bug"] = type(bug).__name__
            line["places"] = [
                f"{frame.filename}:{frame.lineno}"
                for frame in traceback.extract_tb(bug.__traceback__)
            ]
        return json.dumps(line)


def log_to(stream: TextIO, level: int) -> None:
    """Send what is of this level or above to a stream, and nothing anywhere else.

    What nobody caught is logged too, in the place of a traceback that ends with its text.
    """
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    sys.excepthook = _on_uncaught
    threading.excepthook = _on_uncaught_in_thread
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    logging.getLogger("alembic").setLevel(logging.WARNING)


def _on_uncaught(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    else:
        _log.critical("uncaught", extra={"bug": error})


def _on_uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    _log.critical("uncaught", extra={"bug": args.exc_value})
