"""What the carrying of attached files asks of the server, whichever way it is asked."""

from __future__ import annotations

from typing import Protocol

from nurseapp.wire.attachments import (
    Chunk,
    FetchChunk,
    FileStatus,
    FileStatusRequest,
    SendChunk,
)


class FileTransport(Protocol):
    """One server, and one person's session with it; each method raises TransportError.

    A code of :data:`REFUSALS` is the ``reason`` of ``server_failed``.
    """

    def file_status(self, request: FileStatusRequest) -> FileStatus:
        """Ask how much of a file the server has from this device."""

    def send_chunk(self, request: SendChunk) -> FileStatus:
        """Send a chunk."""

    def fetch_chunk(self, request: FetchChunk) -> Chunk:
        """Fetch a chunk."""


NOT_FOUND = "not_found"
NOT_THERE_YET = "not_there_yet"
WRONG_CHUNK = "wrong_chunk"
WRONG_FILE = "wrong_file"
WRONG_TYPE = "wrong_type"
REFUSALS = frozenset({NOT_FOUND, NOT_THERE_YET, WRONG_CHUNK, WRONG_FILE, WRONG_TYPE})
