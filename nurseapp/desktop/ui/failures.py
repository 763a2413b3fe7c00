"""What becomes of a bug: it is reported by ids, and the program goes on.

A slot that raises is otherwise printed and forgotten. A report names the kind of exception and
the places in the code, never its message, which may hold what a nurse typed. Installed by the
composition root; a room hands it what its `failed` slot receives and cannot word.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from traceback import walk_tb
from types import TracebackType

from PySide6.QtCore import QObject, Signal

log = logging.getLogger(__name__)

PLACES_KEPT = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A bug, as far as it may be told.

    Attributes:
        number: made for this report, to be quoted by the nurse and found in the log.
        kind: the exception's class.
        places: module, function and line, the innermost last.
    """

    number: str
    kind: str
    places: tuple[str, ...]


class Failures(QObject):
    """Report bugs of every thread.

    Signals:
        reported(object): a Failure; a window says what is safe and shows its number.
    """

    reported = Signal(object)

    def __init__(self, new_number: Callable[[], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._new_number = new_number

    def install(self) -> None:
        """Take the place of what Python does with exceptions that nobody caught."""
        sys.excepthook = self._on_uncaught
        threading.excepthook = self._on_uncaught_in_thread
        sys.unraisablehook = self._on_unraisable

    def report(self, error: BaseException) -> None:
        """Log a bug by ids and tell who listens."""
        kind = type(error)
        failure = Failure(
            number=self._new_number(),
            kind=f"{kind.__module__}.{kind.__qualname__}",
            places=_places(error.__traceback__),
        )
        log.error("bug %s: %s at %s", failure.number, failure.kind, " > ".join(failure.places))
        self.reported.emit(failure)

    def _on_uncaught(
        self,
        _kind: type[BaseException],
        error: BaseException,
        _traceback: TracebackType | None,
    ) -> None:
        if isinstance(error, KeyboardInterrupt):
            sys.__excepthook__(KeyboardInterrupt, error, None)
        else:
            self.report(error)

    def _on_uncaught_in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.report(args.exc_value)

    def _on_unraisable(self, args: sys.UnraisableHookArgs) -> None:
        """Report what was raised where nobody can catch it, such as in a destructor."""
        if args.exc_value is not None:
            self.report(args.exc_value)


def _places(traceback: TracebackType | None) -> tuple[str, ...]:
    frames = [
        f"{frame.f_globals.get('__name__', '?')}.{frame.f_code.co_name}:{line}"
        for frame, line in walk_tb(traceback)
    ]
    return tuple(frames[-PLACES_KEPT:])
