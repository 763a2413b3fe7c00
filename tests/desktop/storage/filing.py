"""Ana's desk with a drawer for attached files, and the server that they go to."""

from __future__ import annotations

import secrets
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from nurseapp.desktop.storage.cache import Cache
from nurseapp.desktop.storage.file_rows import FileUse
from nurseapp.desktop.storage.file_store import FOLDER, FileStore
from nurseapp.desktop.storage.shelf import DiskShelf
from nurseapp.desktop.sync.carrying import Carried, carry
from nurseapp.domain.attachment import Attachment, DocumentWithdrawn
from nurseapp.domain.ids import CaseId, RecordId
from nurseapp.domain.streams import StreamKind, stream_of
from tests.attached import attaching
from tests.builders import CASE, attachment
from tests.desktop.storage.acts import act, server_with
from tests.desktop.storage.desk import Desk
from tests.desktop.sync.fake_files import FakeFiles

CARE = stream_of(CASE, StreamKind.CARE)


class FilingDesk(Desk):
    """A desk at which files are attached and fetched.

    Attributes:
        drawer: the folder of the files on the disk.
        changes: how often a case was said to look different.
    """

    def __init__(self, cache: Cache, vault: Path, files: FakeFiles | None = None) -> None:
        super().__init__(cache, server_with() if files is None else files.server)
        self.remote = FakeFiles(self.server) if files is None else files
        self.files = FileStore(cache, self.cases, DiskShelf(vault / FOLDER), secrets.token_bytes)
        self.drawer = vault / FOLDER
        self.changes = 0
        self.is_wanted = False
        self.sync()

    def attach(self, record: str, content: bytes, case: CaseId = CASE) -> str:
        """Take a file in and attach it; give its hash."""
        taken = self.files.take_in(BytesIO(content))
        self.files.attach(taken, act(attaching(record, content), case), RecordId(record))
        return taken.file.sha256

    def withdraw(self, record: str) -> None:
        """Withdraw an attachment."""
        body = DocumentWithdrawn(attachment=RecordId(record), reason="another member")
        self.cases.append([act(body)])

    def others_attach(self, record: str, content: bytes, *, sent: bool = True) -> Attachment:
        """Let somebody else attach a file, whose bytes are on the server or not."""
        named = attachment(
            id=RecordId(record), size=len(content), sha256=sha256(content).hexdigest()
        )
        self.server.put(CARE, [named])
        if sent:
            self.remote.whole[named.sha256] = content
        self.sync()
        return named

    def carry(self) -> Carried:
        """Carry a few chunks, after a round."""
        self.sync()
        return carry(
            self.files, self.remote, self.store.epoch(), lambda: self.is_wanted, self._count
        )

    def carry_all(self) -> None:
        """Carry until nothing is left that can be carried."""
        while self.carry().more:
            pass

    def sweep(self, at: datetime | None = None) -> list[str]:
        """Collect, and name what is left on the disk."""
        self.files.sweep(at or self.now)
        return self.on_disk()

    def on_disk(self) -> list[str]:
        """Name the files on the disk."""
        return sorted(path.name for path in self.drawer.iterdir()) if self.drawer.is_dir() else []

    def use(self, record: str) -> FileUse:
        """Say how it stands with the file of a record."""
        return {use.record: use for use in self.files.uses_in(CASE)}[RecordId(record)]

    def _count(self, cases: frozenset[CaseId]) -> None:
        self.changes += len(cases)
