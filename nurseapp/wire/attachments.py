"""The messages that carry attached files, chunk by chunk.

They are MessagePack, where bytes are bytes; all else is as in :mod:`nurseapp.wire.messages`. A
file is asked for by the record that names it, so that whoever may not see the record is told no
more than that there is nothing. Called by the server's routes and by the desktop's sync.
"""

from __future__ import annotations

from nurseapp.wire.messages import Answer, Request

CHUNK = 4 << 20
"""Bytes of each chunk of a file but the last, which has what is left."""


def chunk_count(size: int) -> int:
    """Count the chunks of a file."""
    return -(-size // CHUNK)


def chunk_size(size: int, number: int) -> int:
    """Give the bytes of one chunk of a file, counted from 0."""
    return min(CHUNK, size - number * CHUNK)


class FileStatusRequest(Request, frozen=True):
    """Ask how much of a file the server has from this device."""

    epoch: str
    stream: str
    record: str


class FileStatus(Answer, frozen=True):
    """The server has the first ``held`` chunks, or the whole file, checked against its hash."""

    epoch: str
    held: int
    is_whole: bool


class SendChunk(Request, frozen=True):
    """One chunk of a file, counted from 0; ``sha256`` is of this chunk.

    Chunks are taken in order. One that is not the next is passed over: the answer says which is.
    """

    epoch: str
    stream: str
    record: str
    number: int
    sha256: bytes
    content: bytes


class FetchChunk(Request, frozen=True):
    """Ask for one chunk of a file."""

    epoch: str
    stream: str
    record: str
    number: int


class Chunk(Answer, frozen=True):
    """One chunk of a file; ``sha256`` is of this chunk."""

    epoch: str
    number: int
    sha256: bytes
    content: bytes
