"""Sends what was done here and is no event into the server's audit trail, after the records.

A deed goes from this computer once the server says that it has it; said twice it does no harm.
Starts no thread; called by services.
"""

from __future__ import annotations

from typing import Protocol

from nurseapp.desktop.storage.deed_store import DeedStore, sent
from nurseapp.desktop.sync.asking import Asking
from nurseapp.wire.audit import MAX_DEEDS, DeedsAnswer, DeedsRequest


class DeedTransport(Protocol):
    """What brings deeds to the server; it raises TransportError."""

    def report(self, request: DeedsRequest) -> DeedsAnswer:
        """Bring deeds."""


class HttpDeeds:
    """Brings deeds over HTTP, in the session of the transport that carries the records."""

    def __init__(self, transport: Asking) -> None:
        self._transport = transport

    def report(self, request: DeedsRequest) -> DeedsAnswer:
        """Bring deeds."""
        return self._transport.ask("POST", "/v1/audit/deeds", DeedsAnswer, request)


def report(store: DeedStore, transport: DeedTransport) -> int:
    """Send all deeds that are kept; say how many the server took.

    Raises:
        TransportError: it could not be asked; what it did not take is kept.
        CacheError: the same, for the disk.
    """
    total = 0
    while kept := store.oldest(MAX_DEEDS):
        deeds = tuple(map(sent, kept))
        taken = {one.id for one in kept} & set(transport.report(DeedsRequest(deeds=deeds)).taken)
        if not taken:
            break
        store.forget(taken)
        total += len(taken)
    return total
