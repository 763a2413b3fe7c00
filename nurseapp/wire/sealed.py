"""What is in a sealed event: the event, the computer it was done on, and that computer's signature.

A deed is sealed likewise, for a purpose of its own: neither ever opens as the other.

Seals and opens nothing itself: it says what both ends put in and take out. Called by the desktop's
sealing and by the server's replay.
"""

from __future__ import annotations

import msgspec

from nurseapp.wire.canonical import WireError, canonical

PURPOSE = b"nurseapp/sealed-event/v1"
"""Sealed with every event (HPKE's ``info``), so that nothing else opens as one."""
DEED_PURPOSE = b"nurseapp/sealed-deed/v1"
"""The same for a :class:`nurseapp.wire.audit.Deed`."""


class Signed(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """An event as it is sent, signed under :func:`nurseapp.wire.claims.event_claim`.

    Or a deed, signed under :func:`nurseapp.wire.claims.deed_claim`.
    """

    device: str
    event: msgspec.Raw
    signature: bytes


_decoder = msgspec.json.Decoder(Signed)


def encode_signed(signed: Signed) -> bytes:
    """Write what is to be sealed."""
    return canonical(signed)


def decode_signed(raw: bytes) -> Signed:
    """Read what was sealed; raise :class:`WireError` for anything else."""
    try:
        return _decoder.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise WireError("sealed: not a signed event") from None
