"""What the server signed, checked against the key that was met first.

A server that has shown no key, because it is older, is asked for no proof. Called by the round and
by services.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from nurseapp.desktop.storage.sealed_log import SealedEvent
from nurseapp.desktop.storage.sent_log import Receipt
from nurseapp.desktop.storage.sync_store import KnownServer
from nurseapp.desktop.sync.transport import TransportError
from nurseapp.domain.ids import EventId, StreamId
from nurseapp.wire.claims import command_claim, lease_claim, receipt_claim, revocation_claim
from nurseapp.wire.messages import Command, EventResult, Lease, Revocation
from nurseapp.wire.receipts import claim_of_all, parted, ways

_SIGNATURES_KNOWN = 16
"""The lease is told with each manifest, and is the same all day."""


def check_key(pinned: bytes, shown: bytes) -> None:
    """Compare the key that a server shows with the pinned one; either may be missing.

    Raises:
        TransportError: ``other_server_key``.
    """
    if pinned and shown and shown != pinned:
        raise TransportError("other_server_key")


def receipt_of(result: EventResult, *, stream: StreamId, body: bytes, epoch: str) -> Receipt:
    """Read the receipt that came with a result, for the event as it was sent."""
    return Receipt(
        event=EventId(result.id),
        stream=stream,
        payload_hash=sha256(body).digest(),
        status=result.status,
        rev=result.rev,
        epoch=epoch,
        signature=result.receipt,
    )


def receipt_for(result: EventResult, *, sealed: SealedEvent, epoch: str) -> Receipt:
    """Read the receipt that came with a result, for an event that was sent sealed."""
    return Receipt(
        event=sealed.event,
        stream=sealed.stream,
        payload_hash=sealed.payload_hash,
        status=result.status,
        rev=result.rev,
        epoch=epoch,
        signature=result.receipt,
    )


def is_proven(server_key: bytes, receipt: Receipt) -> bool:
    """Tell whether the server signed a receipt."""
    return not server_key or _is_signed(server_key, *parted(_claim(receipt), receipt.signature))


def proven_together(
    server_key: bytes, receipts: Sequence[Receipt], signature: bytes
) -> list[Receipt]:
    """Give receipts, each with its own proof, where the server signed for all of them at once.

    Where it did not, none is proven.

    Args:
        receipts: of all results of an answer, in any order.
    """
    claims = list(map(_claim, receipts))
    if server_key and not (claims and _is_signed(server_key, claim_of_all(claims), signature)):
        return []
    return [
        replace(receipt, signature=signature + way)
        for receipt, way in zip(receipts, ways(claims), strict=True)
    ]


def is_revoked(server: KnownServer, epoch: str, revocation: Revocation) -> bool:
    """Tell whether the server signed that it takes a stream back from the person here."""
    claim = revocation_claim(
        user=server.user,
        stream=revocation.id,
        revocation=revocation.revocation,
        epoch=epoch,
    )
    return _is_signed(server.key, claim, revocation.token)


def is_commanded(server: KnownServer, epoch: str, device: str, command: Command) -> bool:
    """Tell whether the server signed that this computer of the person here is to do something."""
    claim = command_claim(
        command=command.id,
        kind=command.kind,
        user=server.user,
        device=device,
        streams=command.streams,
        epoch=epoch,
    )
    return _is_signed(server.key, claim, command.token)


def is_leased(server: KnownServer, epoch: str, device: str, lease: Lease) -> bool:
    """Tell whether the server signed until when this computer may be opened unasked."""
    claim = lease_claim(user=server.user, device=device, until=lease.until, epoch=epoch)
    return _is_signed(server.key, claim, lease.token)


def _claim(receipt: Receipt) -> bytes:
    return receipt_claim(
        event=receipt.event,
        payload_hash=receipt.payload_hash,
        stream=receipt.stream,
        status=receipt.status,
        rev=receipt.rev,
        epoch=receipt.epoch,
    )


@lru_cache(_SIGNATURES_KNOWN)
def _is_signed(server_key: bytes, claim: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(server_key).verify(signature, claim)
    except (InvalidSignature, ValueError):
        return False
    return True
