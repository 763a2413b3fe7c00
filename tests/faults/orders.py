"""What a desktop in a process of its own is told, and the journal that it leaves.

The journal outlives the process, however that ends: each line is one write to the system.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """What one desktop is to do.

    Attributes:
        folder: of the computer, with its vaults and its keyring.
        user: who works there.
        seed: of what is done, and when.
        journal: where it writes down what it did.
        stop: a file; when it is there the desktop writes no more, syncs to the end, and ends.
        pause_s: the longest pause between two acts.
        patience_s: how long it waits for an answer.
    """

    folder: Path
    user: str
    seed: int
    journal: Path
    stop: Path
    pause_s: float = 0.1
    patience_s: float = 5.0

    def as_text(self) -> str:
        """Give the orders as one argument of a command."""
        return json.dumps(asdict(self), default=str)

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read them again."""
        given = json.loads(text)
        paths = {name: Path(given[name]) for name in ("folder", "journal", "stop")}
        return cls(**(given | paths))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a journal.

    Attributes:
        what: ``meant`` an event about to be saved, ``kept`` one that was, ``met`` a circumstance,
            ``held`` how many cases are there after a round, ``ready``, ``done``, or ``bug``.
    """

    what: str
    said: str


class Journal:
    """Writes lines that a kill cannot take back."""

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def write(self, what: str, *said: str) -> None:
        """Write one line for each thing said, all at once."""
        lines = "".join(f"{what} {one}\n" for one in said)
        os.write(self._handle, lines.encode())


def read_journal(path: Path) -> Iterator[Entry]:
    """Read what was written; nothing where nothing was."""
    if path.exists():
        for line in path.read_text().splitlines():
            what, _, said = line.partition(" ")
            yield Entry(what=what, said=said)
