"""Where sealed files lie: on the disk, or in memory alone.

Knows bytes by a name, and nothing of what they are. Called by the file store and by what it seals.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path
from typing import Protocol

_BINARY = getattr(os, "O_BINARY", 0)  # Windows would change line ends


class Shelf(Protocol):
    """Holds bytes by a made-up name; what it cannot do leaves as OSError."""

    def write(self, name: str, at: int, content: bytes) -> None:
        """Write at a place, so that it stays there when this returns."""

    def read(self, name: str, at: int, length: int) -> bytes:
        """Read from a place, or less where less is there."""

    def remove(self, name: str) -> None:
        """Take it away; nothing happens where there is none."""

    def names(self) -> Collection[str]:
        """Name all that is here."""


class DiskShelf:
    """A folder of files, made when it is first needed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, name: str, at: int, content: bytes) -> None:
        """Write at a place of a file, and force it to the disk."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self._folder / name, os.O_WRONLY | os.O_CREAT | _BINARY, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.seek(at)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    def read(self, name: str, at: int, length: int) -> bytes:
        """Read from a place of a file."""
        with (self._folder / name).open("rb") as file:
            file.seek(at)
            return file.read(length)

    def remove(self, name: str) -> None:
        """Take a file off the disk."""
        (self._folder / name).unlink(missing_ok=True)

    def names(self) -> Collection[str]:
        """Name the files of the folder."""
        return [path.name for path in self._folder.iterdir()] if self._folder.is_dir() else []


class MemoryShelf:
    """What goes with the process."""

    def __init__(self) -> None:
        self._held: dict[str, dict[int, bytes]] = {}

    def write(self, name: str, at: int, content: bytes) -> None:
        """Keep what is written at a place, in the place of what was written there before."""
        self._held.setdefault(name, {})[at] = content

    def read(self, name: str, at: int, length: int) -> bytes:
        """Give what was written at that very place."""
        return self._held.get(name, {}).get(at, b"")[:length]

    def remove(self, name: str) -> None:
        """Forget it."""
        self._held.pop(name, None)

    def names(self) -> Collection[str]:
        """Name what is held."""
        return list(self._held)
