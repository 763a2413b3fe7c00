"""A drawer of files in memory: what the documents' service needs of the file store."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from typing import BinaryIO

from nurseapp.desktop.storage.file_rows import FileUse, Goal, HeldFile
from nurseapp.desktop.storage.file_store import TakenIn
from nurseapp.desktop.storage.sealed_file import DamagedFile
from nurseapp.domain.attachment import Attachment, media_type_of
from nurseapp.domain.events import Event
from nurseapp.domain.ids import CaseId, RecordId, StreamId
from tests.ui.case.fake_store import FakeStore


class FakeDrawer:
    """Hold files, and say what a test says of their way."""

    def __init__(self, store: FakeStore) -> None:
        self.contents: dict[str, bytes] = {}
        self.uses: dict[RecordId, FileUse] = {}
        self.discarded: list[TakenIn] = []
        self._store = store

    def take_in(self, source: BinaryIO) -> TakenIn:
        """Take a file in."""
        content = source.read()
        held = HeldFile(
            sha256=sha256(content).hexdigest(), size=len(content), name="", key=b"", held=1
        )
        media = media_type_of(content)
        self.contents[held.sha256] = content
        return TakenIn(media=media, file=held)

    def attach(self, taken: TakenIn, event: Event, record: RecordId) -> None:
        """Take down that it was attached."""
        self._store.append([event])
        self.place(event.stream, record, taken.file, Goal.SEND)

    def discard(self, taken: TakenIn) -> None:
        """Give a file up."""
        self.discarded.append(taken)

    def want(self, stream: StreamId, attachments: Iterable[Attachment]) -> None:
        """Note what is to be fetched."""
        for one in attachments:
            held = HeldFile(sha256=one.sha256, size=one.size, name="", key=b"", held=0)
            self.place(stream, one.id, held, Goal.FETCH)

    def uses_in(self, _case: CaseId) -> list[FileUse]:
        """List what is known of the files."""
        return list(self.uses.values())

    def content(self, name: str) -> bytes:
        """Open a file."""
        if name not in self.contents:
            raise DamagedFile(name)
        return self.contents[name]

    def place(
        self, stream: StreamId, record: RecordId, held: HeldFile, goal: Goal, sent: int = 0
    ) -> None:
        """Say how it stands with the file of a record."""
        self.uses[record] = FileUse(
            stream=stream,
            record=record,
            file=held,
            goal=goal,
            sent=sent,
            hindered=None,
            is_announced=True,
        )

    def is_at(self, record: RecordId, goal: Goal, *, held: int = 1, sent: int = 0) -> None:
        """Move a file on its way."""
        use = self.uses[record]
        file = replace(use.file, held=held)
        self.uses[record] = replace(use, goal=goal, file=file, sent=sent)
