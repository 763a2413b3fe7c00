"""What the round between desktop and server reads and writes, each step in one transaction.

A process that is killed at any point leaves what the last step left: a page is there with the
head that it leads to, a result with what it lets go of. Runs on the sync's thread beside the
store's; called by sync, and by services for what it tells.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from nurseapp.desktop.storage import (
    deed_store,
    file_rows,
    listing,
    mirror,
    news,
    orders,
    outbox,
    projections,
    sealed_log,
    search_index,
    sent_log,
    settings,
)
from nurseapp.desktop.storage.cache import Cache
from nurseapp.desktop.storage.connection import Connection
from nurseapp.desktop.storage.landing import land
from nurseapp.desktop.storage.listing import WantingStream
from nurseapp.desktop.storage.mark import renew_lease
from nurseapp.desktop.storage.news import Delta, Listed
from nurseapp.desktop.storage.orders import Order, OrderStore
from nurseapp.desktop.storage.outbox import Undecided, WaitingEvent
from nurseapp.desktop.storage.page_check import PageCheck
from nurseapp.desktop.storage.projections import Records
from nurseapp.desktop.storage.remembered import Remembered
from nurseapp.desktop.storage.safekeeping import SEAL_KEY, Safekeeping
from nurseapp.desktop.storage.sent_log import Receipt
from nurseapp.desktop.storage.sent_store import SentStore
from nurseapp.domain.ids import CaseId, EventId, StreamId
from nurseapp.wire.messages import EventResult, Manifest, Revocation, StreamPage

_STREAMS_REMEMBERED = 400  # a nurse's whole caseload
_EPOCH = "epoch"
_ETAG = "manifest_etag"
_LAST_SYNCED = "last_synced"
_SERVER_KEY = "server_key"
_SUSPECT = "suspect"
_USER = "user"
_SERVER = (_SERVER_KEY, _SUSPECT, _USER, SEAL_KEY)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownServer:
    """The server as this computer met it first.

    Attributes:
        user: as whom it knows the person here.
        key: checks what it signs; empty where it has shown none.
        seal_key: to which is sealed what it alone may read; empty where it has shown none.
        is_suspect: it could not prove that it is the one that it was; nothing is sent to it
            before it does.
    """

    user: str = ""
    key: bytes = b""
    seal_key: bytes = b""
    is_suspect: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How this computer stands against what it knows of the server.

    Attributes:
        epoch: of the server's database, empty before the first manifest.
        etag: of the manifest that was written last.
        undecided: what is to be sent, oldest first.
        wanting: the streams that are not as the manifest says, the most urgent first.
        forgotten: what a restored server is to be sent again, sealed, oldest first, with its size.
        server: how it is known.
        held: how many streams are on this computer.
        orders: what this computer was told to do, and what the server is to be told of it.
        unsent_files: attached files of which the server has not every part.
        unsent_deeds: what was done here and is not in the server's trail yet.
    """

    epoch: str
    etag: str | None
    undecided: Sequence[Undecided]
    wanting: Sequence[WantingStream]
    forgotten: Sequence[tuple[EventId, int]] = ()
    server: KnownServer = KnownServer()
    held: int = 0
    orders: Sequence[Order] = ()
    unsent_files: int = 0
    unsent_deeds: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncSummary:
    """What a status bar tells.

    Attributes:
        waiting: events that the server has not decided; ``refused`` those that it refused.
        conflicts: open ones, in all cases.
        last_synced: when a round last went through to its end.
        held_cases: how many cases are listed here.
    """

    waiting: int
    refused: int
    conflicts: int
    last_synced: datetime | None
    held_cases: int


class SyncStore:
    """The cache as the round sees it.

    Attributes:
        sent: what the server has had already, sealed.
        orders: what the server told this computer to do.
        pages: whether every page of the file is as it was written.
    """

    def __init__(self, cache: Cache, safe: Safekeeping | None = None) -> None:
        """Read and write a cache; the escrow follows where what is written is kept safe."""
        self.sent = SentStore(cache, safe)
        self._cache = cache
        self.orders = OrderStore(cache)
        self.pages = PageCheck(cache)
        self._remembered: Remembered[Records] = Remembered(_STREAMS_REMEMBERED)
        self._listed: Listed | None = None
        # Whether the escrow may not be as the outbox is: so after a start, and after each answer.
        self._is_unsettled = True

    def standing(self) -> Standing:
        """Tell what is to be sent and what is to be fetched."""
        with self._cache.read(following=True) as connection:
            known = settings.get_all(connection, (_EPOCH, _ETAG, *_SERVER))
            return Standing(
                epoch=known.get(_EPOCH, ""),
                etag=known.get(_ETAG),
                undecided=outbox.undecided(connection),
                wanting=listing.wanting(connection),
                forgotten=sealed_log.forgotten(connection),
                server=_server(known),
                held=listing.count(connection),
                orders=orders.standing(connection),
                unsent_files=file_rows.count_unsent(connection),
                unsent_deeds=deed_store.count(connection),
            )

    def epoch(self) -> str:
        """Give the epoch of the server's database, empty before the first round."""
        with self._cache.read() as connection:
            return settings.get(connection, _EPOCH) or ""

    def summary(self) -> SyncSummary:
        """Tell how things stand, in figures."""
        with self._cache.read() as connection:
            counts = connection.exec_driver_sql(
                "SELECT (SELECT count(*) FROM outbox WHERE state = 'waiting'),"
                " (SELECT count(*) FROM outbox WHERE state = 'refused'),"
                " (SELECT coalesce(sum(conflicts), 0) FROM case_row),"
                " (SELECT count(*) FROM case_row)"
            ).one()
            last = settings.get(connection, _LAST_SYNCED)
        return SyncSummary(
            waiting=counts[0],
            refused=counts[1],
            conflicts=counts[2],
            last_synced=None if last is None else datetime.fromisoformat(last),
            held_cases=counts[3],
        )

    def waiting(self) -> list[WaitingEvent]:
        """List the outbox, oldest first."""
        with self._cache.read() as connection:
            return outbox.listed(connection)

    def events(self, ids: Sequence[EventId]) -> list[bytes]:
        """Give events as they are sent, oldest first."""
        with self._cache.read(following=True) as connection:
            return outbox.bodies(connection, ids)

    def write_manifest(
        self,
        manifest: Manifest,
        etag: str | None,
        proves: Callable[[Revocation], bool] = lambda _revocation: False,
        delta: Delta | None = None,
    ) -> frozenset[CaseId]:
        """Note what there is to see, and the lease; give the cases that look different for it.

        A stream that is not named is not forgotten for that.

        Args:
            manifest: with those commands and the lease that the server signed, and no others.
            proves: says whether the server's word stands that a stream is taken back.
            delta: where the manifest names only those that moved.

        Raises:
            UnlikeNewsError: what is held and what moved do not come to what the server says of all.
        """
        with self._cache.follow(much=delta is not None) as connection:
            known = settings.get_all(connection, (_EPOCH, _ETAG, *_SERVER))
            if not known.get(_EPOCH):
                settings.put(connection, _EPOCH, manifest.epoch)
            _pin(connection, known, manifest.server_key, manifest.user)
            if _SUSPECT in known:
                settings.put(connection, _SUSPECT, None)
            changed: frozenset[CaseId] = frozenset()
            lines: Sequence[str] | None = None
            if delta is not None:
                if delta.pages:
                    changed = land(connection, delta.pages, self._remembered, delta.after)
                before = news.lines_under(known.get(_ETAG), self._listed)
                lines = news.follow(connection, manifest.streams, delta.standing, before)
            else:
                listing.write(connection, manifest.streams, manifest.revoked, proves)
            orders.take(connection, manifest.commands)
            if manifest.lease is not None:
                renew_lease(connection, manifest.lease.until, manifest.server_time)
            settings.put(connection, _ETAG, etag)
        self._listed = Listed(etag=etag, lines=lines) if etag and lines else None
        return changed

    def pin(self, server_key: bytes, user: str, seal_key: bytes = b"") -> None:
        """Keep the server's keys for good, and as whom it knows the person here.

        What is kept already stays, and what the server does not show is kept later.
        """
        with self._cache.follow() as connection:
            known = settings.get_all(connection, _SERVER)
            _pin(connection, known, server_key, user, seal_key)

    def suspect(self) -> None:
        """Send nothing more before a manifest shows that the server is the one that it was."""
        with self._cache.follow() as connection:
            settings.put(connection, _SUSPECT, "yes")
            settings.put(connection, _ETAG, None)

    def server(self) -> KnownServer:
        """Tell how the server is known."""
        with self._cache.read() as connection:
            return _server(settings.get_all(connection, _SERVER))

    def adopt_epoch(self, epoch: str) -> None:
        """Follow the server to another database: fetch all anew, send again all that it had.

        What was sent may be unknown there; saying it twice does no harm.
        """
        self._is_unsettled = True
        with self._cache.follow() as connection:
            outbox.reopen(connection)
            sent_log.doubt(connection)
            listing.refill_all(connection)
            file_rows.reopen(connection)
            settings.put(connection, _EPOCH, epoch)
            settings.put(connection, _ETAG, None)

    def record_results(
        self, results: Sequence[EventResult], receipts: Sequence[Receipt] = ()
    ) -> frozenset[CaseId]:
        """Note what the server decided, and its word on it; give the cases that look different."""
        self._is_unsettled = True
        with self._cache.follow() as connection:
            sent_log.add(connection, receipts)
            refused = outbox.decide(connection, results)
            settled = outbox.drop_included(connection)
            numbers = mirror.case_numbers(connection, refused | settled)
            projections.refresh(connection, sorted(numbers.values()), self._remembered)
        return frozenset(refused)

    def write_pages(self, pages: Sequence[StreamPage]) -> frozenset[CaseId]:
        """Write what the server sent; give the cases that look different for it."""
        with self._cache.follow(much=True) as connection:
            return land(connection, pages, self._remembered)

    def refill(self, streams: Collection[StreamId]) -> None:
        """Have streams fetched anew; what is held is shown until the first page is there."""
        with self._cache.follow() as connection:
            listing.refill(connection, streams)

    def unlist(self, streams: Collection[StreamId], ended: Collection[StreamId] = ()) -> None:
        """Note that the server did not know streams; they stay until it says that they ended.

        Args:
            ended: those of which it said so, with its signature.
        """
        with self._cache.follow() as connection:
            listing.unlist(connection, streams)
            listing.give_up(connection, ended)
            settings.put(connection, _ETAG, None)

    def confirm_revocations(self) -> None:
        """Note that a person agreed to give up what the server took back; a round forgets it."""
        with self._cache.follow() as connection:
            listing.confirm(connection)

    def purge(self, streams: Collection[StreamId]) -> frozenset[CaseId]:
        """Forget streams that ended for this person; give their cases.

        Of what the server refused in them the fact and the reason stay, the words do not: the
        server keeps those.
        """
        self._is_unsettled = True
        with self._cache.follow() as connection:
            numbers = listing.numbers(connection, streams)
            cases = mirror.cases_of(connection, numbers)
            names = mirror.case_names(connection, cases)
            search_index.forget(connection, numbers)
            mirror.empty(connection, numbers)
            listing.drop(connection, numbers)
            outbox.forget(connection, streams)
            file_rows.forget(connection, streams)
            projections.refresh(connection, sorted(cases), self._remembered)
            _drop_empty_cases(connection)
            return frozenset(names.values())

    def tidy(self) -> bool:
        """Put a little of the index of words in order; tell whether there may be more to do.

        For idle time: no commit of a person who writes ever does it for her.
        """
        with self._cache.follow() as connection:
            return search_index.merge_a_little(connection)

    def finish(self, at: datetime, server_time: datetime | None) -> None:
        """Note that a round went through, and let go of what need not be kept any longer.

        Args:
            server_time: when the server told what there is to see, by its clock, where it did.
        """
        with self._cache.follow() as connection:
            settings.put(connection, _LAST_SYNCED, at.isoformat())
            if server_time is not None:
                sent_log.date_new(connection, server_time)
                old = sent_log.forget_old(connection, server_time)
                if old:
                    sealed_log.drop(connection, old)
        if self._is_unsettled:
            self.sent.settle()
            self._is_unsettled = False

    def receipts(self) -> list[Receipt]:
        """List the server's word on what was sent in the last weeks, the first first."""
        with self._cache.read() as connection:
            return sent_log.listed(connection)


def _server(known: Mapping[str, str]) -> KnownServer:
    key = bytes.fromhex(known.get(_SERVER_KEY, ""))
    return KnownServer(
        user=known.get(_USER, ""),
        key=key,
        seal_key=bytes.fromhex(known.get(SEAL_KEY, "")),
        is_suspect=_SUSPECT in known,
    )


def _pin(
    connection: Connection,
    known: Mapping[str, str],
    server_key: bytes,
    user: str,
    seal_key: bytes = b"",
) -> None:
    for name, value in (
        (_SERVER_KEY, server_key.hex()),
        (_USER, user),
        (SEAL_KEY, seal_key.hex()),
    ):
        if value and name not in known:
            settings.put(connection, name, value)


def _drop_empty_cases(connection: Connection) -> None:
    """Forget the cases of which no stream is left, with what was half typed in them."""
    empty = connection.exec_driver_sql(
        "DELETE FROM held_case WHERE n NOT IN (SELECT case_n FROM stream) RETURNING id"
    )
    for case in empty.scalars():
        connection.exec_driver_sql("DELETE FROM draft WHERE instr(key, ?) > 0", (case,))
