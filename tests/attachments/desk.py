"""One nurse's computer as a process of its own: it attaches or fetches one file, to the end.

Started by the tests beside it, which may kill it at any point: started again, it goes on. It
says when it is open, and in the end how much memory it took.
"""

from __future__ import annotations

import json
import secrets
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from nurseapp.desktop.storage.cache import open_cache
from nurseapp.desktop.storage.case_store import CaseStore
from nurseapp.desktop.storage.file_rows import Goal
from nurseapp.desktop.storage.file_store import FOLDER, FileStore
from nurseapp.desktop.storage.shelf import DiskShelf
from nurseapp.desktop.storage.sync_store import SyncStore
from nurseapp.desktop.storage.vault import DataKey
from nurseapp.desktop.sync.carrying import carry
from nurseapp.desktop.sync.http_files import HttpFiles
from nurseapp.desktop.sync.http_transport import HttpTransport
from nurseapp.desktop.sync.round import run_round
from nurseapp.domain.attachment import Attachment, DocumentAttached
from nurseapp.domain.events import Event
from nurseapp.domain.ids import CaseId, EventId, RecordId, UserId
from nurseapp.domain.streams import StreamKind, stream_of

OPEN = "open"
ATTACH, FETCH = "attach", "fetch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What a computer is to do: attach ``file`` under this record, or fetch the record's."""

    do: str
    folder: str
    url: str
    token: str
    user: str
    case: str
    record: str
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What it came to: the hash of the file here, and memory in KiB when open and at most."""

    sha256: str
    open_kib: int
    peak_kib: int


class Desk:
    """The stores of one computer, and its way to the server."""

    def __init__(self, job: Job) -> None:
        self.job = job
        folder = Path(job.folder)
        cache = open_cache(folder, DataKey(raw=bytes(32), vault=job.user))
        self.transport = HttpTransport(job.url, job.token, f"desk-of-{job.user}")
        self.cases = CaseStore(cache)
        self.store = SyncStore(cache)
        self.files = FileStore(cache, self.cases, DiskShelf(folder / FOLDER), secrets.token_bytes)
        self.files.clear()

    def round(self) -> None:
        """Sync the records, and carry a few chunks."""
        run_round(self.store, self.transport, lambda: datetime.now(UTC))
        files = HttpFiles(self.transport)
        carry(self.files, files, self.store.epoch(), lambda: False, lambda _cases: None)

    def attachment(self) -> Attachment | None:
        """Give the record, where it is here."""
        streams = self.cases.open(CaseId(self.job.case))
        care = streams.get(StreamKind.CARE)
        return None if care is None else care.find(Attachment, RecordId(self.job.record))

    def attach(self) -> None:
        """Take the file in and attach it, unless that was done before."""
        if self.attachment() is not None:
            return
        with Path(self.job.file).open("rb") as file:
            taken = self.files.take_in(file)
        body = DocumentAttached(
            attachment=RecordId(self.job.record),
            title="Scan",
            media=taken.media,
            size=taken.file.size,
            sha256=taken.file.sha256,
        )
        event = Event(
            id=EventId(f"attach-{self.job.record}"),
            stream=stream_of(CaseId(self.job.case), StreamKind.CARE),
            at=datetime.now(UTC),
            author=UserId(self.job.user),
            body=body,
        )
        self.files.attach(taken, event, body.attachment)

    def want(self) -> None:
        """Ask for the file."""
        found = self.attachment()
        if found is not None:
            self.files.want(stream_of(CaseId(self.job.case), StreamKind.CARE), [found])

    def is_done(self) -> bool:
        """Tell whether the file is where it should be."""
        uses = {use.record: use for use in self.files.uses_in(CaseId(self.job.case))}
        use = uses.get(RecordId(self.job.record))
        return use is not None and use.goal is Goal.KEEP and use.file.is_whole

    def hash(self) -> str:
        """Hash what is here, a chunk at a time."""
        uses = self.files.uses_in(CaseId(self.job.case))
        held = next(use.file for use in uses if use.record == self.job.record)
        hashed = sha256()
        for number in range(held.chunks):
            hashed.update(self.files.chunk(held, number))
        return hashed.hexdigest()


def work(job: Job, tell: Callable[[str], None]) -> Done:
    """Do a job to its end."""
    desk = Desk(job)
    desk.round()
    opened = peak_kib()
    tell(OPEN)
    if job.do == ATTACH:
        desk.attach()
    while not desk.is_done():
        if job.do == FETCH:
            desk.want()
        desk.round()
    return Done(sha256=desk.hash(), open_kib=opened, peak_kib=peak_kib())


def peak_kib(process: int | str = "self") -> int:
    """Give the most memory that a process took so far, as Linux tells it.

    Not as ``getrusage`` does, which begins with what the program took that started this one.
    """
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM")))


def _tell(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    _tell(json.dumps(asdict(work(Job(**json.loads(sys.argv[1])), _tell))))
