"""What computers were told last, so that the next time they are told only what is new.

A memory of one process, and of convenience alone: who is not in it is told everything, and every
desktop checks that what it was told in part comes to the whole. Called by the routes.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from nurseapp.server.caller import Caller

_MOST_LETTERS = 64 << 20
"""Of all computers together: some 700,000 streams."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Manifest:
    tag: str
    lines: str


class Told:
    """The last manifest of each computer, the most recent ones."""

    def __init__(self, most_letters: int = _MOST_LETTERS) -> None:
        self._room = most_letters
        self._manifests: OrderedDict[tuple[str, str], _Manifest] = OrderedDict()
        self._one_at_a_time = Lock()

    def keep(self, reader: Caller, tag: str, lines: Sequence[str]) -> None:
        """Remember a manifest in the place of the one before."""
        told = _Manifest(tag=tag, lines="\n".join(lines))
        with self._one_at_a_time:
            self._forget((reader.actor.id, reader.device))
            self._manifests[reader.actor.id, reader.device] = told
            self._room -= len(told.lines)
            while self._room < 0:
                self._forget(next(iter(self._manifests)))

    def recall(self, reader: Caller, tag: str | None) -> Sequence[str] | None:
        """Give the lines of the manifest that a computer was told last, if it had this tag."""
        with self._one_at_a_time:
            told = self._manifests.get((reader.actor.id, reader.device))
        return told.lines.splitlines() if told is not None and told.tag == tag else None

    def _forget(self, whose: tuple[str, str]) -> None:
        told = self._manifests.pop(whose, None)
        if told is not None:
            self._room += len(told.lines)
