"""What computers were told last, so that the next time they are told only what is new.

A memory of one process, and of convenience alone: who is not in it is told everything, and every
desktop checks that what it was told in part comes to the whole. Called by the routes.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from nurseapp.server.caller import Caller
from nurseapp.wire import listing
from nurseapp.wire.messages import StreamState

_MOST_STREAMS = 1_000_000
"""Of all computers together: eight megabytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The streams of a manifest as :func:`nurseapp.wire.listing.named` has them, and the heads.

    Attributes:
        heads: in order of the streams' ids.
    """

    tag: str
    named: str
    heads: Sequence[int]


class Told:
    """The last manifest of each computer, the most recent ones."""

    def __init__(self, most_streams: int = _MOST_STREAMS) -> None:
        self._room = most_streams
        self._listed: OrderedDict[tuple[str, str], Listed] = OrderedDict()
        self._one_at_a_time = Lock()

    def keep(self, reader: Caller, tag: str, streams: Sequence[StreamState]) -> None:
        """Remember a manifest in the place of the one before."""
        listed = Listed(
            tag=tag,
            named=listing.named((s.id, s.mode) for s in streams),
            heads=array("q", [s.head for s in streams]),
        )
        with self._one_at_a_time:
            self._forget((reader.actor.id, reader.device))
            self._listed[reader.actor.id, reader.device] = listed
            self._room -= len(streams)
            while self._room < 0:
                self._forget(next(iter(self._listed)))

    def recall(self, reader: Caller, tag: str | None) -> Listed | None:
        """Give the manifest that a computer was told last, if it had this tag."""
        with self._one_at_a_time:
            listed = self._listed.get((reader.actor.id, reader.device))
        return listed if listed is not None and listed.tag == tag else None

    def _forget(self, whose: tuple[str, str]) -> None:
        listed = self._listed.pop(whose, None)
        if listed is not None:
            self._room += len(listed.heads)
