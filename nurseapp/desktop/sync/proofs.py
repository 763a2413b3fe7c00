"""What the server signed, checked against the key that was met first.

A server that has shown no key, because it is older, is asked for no proof. Called by the round and
by services.
"""

from __future__ import annotations

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
    if not server_key:
        return True
    claim = receipt_claim(
        event=receipt.event,
        payload_hash=receipt.payload_hash,
        stream=receipt.stream,
        status=receipt.status,
        rev=receipt.rev,
        epoch=receipt.epoch,
    )
    return _is_signed(server_key, claim, receipt.signature)


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


def _is_signed(server_key: bytes, claim: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(server_key).verify(signature, claim)
    except (InvalidSignature, ValueError):
        return False
    return True
