"""Attached files on this computer: taken in, kept sealed, handed to whoever sends or shows them.

Takes in and reads chunk by chunk, so that a large file is never in memory as a whole but when it
is shown. Called by services on threads that may wait for a disk, and by sync on its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from typing import BinaryIO

from nurseapp.desktop.storage import file_rows
from nurseapp.desktop.storage.cache import Cache
from nurseapp.desktop.storage.case_store import CaseStore
from nurseapp.desktop.storage.connection import Connection
from nurseapp.desktop.storage.file_rows import FileUse, Goal, HeldFile
from nurseapp.desktop.storage.sealed_file import KEY_BYTES, DamagedFile, SealedFile, remove
from nurseapp.desktop.storage.shelf import Shelf
from nurseapp.domain.attachment import BEGINNING, Attachment, MediaType, check_size, media_type_of
from nurseapp.domain.events import Event
from nurseapp.domain.ids import CaseId, RecordId, StreamId
from nurseapp.wire.attachments import CHUNK

FOLDER = "files"
_DAMAGED = "document_damaged"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """A file that was sealed on this computer, and belongs to no record yet."""

    media: MediaType
    file: HeldFile


class FileStore:
    """The attached files of one vault."""

    def __init__(
        self, cache: Cache, cases: CaseStore, shelf: Shelf, random: Callable[[int], bytes]
    ) -> None:
        self._cache = cache
        self._cases = cases
        self._shelf = shelf
        self._random = random

    def take_in(self, source: BinaryIO) -> TakenIn:
        """Seal a file as it is read.

        Raises:
            DomainError: ``document_type``, ``document_empty`` or ``document_too_large``.
            CacheError: ``disk_full`` or ``disk_failed``.
        """
        new = self._new_file("", 0)
        sealed = self._sealed(new)
        hashed, size, media = sha256(), 0, None
        try:
            while content := source.read(CHUNK):
                media = media or media_type_of(content[:BEGINNING])
                check_size(size + len(content))
                hashed.update(content)
                sealed.write(size // CHUNK, content)
                size += len(content)
            check_size(size)
        except BaseException:
            sealed.remove()
            raise
        assert media is not None  # noqa: S101  # only an empty file has none
        whole = replace(new, sha256=hashed.hexdigest(), size=size)
        return TakenIn(media=media, file=replace(whole, held=whole.chunks))

    def attach(self, taken: TakenIn, event: Event, record: RecordId) -> None:
        """Take down that a file was attached, and the file with it; the same is kept once.

        Raises:
            DomainError: the act is refused; the file stays where it is.
            CacheError: nothing was kept.
        """
        name = taken.file.sha256

        def keep_file(connection: Connection) -> None:
            there = file_rows.file(connection, name)
            if there is None or not there.is_whole:
                file_rows.put_file(connection, taken.file)
            file_rows.put_use(connection, event.stream, (record, name), Goal.SEND, event.id)

        self._cases.append([event], keep_file)
        with self._cache.read() as connection:
            kept = file_rows.file(connection, name)
        if kept is not None and kept.name != taken.file.name:
            self.discard(taken)

    def discard(self, taken: TakenIn) -> None:
        """Take a file off the disk that will not be attached."""
        self._sealed(taken.file).remove()

    def want(self, stream: StreamId, attachments: Iterable[Attachment]) -> None:
        """Have files fetched that records of a stream name; what is here already is kept."""
        with self._cache.write() as connection:
            for one in attachments:
                self._want(connection, stream, (one.id, one.sha256), one.size)

    def want_for_visits(self) -> None:
        """Have the files fetched that belong to the cases which are to be visited."""
        with self._cache.read(following=True) as connection:
            found = file_rows.for_visits(connection)
        if found:
            with self._cache.follow() as connection:
                for stream, record, name, size in found:
                    self._want(connection, stream, (record, name), size)

    def _want(
        self, connection: Connection, stream: StreamId, named: tuple[RecordId, str], size: int
    ) -> None:
        record, name = named
        there = file_rows.file(connection, name)
        if there is None:
            there = self._new_file(name, size)
            file_rows.put_file(connection, there)
        uses = {use.record: use for use in file_rows.uses_of(connection, name)}
        use = uses.get(record)
        if use is None or use.goal is Goal.STUCK:
            goal = Goal.KEEP if there.is_whole else Goal.FETCH
            file_rows.put_use(connection, stream, named, goal)

    def uses_in(self, case: CaseId) -> list[FileUse]:
        """List how it stands with the files of a case; those it does not name are not here."""
        with self._cache.read() as connection:
            return file_rows.uses_in(connection, case)

    def under_way(self) -> list[FileUse]:
        """List what is to be fetched and sent."""
        with self._cache.read(following=True) as connection:
            return file_rows.under_way(connection)

    def content(self, name: str) -> bytes:
        """Open a whole file, by its hash.

        Raises:
            DamagedFile: it is not here, or not any more; it is to be fetched again.
        """
        with self._cache.read() as connection:
            held = file_rows.file(connection, name)
        if held is None or not held.is_whole:
            raise DamagedFile(name)
        whole = BytesIO()
        for number in range(held.chunks):
            whole.write(self.chunk(held, number))
        return whole.getvalue()

    def chunk(self, held: HeldFile, number: int) -> bytes:
        """Open one chunk; raise :class:`DamagedFile`, after which the file is not here any more."""
        try:
            return self._sealed(held).read(number, held.size)
        except DamagedFile:
            self.lose(held)
            raise

    def keep_chunk(self, held: HeldFile, content: bytes) -> HeldFile:
        """Seal the chunk that comes next, and note it once it is on the disk.

        Raises:
            CacheError: ``disk_full`` or ``disk_failed``; it can be fetched again.
        """
        self._sealed(held).write(held.held, content)
        more = replace(held, held=held.held + 1)
        with self._cache.follow() as connection:
            file_rows.set_held(connection, held, more.held)
        return more

    def is_sound(self, held: HeldFile) -> bool:
        """Tell whether a whole file is the one that its records name; else it is lost."""
        hashed = sha256()
        try:
            for number in range(held.chunks):
                hashed.update(self.chunk(held, number))
        except DamagedFile:
            return False
        if hashed.hexdigest() != held.sha256:
            self.lose(held)
            return False
        return True

    def lose(self, held: HeldFile) -> None:
        """Note that a file is damaged: it is fetched again, or, unless it was sent, stuck."""
        with self._cache.follow() as connection:
            file_rows.set_held(connection, held, 0)
            for use in file_rows.uses_of(connection, held.sha256):
                goal = Goal.STUCK if use.goal in (Goal.SEND, Goal.STUCK) else Goal.FETCH
                file_rows.move(connection, use, goal, 0, _DAMAGED)

    def move(self, use: FileUse, goal: Goal, *, sent: int = 0, hindered: str | None = None) -> None:
        """Note how far a use is by now."""
        with self._cache.follow() as connection:
            file_rows.move(connection, use, goal, sent, hindered)

    def sweep(self, at: datetime) -> None:
        """Forget the files that no record names any more, and take them off the disk."""
        with self._cache.follow() as connection:
            dropped = file_rows.sweep(connection, at)
        gone = [name for name in dropped if remove(self._shelf, name)]
        if gone:
            with self._cache.follow() as connection:
                for name in gone:
                    file_rows.is_swept(connection, name)

    def clear(self) -> None:
        """Take off the disk what was half taken in when the program ended; for the beginning."""
        with self._cache.read() as connection:
            known = file_rows.names(connection)
        for name in self._shelf.names():
            if name not in known:
                remove(self._shelf, name)

    def _new_file(self, name: str, size: int) -> HeldFile:
        key = self._random(KEY_BYTES)
        return HeldFile(sha256=name, size=size, name=self._random(16).hex(), key=key, held=0)

    def _sealed(self, held: HeldFile) -> SealedFile:
        return SealedFile(shelf=self._shelf, name=held.name, key=held.key, random=self._random)
