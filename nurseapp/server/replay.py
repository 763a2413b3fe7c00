"""The replay: sealed events come back, after a restore or from a computer that lost its vault.

An event counts as its sender's by one of two proofs: the receipt that this server signed for it in
an earlier life of its database, or the signature of a computer that its author had signed in on.
What was accepted once is applied again without asking who may do it today, and waits where what it
builds on is not back yet. Deeds of a lost vault come with them. What is turned away is counted in
the audit trail. Called by the routes.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import msgspec
from sqlalchemy import Engine

from nurseapp.server.arrivals import Arrival, read_arrivals
from nurseapp.server.caller import Caller
from nurseapp.server.clock import Clock
from nurseapp.server.ids import is_id
from nurseapp.server.inbox import take
from nurseapp.server.seal_key import SealKey
from nurseapp.server.sealed_deeds import SealedDeed, open_deed, take_sealed
from nurseapp.server.server_key import ServerKey, is_signed
from nurseapp.server.store import audit, devices
from nurseapp.server.store.audit import AuditRow
from nurseapp.server.store.database import transaction
from nurseapp.wire.canonical import WireError
from nurseapp.wire.claims import event_claim, receipt_claim
from nurseapp.wire.messages import Rejection, ReplayAnswer, ReplayRequest, SealedEntry
from nurseapp.wire.receipts import parted
from nurseapp.wire.sealed import Signed, decode_signed

_log = logging.getLogger(__name__)


class _Rejected(Exception):
    """An entry is no event of its sender's; its text is the code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerKeys:
    """What the server signs and opens with."""

    signing: ServerKey
    sealing: SealKey


def replay(
    engine: Engine, sender: Caller, request: ReplayRequest, clock: Clock, keys: ServerKeys
) -> ReplayAnswer:
    """Open sealed events and decide those that are proven to be the sender's."""
    opened, sealed_deeds, rejected = _opened(request.entries, keys.sealing)
    with transaction(engine) as connection:
        found = take_sealed(connection, sender, sealed_deeds, clock())
        rejected += found.rejected
        names = {signed.device for _, signed, _ in opened}
        shown = devices.keys_of(connection, sender.actor.id, names)
        arrivals = []
        for entry, signed, arrival in opened:
            try:
                arrivals.append(_proven(entry, signed, arrival, sender, keys.signing, shown))
            except _Rejected as reason:
                rejected.append(Rejection(id=entry.event, reason=str(reason)))
        audit.add(connection, (_audit_row(sender, clock, rejection) for rejection in rejected))
    if rejected:
        _log.warning("replay_rejected", extra={"count": len(rejected)})
    answer = take(engine, sender, arrivals, request.epoch, clock, keys.signing)
    return ReplayAnswer(
        epoch=answer.epoch,
        results=answer.results,
        retry=answer.retry,
        rejected=tuple(rejected),
        taken=found.taken,
    )


def _opened(
    entries: Sequence[SealedEntry], key: SealKey
) -> tuple[list[tuple[SealedEntry, Signed, Arrival]], list[SealedDeed], list[Rejection]]:
    opened, sealed_deeds, rejected = [], [], []
    for entry in entries:
        try:
            opened.append((entry, *_open(entry, key)))
        except _Rejected as reason:
            deed = open_deed(entry, key)
            if deed is None:
                rejected.append(Rejection(id=entry.event, reason=str(reason)))
            else:
                sealed_deeds.append(deed)
    return opened, sealed_deeds, rejected


def _open(entry: SealedEntry, key: SealKey) -> tuple[Signed, Arrival]:
    plain = key.open(entry.sealed)
    if plain is None:
        raise _Rejected("not_sealed_for_us")
    try:
        signed = decode_signed(plain)
        [arrival] = read_arrivals([signed.event])
    except WireError:
        raise _Rejected("malformed") from None
    if arrival.id != entry.event or not is_id(signed.device):
        raise _Rejected("malformed")
    return signed, arrival


def _proven(
    entry: SealedEntry,
    signed: Signed,
    arrival: Arrival,
    sender: Caller,
    key: ServerKey,
    shown: Mapping[str, Sequence[bytes]],
) -> Arrival:
    """Give the event with what it came to earlier; raise :class:`_Rejected`."""
    if arrival.event is not None and arrival.author != sender.actor.id:
        raise _Rejected("not_author")
    if entry.receipt:
        claim = receipt_claim(
            event=arrival.id,
            payload_hash=arrival.payload_hash,
            stream=arrival.stream,
            status=entry.status,
            rev=entry.rev,
            epoch=entry.epoch,
        )
        if not key.has_signed(*parted(claim, entry.receipt)):
            raise _Rejected("bad_receipt")
        return msgspec.structs.replace(arrival, earlier=entry.status)
    claim = event_claim(device=signed.device, payload_hash=sha256(bytes(signed.event)).digest())
    if signed.device not in shown:
        raise _Rejected("unknown_device")
    if not any(is_signed(public, claim, signed.signature) for public in shown[signed.device]):
        raise _Rejected("bad_signature")
    return arrival


def _audit_row(sender: Caller, clock: Clock, rejection: Rejection) -> AuditRow:
    return AuditRow(
        at=clock(),
        actor=sender.actor.id,
        device=sender.device,
        action="replay",
        event=rejection.id if is_id(rejection.id) else None,
        outcome=rejection.reason,
    )
