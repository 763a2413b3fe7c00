"""Ends this process and begins a locked one in its place, with nothing of the old in its memory.

Closing a store leaves copies of what was shown in the memory of the process; only its end takes
them away. The new program is asked for the passphrase of whom the old one was locked by. Called
by the composition root when a desk is locked for good.
"""

from __future__ import annotations

import os
import shutil
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

OPTION = "--locked-by"
PATIENCE_S = 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class FreshStart:
    """How the process is replaced.

    Attributes:
        arguments: this process was begun with, as ``sys.orig_argv`` has them.
        forget: a folder that nobody could open again, and that goes now.
        replace: does it; never returns.
    """

    arguments: Sequence[str]
    forget: Path | None = None
    replace: Callable[[str, list[str]], object] = os.execv

    def begin(self, person: str) -> None:
        """Begin anew, locked by a person; does not return."""
        if self.forget is not None:
            shutil.rmtree(self.forget, ignore_errors=True)
        self.replace(sys.executable, locked_arguments(self.arguments, person))

    def begin_at_the_latest(self, person: str) -> None:
        """Begin anew in a moment, whatever the rest of the process does by then."""
        last = threading.Timer(PATIENCE_S, self.begin, (person,))
        last.daemon = True
        last.start()


def locked_arguments(arguments: Sequence[str], person: str) -> list[str]:
    """Give the arguments of the locked program, in the place of an earlier person's."""
    kept = list(arguments)
    if OPTION in kept:
        at = kept.index(OPTION)
        del kept[at : at + 2]
    return [*kept, OPTION, person]
