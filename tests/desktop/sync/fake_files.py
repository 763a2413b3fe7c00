"""The files of a server in memory, with the faults of a line."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256

from nurseapp.desktop.sync.transport import TransportError
from nurseapp.domain.attachment import Attachment
from nurseapp.domain.ids import RecordId, StreamId
from nurseapp.wire.attachments import (
    CHUNK,
    Chunk,
    FetchChunk,
    FileStatus,
    FileStatusRequest,
    SendChunk,
    chunk_count,
)
from tests.desktop.sync.fake_server import FakeServer


def refusal(reason: str) -> TransportError:
    """Refuse as the HTTP transport tells of it."""
    return TransportError("server_failed", status=404, reason=reason)


OFFLINE = TransportError("offline", reason="cut")


@dataclass(slots=True)
class FakeFiles:
    """The files of a server.

    Attributes:
        whole: by hash.
        arriving: chunks by stream and record.
        cut_before: the requests, counted from 1, that never arrive; ``cut_after`` those whose
            answer is lost.
        spoilt: the requests on whose way up, or of whose answer, a byte is changed.
        asked: how many requests there were, and ``sent`` the bytes of chunks that came.
    """

    server: FakeServer
    whole: dict[str, bytes] = field(default_factory=dict)
    arriving: dict[tuple[str, str], list[bytes]] = field(default_factory=dict)
    cut_before: set[int] = field(default_factory=set)
    cut_after: set[int] = field(default_factory=set)
    spoilt: set[int] = field(default_factory=set)
    refuses: str | None = None
    asked: int = 0
    sent: int = 0

    def file_status(self, request: FileStatusRequest) -> FileStatus:
        """Say how much is here."""
        self._arrive()
        return self._left(self._status(self._attachment(request.stream, request.record), request))

    def send_chunk(self, request: SendChunk) -> FileStatus:
        """Take a chunk."""
        self._arrive()
        attachment = self._attachment(request.stream, request.record)
        content = self._on_the_way(request.content)
        if sha256(content).digest() != request.sha256:
            raise refusal("wrong_chunk")
        chunks = self.arriving.setdefault((request.stream, request.record), [])
        if request.number == len(chunks):
            chunks.append(content)
            self.sent += len(content)
        if len(chunks) == chunk_count(attachment.size):
            whole = b"".join(self.arriving.pop((request.stream, request.record)))
            if sha256(whole).hexdigest() != attachment.sha256:
                raise refusal("wrong_file")
            self.whole[attachment.sha256] = whole
        return self._left(self._status(attachment, request))

    def fetch_chunk(self, request: FetchChunk) -> Chunk:
        """Give a chunk."""
        self._arrive()
        attachment = self._attachment(request.stream, request.record)
        if attachment.sha256 not in self.whole:
            raise refusal("not_there_yet")
        place = request.number * CHUNK
        content = self.whole[attachment.sha256][place : place + CHUNK]
        chunk = Chunk(
            epoch=request.epoch,
            number=request.number,
            sha256=sha256(content).digest(),
            content=self._on_the_way(content),
        )
        if self.asked in self.cut_after:
            raise OFFLINE
        return chunk

    def _attachment(self, stream: str, record: str) -> Attachment:
        found = self.server.stream(StreamId(stream)).as_stream(StreamId(stream))
        attachment = found.find(Attachment, RecordId(record))
        if attachment is None or attachment.withdrawn_reason is not None:
            raise refusal("not_found")
        return attachment

    def _status(self, attachment: Attachment, request: FileStatusRequest | SendChunk) -> FileStatus:
        is_whole = attachment.sha256 in self.whole
        held = len(self.arriving.get((request.stream, request.record), []))
        return FileStatus(
            epoch=request.epoch,
            held=chunk_count(attachment.size) if is_whole else held,
            is_whole=is_whole,
        )

    def _arrive(self) -> None:
        self.asked += 1
        if self.asked in self.cut_before:
            raise OFFLINE
        if self.refuses is not None:
            raise refusal(self.refuses)

    def _left(self, status: FileStatus) -> FileStatus:
        if self.asked in self.cut_after:
            raise OFFLINE
        return status

    def _on_the_way(self, content: bytes) -> bytes:
        return content[:-1] + b"?" if self.asked in self.spoilt else content
