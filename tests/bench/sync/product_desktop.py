"""The program's desktop without its screens: cache, round, HTTP and collector as they ship.

python -m tests.bench.sync.product_desktop SERVER FOLDER USER PASSWORD
"""

from __future__ import annotations

import secrets
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from nurseapp.desktop.garbage import leave_alone_what_is_loaded
from nurseapp.desktop.storage.cache import Cache, open_cache
from nurseapp.desktop.storage.case_store import CaseStore
from nurseapp.desktop.storage.escrow import Escrow
from nurseapp.desktop.storage.safekeeping import Safekeeping
from nurseapp.desktop.storage.sealing import DeviceKey
from nurseapp.desktop.storage.sync_store import SyncStore
from nurseapp.desktop.storage.vault import DataKey
from nurseapp.desktop.sync.http_transport import HttpTransport
from nurseapp.desktop.sync.line import Answer
from nurseapp.desktop.sync.pooled_line import PooledLine
from nurseapp.desktop.sync.round import run_round
from nurseapp.desktop.sync.signing_in import sign_in
from nurseapp.desktop.sync.transport import ManifestAnswer
from nurseapp.domain.events import Event
from nurseapp.domain.ids import EventId, UserId, time_ordered_id
from nurseapp.domain.streams import stream_of
from tests.bench.memory.reading import memory
from tests.bench.sides import Facts, serve
from tests.bench.workload import Edit


class _Counting(PooledLine):
    """The line, counting the bytes of bodies as the network carries them."""

    carried = 0

    def exchange(self, method: str, path: str, headers: dict[str, str], content: bytes) -> Answer:
        """Count what goes there and what comes back."""
        answer = super().exchange(method, path, headers, content)
        self.carried += len(content) + int(answer.headers.get("Content-Length", 0))
        return answer


class _Watched(HttpTransport):
    """The transport, noting when the round has written what a push came to.

    Attributes:
        sent: the clock and the processor's time then: when it asks what is new.
    """

    sent: tuple[float, float] | None = None

    def manifest(self, etag: str | None, *, takes_news: bool = False) -> ManifestAnswer:
        """Note the time, and ask."""
        if self.sent is None:
            self.sent = time.perf_counter(), time.process_time()
        return super().manifest(etag, takes_news=takes_news)


class ProductDesktop:
    """The jobs of this side."""

    def __init__(self, server: str, folder: Path, user: str, password: str) -> None:
        self._user = UserId(user)
        self._folder = folder
        self._files = 0
        self._cache: Cache | None = None
        self._line = _Counting(server)
        self._transport = _Watched(server, None, secrets.token_hex(16), self._line)
        self._signing = DeviceKey(self._transport.device, secrets.token_bytes(32))
        self._session = sign_in(self._transport, user, password, self._signing)

    def empty(self) -> Facts:
        """Go on with a new cache."""
        if self._cache is not None:
            self._cache.close()
        self._files += 1
        key = DataKey(raw=secrets.token_bytes(32), vault=secrets.token_hex(16))
        folder = self._folder / f"product-{self._files}"
        self._cache = open_cache(folder, key)
        safe = Safekeeping(self._cache, Escrow(folder), self._signing)
        self._store = SyncStore(self._cache, safe)
        self._cases = CaseStore(self._cache, safe)
        session = self._session
        self._store.pin(session.server_key, session.user, session.seal_key)
        return {}

    def sync(self) -> Facts:
        """Run one round; tell what it took until the server's answer to a push was written."""
        self._line.carried = 0
        self._transport.sent = None
        wall, cpu = time.perf_counter(), time.process_time()
        report = run_round(self._store, self._transport, _now)
        if report.refills or report.halted:
            raise ValueError("the digests do not agree")
        sent = self._transport.sent or (wall, cpu)
        return {
            "records": report.pulled_rows,
            "pushed": report.pushed,
            "refused": report.results.get("refused", 0),
            "bytes": self._line.carried,
            "sent_wall": sent[0] - wall,
            "sent_cpu": sent[1] - cpu,
        }

    def edit(self, edits: list[dict[str, str]]) -> Facts:
        """Change records here, to be sent later."""
        for given in edits:
            edit = msgspec.convert(given, Edit)
            act = edit.act()
            at = _now()
            event = Event(
                id=EventId(time_ordered_id(at, secrets.token_bytes(10))),
                stream=stream_of(edit.case, act.STREAM),
                at=at,
                author=self._user,
                body=act,
            )
            self._cases.append([event])
        return {"records": len(edits)}


def _now() -> datetime:
    return datetime.now(UTC)


def main() -> None:
    """Be this side."""
    desktop = ProductDesktop(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:5])
    leave_alone_what_is_loaded()
    serve({"memory": memory, "empty": desktop.empty, "sync": desktop.sync, "edit": desktop.edit})


if __name__ == "__main__":
    main()
