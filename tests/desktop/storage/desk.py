"""Ana's desk: her cache, and the server that it syncs with."""

from __future__ import annotations

from datetime import datetime

from nurseapp.desktop.storage.cache import Cache
from nurseapp.desktop.storage.case_store import CaseStore
from nurseapp.desktop.storage.safekeeping import Safekeeping
from nurseapp.desktop.storage.search import SearchStore
from nurseapp.desktop.storage.sync_store import SyncStore
from nurseapp.desktop.sync.round import RoundReport, run_round
from nurseapp.domain.ids import CaseId
from nurseapp.domain.streams import Stream, StreamKind
from tests.builders import ANA, CASE
from tests.desktop.sync.fake_server import SERVER_TIME, FakeServer


class Desk:
    """One person's cache and its stores, with a way to the server.

    Attributes:
        now: what the clock says.
    """

    def __init__(
        self,
        cache: Cache,
        server: FakeServer,
        max_bytes: int | None = None,
        safe: Safekeeping | None = None,
    ) -> None:
        self.cache = cache
        self.server = server
        self.transport = server.transport(ANA, max_bytes)
        self.cases = CaseStore(cache, safe)
        self.store = SyncStore(cache, safe)
        self.search = SearchStore(cache)
        self.now: datetime = SERVER_TIME

    def sync(self) -> RoundReport:
        """Run one round."""
        return run_round(self.store, self.transport, lambda: self.now)

    def care(self, case: CaseId = CASE) -> Stream:
        """Open a case and give its care stream."""
        return self.cases.open(case)[StreamKind.CARE]

    def states(self) -> list[str]:
        """Say where each event of the outbox stands."""
        return [event.state.value for event in self.store.waiting()]
