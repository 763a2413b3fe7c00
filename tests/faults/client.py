"""A desktop in a process of its own: unlocks, acts and syncs at once, until it is stopped.

The parts are those of the product, joined by its composition root, without a window. Run in a
process that was forked from one which had loaded everything, or as a program::

    python -m tests.faults.client ORDERS
"""

from __future__ import annotations

import os
import select
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from random import Random
from threading import Event as Flag
from threading import Thread
from unittest.mock import patch

from nurseapp.desktop.storage.case_store import CaseStore
from nurseapp.desktop.sync import pooled_line
from nurseapp.domain.circumstance import Circumstance
from nurseapp.domain.events import Event
from nurseapp.domain.refusal import DomainError
from tests.faults.acts import Nurse
from tests.faults.computers import computer_at
from tests.faults.orders import Journal, Orders
from tests.journeys.computers import AtWork

BUG = 70
_LAST_ROUNDS_S = 300.0
_WENT_THROUGH = (None, "clock_off")


def work(orders: Orders) -> None:
    """Do as ordered; end the process with :data:`BUG` on anything that is no circumstance."""
    journal = Journal(orders.journal)
    try:
        _work(orders, journal)
    except Exception as bug:
        journal.write("bug", _told(bug))
        os._exit(BUG)
    os._exit(0)


def _work(orders: Orders, journal: Journal) -> None:
    append = CaseStore.append

    def watched(store: CaseStore, events: Sequence[Event]) -> None:
        ids = [str(event.id) for event in events]
        journal.write("meant", *ids)
        append(store, events)
        journal.write("kept", *ids)

    with (
        patch.object(CaseStore, "append", watched),
        patch.object(pooled_line, "_CONNECT_S", orders.patience_s),
        patch.object(pooled_line, "_ANSWER_S", orders.patience_s),
    ):
        at_work = _unlocked(orders, journal)
        journal.write("ready", orders.user)
        _Day(orders, journal, at_work).go_by()


def _unlocked(orders: Orders, journal: Journal) -> AtWork:
    """Unlock, as often as it takes: a disk may be in the way for a while."""
    while True:
        try:
            return computer_at(orders.folder).unlock(orders.user)
        except Circumstance as circumstance:
            journal.write("met", circumstance.code)
            if orders.stop.exists():
                raise
            _pause(0.05)


class _Day:
    """A day at a desk: one thread for the nurse and one for the sync, as in the product."""

    def __init__(self, orders: Orders, journal: Journal, at_work: AtWork) -> None:
        self._orders = orders
        self._journal = journal
        self._at_work = at_work
        self._chance = Random(orders.seed)  # noqa: S311  # the same day in every run
        self._is_over = Flag()
        self._bugs: list[Exception] = []

    def go_by(self) -> None:
        """Act and sync until told to stop; then sync until all is settled."""
        syncing = Thread(target=self._guarded, args=(self._sync,))
        syncing.start()
        self._guarded(self._act)
        self._is_over.set()
        syncing.join()
        if not self._bugs:
            self._settle()
        if self._bugs:
            raise self._bugs[0]

    def _guarded(self, job: Callable[[], None]) -> None:
        try:
            job()
        except Exception as bug:  # shown by the process that this one answers to
            self._bugs.append(bug)
            self._is_over.set()

    def _act(self) -> None:
        nurse = Nurse(self._at_work.desk, self._chance)
        while not self._orders.stop.exists() and not self._is_over.is_set():
            try:
                cases = [row.case for row in self._at_work.desk.notes.store.rows()]
                if cases:
                    nurse.does_something(cases)
            except Circumstance as circumstance:
                self._journal.write("met", circumstance.code)
            except DomainError as refusal:
                self._journal.write("refused", refusal.code)
            _pause(self._chance.random() * self._orders.pause_s)

    def _sync(self) -> None:
        pauses = Random(self._orders.seed)  # noqa: S311  # the same in every run
        while not self._is_over.is_set():
            self._round()
            _pause(pauses.random() * 4 * self._orders.pause_s)

    def _round(self) -> bool:
        """Run one round; tell whether it went through and nothing waits any more."""
        try:
            status = self._at_work.sync().status
        except Circumstance as circumstance:
            self._journal.write("met", circumstance.code)
            return False
        self._journal.write("held", str(status.cases))
        if status.code is not None:
            self._journal.write("met", status.code)
        return status.waiting == 0 and status.code in _WENT_THROUGH

    def _settle(self) -> None:
        """Sync until a round goes through with nothing left, then close in order."""
        deadline = time.monotonic() + _LAST_ROUNDS_S
        while time.monotonic() < deadline:
            if self._round():
                self._at_work.opened.close()
                self._journal.write("done", self._orders.user)
                return
            _pause(0.2)
        raise TimeoutError("the last rounds did not settle what waits")


def _pause(seconds: float) -> None:
    """Wait, also where the clock jumps meanwhile: a sleep until a time would be refused."""
    select.select([], [], [], seconds)


def _told(bug: Exception) -> str:
    places = [f"{f.filename}:{f.lineno}" for f in traceback.extract_tb(bug.__traceback__)]
    return f"{type(bug).__name__}: {bug} {' '.join(places)}".replace("\n", " ")


if __name__ == "__main__":
    work(Orders.from_text(sys.argv[1]))
