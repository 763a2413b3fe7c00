"""What computers were told last, so that the next time they are told only what is new.

A memory of one process, and of convenience alone: who is not in it is told everything, and every
desktop checks that what it was told in part comes to the whole. Called by the routes.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from nurseapp.server.caller import Caller
from nurseapp.server.feed import Look

_MOST_STREAMS = 500_000
"""Of all computers together; each takes some 150 bytes."""


class Told:
    """What each computer was told last, the most recent ones."""

    def __init__(self, most_streams: int = _MOST_STREAMS) -> None:
        self._room = most_streams
        self._looks: OrderedDict[tuple[str, str], Look] = OrderedDict()
        self._one_at_a_time = Lock()

    def keep(self, reader: Caller, told: Look) -> None:
        """Remember what a computer is told, in the place of what it was told before."""
        with self._one_at_a_time:
            self._forget((reader.actor.id, reader.device))
            self._looks[reader.actor.id, reader.device] = told
            self._room -= len(told.sight.lines)
            while self._room < 0:
                self._forget(next(iter(self._looks)))

    def recall(self, reader: Caller, tag: str | None) -> Look | None:
        """Give what a computer was told last, if its manifest had this tag."""
        with self._one_at_a_time:
            told = self._looks.get((reader.actor.id, reader.device))
        return told if told is not None and told.tag == tag else None

    def _forget(self, whose: tuple[str, str]) -> None:
        told = self._looks.pop(whose, None)
        if told is not None:
            self._room += len(told.sight.lines)
