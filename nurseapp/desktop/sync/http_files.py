"""Attached files carried over HTTP, in the session of the transport that carries the records."""

from __future__ import annotations

from typing import Protocol, TypeVar

from nurseapp.wire.attachments import (
    Chunk,
    FetchChunk,
    FileStatus,
    FileStatusRequest,
    SendChunk,
)
from nurseapp.wire.messages import Request

A = TypeVar("A")


class Packing(Protocol):
    """What carries packed messages."""

    def ask_packed(self, path: str, answer: type[A], request: Request) -> A:
        """Ask for what is packed."""


class HttpFiles:
    """The files of one server; each method raises TransportError."""

    def __init__(self, transport: Packing) -> None:
        self._transport = transport

    def file_status(self, request: FileStatusRequest) -> FileStatus:
        """Ask how much of a file the server has from this device."""
        return self._transport.ask_packed("/v1/attachments/status", FileStatus, request)

    def send_chunk(self, request: SendChunk) -> FileStatus:
        """Send a chunk."""
        return self._transport.ask_packed("/v1/attachments/send", FileStatus, request)

    def fetch_chunk(self, request: FetchChunk) -> Chunk:
        """Fetch a chunk."""
        return self._transport.ask_packed("/v1/attachments/fetch", Chunk, request)
