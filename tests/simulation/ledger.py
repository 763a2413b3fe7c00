"""What the simulation itself took down: what people did, and what the server said.

The judge's own account, which neither desktop nor server can change.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from nurseapp.desktop.storage.cache import Cache
from nurseapp.domain.events import Event
from nurseapp.domain.ids import EventId
from nurseapp.wire.events import decode_event


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """One event that was on a device's disk, and so promised to somebody.

    Attributes:
        number: counts commits, in the order in which they were made.
    """

    number: int
    device: str
    payload: bytes
    event: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOut:
    """Some revisions that the server handed to somebody."""

    user: str
    device: str
    stream: str
    first: int
    last: int


@dataclass(slots=True)
class Ledger:
    """Everything that was promised and said in one history.

    Attributes:
        committed: in the order of their making.
        lost_with_a_device: made after the copy that a device was put back to.
        sent_again: ids of what went up sealed.
        heads: the furthest that each stream was said to go, by epoch.
        rounds: rounds that came to their end.
    """

    committed: dict[EventId, Commit] = field(default_factory=dict)
    lost_with_a_device: set[str] = field(default_factory=set)
    sent_again: set[str] = field(default_factory=set)
    handed_out: list[HandedOut] = field(default_factory=list)
    heads: dict[tuple[str, str], int] = field(default_factory=dict)
    rounds: int = 0

    def take_down(self, device: str, cache: Cache) -> None:
        """Take down what is new in a device's outbox."""
        with cache.read() as connection:
            rows = connection.exec_driver_sql("SELECT id, body FROM outbox ORDER BY n").all()
        for event_id, body in rows:
            if event_id not in self.committed and body:
                self.committed[EventId(event_id)] = Commit(
                    number=len(self.committed),
                    device=device,
                    payload=body,
                    event=decode_event(body),
                )

    def head_said(self, epoch: str, stream: str, head: int) -> bool:
        """Note how far a stream is said to go; tell whether that is no step back."""
        before = self.heads.get((epoch, stream), 0)
        self.heads[epoch, stream] = max(before, head)
        return head >= before
