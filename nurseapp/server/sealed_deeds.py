"""Deeds that come sealed, from the escrow of a vault that was lost before it could tell them.

A deed counts as its sender's by the signature of a computer that they had signed in on, and is of
that computer. Called by the replay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

import msgspec
from sqlalchemy import Connection

from nurseapp.domain.refusal import DomainError
from nurseapp.server import deeds
from nurseapp.server.caller import Caller
from nurseapp.server.ids import is_id
from nurseapp.server.seal_key import SealKey
from nurseapp.server.server_key import is_signed
from nurseapp.server.store import devices
from nurseapp.wire.audit import Deed
from nurseapp.wire.canonical import WireError
from nurseapp.wire.claims import deed_claim
from nurseapp.wire.messages import Rejection, SealedEntry
from nurseapp.wire.sealed import DEED_PURPOSE, Signed, decode_signed

_decoder = msgspec.json.Decoder(Deed)


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedDeed:
    """A deed, and what a computer signed of it."""

    deed: Deed
    signed: Signed


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The deeds that are in the trail now, by id, and what was turned away."""

    taken: tuple[str, ...]
    rejected: tuple[Rejection, ...]


def open_deed(entry: SealedEntry, key: SealKey) -> SealedDeed | None:
    """Open an entry that holds a deed; None for anything else."""
    plain = key.open(entry.sealed, DEED_PURPOSE)
    if plain is None:
        return None
    try:
        signed = decode_signed(plain)
        deed = _decoder.decode(signed.event)
    except (WireError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    is_sound = deed.id == entry.event and is_id(signed.device)
    return SealedDeed(deed=deed, signed=signed) if is_sound else None


def take_sealed(
    connection: Connection, sender: Caller, sealed: Sequence[SealedDeed], at: datetime
) -> Taken:
    """Write down those that are proven to be the sender's."""
    names = {one.signed.device for one in sealed}
    shown = devices.keys_of(connection, sender.actor.id, names)
    taken: list[str] = []
    rejected = []
    for one in sealed:
        signed = one.signed
        claim = deed_claim(device=signed.device, payload_hash=sha256(bytes(signed.event)).digest())
        keys = shown.get(signed.device, ())
        if not any(is_signed(key, claim, signed.signature) for key in keys):
            rejected.append(Rejection(id=one.deed.id, reason="bad_signature"))
            continue
        there = replace(sender, device=signed.device)
        try:
            taken += deeds.take(connection, there, [one.deed], at)
        except DomainError:
            rejected.append(Rejection(id=one.deed.id, reason="malformed"))
    return Taken(taken=tuple(taken), rejected=tuple(rejected))
