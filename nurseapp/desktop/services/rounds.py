"""One round as the sync thread runs it: the records, what else was done here, chunks of files."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from nurseapp.desktop.services.authorship import Clock
from nurseapp.desktop.services.syncing import Syncing, SyncOutcome, Told
from nurseapp.desktop.storage.deed_store import DeedStore
from nurseapp.desktop.storage.file_store import FileStore
from nurseapp.desktop.storage.sync_store import SyncStore
from nurseapp.desktop.sync.carrying import carry
from nurseapp.desktop.sync.file_transport import FileTransport
from nurseapp.desktop.sync.reporting_deeds import DeedTransport, report
from nurseapp.desktop.sync.steps.under_way import Changed
from nurseapp.domain.circumstance import Circumstance


@dataclass(frozen=True, slots=True)
class Carriers:
    """What goes after the records, and how: files, and deeds for the audit trail."""

    files: FileStore
    file_transport: FileTransport
    deeds: DeedStore
    deed_transport: DeedTransport


@dataclass(frozen=True, slots=True)
class Rounds:
    """Runs rounds on the sync thread."""

    syncing: Syncing
    store: SyncStore
    carriers: Carriers
    clock: Clock

    def run(
        self, changed: Changed, told: Callable[[Told], None] = lambda _told: None
    ) -> SyncOutcome:
        """Run one round; a file or a deed that does not get on stands in no record's way.

        Args:
            changed: told of the cases that look different, while the round goes on.
            told: as :meth:`Syncing.run` tells.
        """
        outcome = self.syncing.run(changed, told)
        has_more = not outcome.failures and self._report()
        # A document shows by itself how far it is, and the next round what is the matter.
        with suppress(Circumstance):
            files = self.carriers.files
            files.sweep(self.clock())
            if not outcome.failures:
                transport, epoch = self.carriers.file_transport, self.store.epoch()
                has_more |= carry(files, transport, epoch, self._is_wanted, changed).more
        return replace(outcome, has_files=has_more)

    def _report(self) -> bool:
        """Report deeds, which are kept until that works; tell whether an order waited for it."""
        with suppress(Circumstance):
            if report(self.carriers.deeds, self.carriers.deed_transport):
                return bool(self.store.standing().orders)
        return False

    def _is_wanted(self) -> bool:
        return bool(self.store.summary().waiting)
