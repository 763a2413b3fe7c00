"""A round under way: what its steps work with, and what they came to so far.

Called by the round and by its steps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from nurseapp.desktop.storage.orders import Order
from nurseapp.desktop.storage.sync_store import Standing, SyncStore
from nurseapp.desktop.sync.planner import Progress
from nurseapp.desktop.sync.transport import Transport, TransportError
from nurseapp.domain.ids import CaseId

Clock = Callable[[], datetime]
Changed = Callable[[frozenset[CaseId]], None]
Ordered = Callable[[Order], None]


@dataclass(slots=True)
class UnderWay:
    """A round under way.

    Attributes:
        changed: told of the cases that a step changed, as soon as it is written.
        ordered: carries out what the round cannot: to lock the screen.
        progress: what the planner has to know of this round.
        unproven: results that did not carry the server's receipt.
        replayed: sealed events that a restored server has again; ``turned_away`` those that it
            did not take.
        server_time: by the server's clock, when it last told what there is to see; never worked out
            by this one, which may be set in the middle of a round. None where nothing was new.
        clock_difference_s: the server's clock less this one then.
    """

    store: SyncStore
    transport: Transport
    clock: Clock
    changed: Changed
    ordered: Ordered
    progress: Progress = field(default_factory=Progress)
    pushed: int = 0
    results: Counter[str] = field(default_factory=Counter)
    unproven: int = 0
    replayed: int = 0
    turned_away: int = 0
    pulled_rows: int = 0
    changed_cases: frozenset[CaseId] = frozenset()
    server_time: datetime | None = None
    clock_difference_s: float | None = None

    def note(self, cases: frozenset[CaseId]) -> None:
        """Tell of cases that look different now."""
        self.changed_cases |= cases
        if cases:
            self.changed(cases)


def check_epoch(found: str, standing: Standing) -> None:
    """Compare the epoch of an answer; raise ``other_epoch`` where the database is another."""
    if standing.epoch and found != standing.epoch:
        raise TransportError("other_epoch", epoch=found)
