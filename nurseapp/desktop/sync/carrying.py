"""Carries attached files between desktop and server, after the records and never in their way.

A few chunks at a time, what somebody waits for first; as soon as something was done here, it makes
room for the next round. Each chunk is noted as it is done, so that it goes on from there whenever
it ends. Starts no thread, keeps nothing between rounds; called by services.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from nurseapp.desktop.storage.circumstances import CacheError
from nurseapp.desktop.storage.file_rows import FileUse, Goal
from nurseapp.desktop.storage.file_store import FileStore
from nurseapp.desktop.storage.sealed_file import DamagedFile
from nurseapp.desktop.sync.file_transport import (
    REFUSALS,
    WRONG_CHUNK,
    WRONG_FILE,
    WRONG_TYPE,
    FileTransport,
)
from nurseapp.desktop.sync.steps.under_way import Changed
from nurseapp.desktop.sync.transport import TransportError
from nurseapp.domain.ids import RecordId, StreamId
from nurseapp.wire.attachments import (
    FetchChunk,
    FileStatusRequest,
    SendChunk,
    chunk_size,
)

CHUNKS_A_ROUND = 4
Place = tuple[StreamId, RecordId]


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What one go came to; ``more`` where it may go on at once."""

    chunks: int
    more: bool


def next_use(uses: Iterable[FileUse], tried: frozenset[Place]) -> FileUse | None:
    """Choose what to carry: what somebody waits to see, then what waits to be sent."""
    ready = [
        use
        for use in uses
        if (use.stream, use.record) not in tried
        and (use.goal is Goal.FETCH or (use.is_announced and use.file.is_whole))
    ]
    return min(ready, key=lambda use: use.goal is not Goal.FETCH, default=None)


def carry(
    store: FileStore,
    transport: FileTransport,
    epoch: str,
    is_wanted: Callable[[], bool],
    changed: Changed,
) -> Carried:
    """Carry a few chunks.

    Args:
        is_wanted: tells whether records wait for a round; then this ends after a chunk.
        changed: told of the case whose file is further than it was.

    Raises:
        TransportError: the server cannot be asked; what was carried is kept.
        CacheError: the same, for the disk.
    """
    store.want_for_visits()
    going = _Going(store, transport, epoch, is_wanted, changed)
    use = next_use(store.under_way(), going.tried)
    while use is not None and not going.is_over():
        going.go(use)
        use = next_use(store.under_way(), going.tried)
    return Carried(chunks=going.chunks, more=use is not None)


@dataclass(slots=True)
class _Going:
    """One go under way."""

    store: FileStore
    transport: FileTransport
    epoch: str
    is_wanted: Callable[[], bool]
    changed: Changed
    chunks: int = 0
    tried: frozenset[Place] = field(default_factory=frozenset)

    def is_over(self) -> bool:
        """Tell whether to make room for records."""
        return self.chunks >= CHUNKS_A_ROUND or (self.chunks > 0 and self.is_wanted())

    def go(self, use: FileUse) -> None:
        """Carry one file as far as this go lets it."""
        try:
            if use.goal is Goal.FETCH:
                self._fetch(use)
            else:
                self._send(use)
        except TransportError as error:
            reason = str(error.facts.get("reason"))
            if error.code != "server_failed" or reason not in REFUSALS:
                raise
            self._refused(use, reason)
        except CacheError as error:
            self.store.move(use, use.goal, sent=use.sent, hindered=error.code)
            raise
        except DamagedFile:
            self._put_aside(use)  # the store has noted what is to become of it
        self.changed(frozenset({use.case}))

    def _fetch(self, use: FileUse) -> None:
        held = use.file
        while not held.is_whole and not self.is_over():
            chunk = self.transport.fetch_chunk(
                FetchChunk(epoch=self.epoch, stream=use.stream, record=use.record, number=held.held)
            )
            is_right = sha256(chunk.content).digest() == chunk.sha256
            if not is_right or len(chunk.content) != chunk_size(held.size, held.held):
                self._refused(use, WRONG_CHUNK)
                return
            held = self.store.keep_chunk(held, chunk.content)
            self._count(use)
        if held.is_whole and self.store.is_sound(held):
            self.store.move(use, Goal.KEEP)
        elif held.is_whole:
            self._put_aside(use)

    def _send(self, use: FileUse) -> None:
        named = FileStatusRequest(epoch=self.epoch, stream=use.stream, record=use.record)
        status = self.transport.file_status(named)
        while not status.is_whole and not self.is_over():
            content = self.store.chunk(use.file, status.held)
            status = self.transport.send_chunk(
                SendChunk(
                    epoch=self.epoch,
                    stream=use.stream,
                    record=use.record,
                    number=status.held,
                    sha256=sha256(content).digest(),
                    content=content,
                )
            )
            self.store.move(use, Goal.SEND, sent=status.held)
            self._count(use)
        if status.is_whole:
            self.store.move(use, Goal.KEEP)

    def _count(self, use: FileUse) -> None:
        self.chunks += 1
        self.changed(frozenset({use.case}))

    def _refused(self, use: FileUse, reason: str) -> None:
        """Note why it does not go on now; a file that the server will never take is stuck."""
        self._put_aside(use)
        if reason == WRONG_FILE and self.store.is_sound(use.file):
            self.store.move(use, use.goal, hindered=reason)  # spoilt on the way: from the start
        elif reason == WRONG_TYPE:
            self.store.move(use, Goal.STUCK, hindered=reason)
        elif reason != WRONG_FILE:
            self.store.move(use, use.goal, sent=use.sent, hindered=reason)

    def _put_aside(self, use: FileUse) -> None:
        self.tried |= {(use.stream, use.record)}
