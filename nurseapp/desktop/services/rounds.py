"""One round as the sync thread runs it: first the records, then a few chunks of files."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from nurseapp.desktop.services.authorship import Clock
from nurseapp.desktop.services.syncing import Syncing, SyncOutcome, Told
from nurseapp.desktop.storage.file_store import FileStore
from nurseapp.desktop.storage.sync_store import SyncStore
from nurseapp.desktop.sync.carrying import carry
from nurseapp.desktop.sync.file_transport import FileTransport
from nurseapp.desktop.sync.steps.under_way import Changed
from nurseapp.domain.circumstance import Circumstance


@dataclass(frozen=True, slots=True)
class Rounds:
    """Runs rounds on the sync thread."""

    syncing: Syncing
    store: SyncStore
    files: FileStore
    transport: FileTransport
    clock: Clock

    def run(
        self, changed: Changed, told: Callable[[Told], None] = lambda _told: None
    ) -> SyncOutcome:
        """Run one round; a file that does not get on stands in no record's way.

        Args:
            changed: told of the cases that look different, while the round goes on.
            told: as :meth:`Syncing.run` tells.
        """
        outcome = self.syncing.run(changed, told)
        # A document shows by itself how far it is, and the next round what is the matter.
        with suppress(Circumstance):
            self.files.sweep(self.clock())
            if not outcome.failures:
                carried = carry(
                    self.files, self.transport, self.store.epoch(), self._is_wanted, changed
                )
                return replace(outcome, has_files=carried.more)
        return outcome

    def _is_wanted(self) -> bool:
        return bool(self.store.summary().waiting)
