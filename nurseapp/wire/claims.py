"""What is signed: the bytes under a signature, the same on both ends.

Each names what it is for, so that a signature under one thing never stands for another. Signs and
checks nothing itself. Called by the server's sign-in, inbox, feed and replay, and by the desktop's
sync and its sealing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from nurseapp.wire.canonical import canonical


def receipt_claim(
    *, event: str, payload_hash: bytes, stream: str, status: str, rev: int, epoch: str
) -> bytes:
    """Write what a receipt says: this event was decided so, in this epoch.

    Args:
        payload_hash: SHA-256 of the event's bytes as they were sent.
        stream: that the event names; empty where what was sent names none.
    """
    return canonical(
        {
            "claim": "nurseapp/receipt/v1",
            "epoch": epoch,
            "event": event,
            "payload": payload_hash.hex(),
            "rev": rev,
            "status": status,
            "stream": stream,
        }
    )


def receipts_claim(*, root: bytes) -> bytes:
    """Write what stands for the receipts of a whole push.

    Args:
        root: of the tree of their claims, see :mod:`nurseapp.wire.receipts`.
    """
    return canonical({"claim": "nurseapp/receipts/v1", "root": root.hex()})


def revocation_claim(*, user: str, stream: str, revocation: str, epoch: str) -> bytes:
    """Write what a revocation says: this person may no longer hold this stream."""
    return canonical(
        {
            "claim": "nurseapp/revocation/v1",
            "epoch": epoch,
            "revocation": revocation,
            "stream": stream,
            "user": user,
        }
    )


def lease_claim(*, user: str, device: str, until: datetime, epoch: str) -> bytes:
    """Write what a lease says: this person may open the vault on this computer until then."""
    return canonical(
        {
            "claim": "nurseapp/lease/v1",
            "device": device,
            "epoch": epoch,
            "until": until.astimezone(UTC).isoformat(),
            "user": user,
        }
    )


def command_claim(
    *, command: str, kind: str, user: str, device: str, streams: Sequence[str], epoch: str
) -> bytes:
    """Write what a command says: this person's vault on this computer is to be dealt with so."""
    return canonical(
        {
            "claim": "nurseapp/command/v1",
            "command": command,
            "device": device,
            "epoch": epoch,
            "kind": kind,
            "streams": streams,
            "user": user,
        }
    )


def event_claim(*, device: str, payload_hash: bytes) -> bytes:
    """Write what a computer says of an event: it was done here.

    Args:
        payload_hash: SHA-256 of the event's bytes as they are sent.
    """
    return canonical(
        {"claim": "nurseapp/event/v1", "device": device, "payload": payload_hash.hex()}
    )


def deed_claim(*, device: str, payload_hash: bytes) -> bytes:
    """Write what a computer says of a deed, as :func:`event_claim` does of an event."""
    return canonical({"claim": "nurseapp/deed/v1", "device": device, "payload": payload_hash.hex()})


def refresh_claim(*, device: str, refresh: str) -> bytes:
    """Write what a computer says that asks for its next token: this one was given to it."""
    return canonical({"claim": "nurseapp/refresh/v1", "device": device, "refresh": refresh})


def sign_in_claim(*, user: str, device: str) -> bytes:
    """Write what a computer says with a sign-in: this person tries it here."""
    return canonical({"claim": "nurseapp/sign-in/v1", "device": device, "user": user})
