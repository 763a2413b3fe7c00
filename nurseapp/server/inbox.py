"""The inbox: events in, results out. The only way in which anything on the server changes.

A push is one transaction. Should that fail, each event gets one of its own, so that what is good
gets in; what meets a circumstance is answered ``retry``. Called by the routes, by feeds and by the
replay.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Engine

from nurseapp.domain.events import Event
from nurseapp.domain.ids import StreamId
from nurseapp.server.arrivals import Arrival, arrival_of, read_arrivals
from nurseapp.server.batch import Batch
from nurseapp.server.caller import Caller
from nurseapp.server.clock import Clock
from nurseapp.server.server_key import ServerKey
from nurseapp.server.store.acting import SERVER, act_as
from nurseapp.server.store.database import (
    StoreForbidden,
    StoreRejected,
    StoreUnavailable,
    transaction,
)
from nurseapp.server.store.events import KnownEvent
from nurseapp.wire.claims import receipt_claim
from nurseapp.wire.messages import EventResult, PushAnswer, PushRequest
from nurseapp.wire.receipts import claim_of_all

_log = logging.getLogger(__name__)
_Decided = tuple[Arrival, KnownEvent | None]


def push(
    engine: Engine,
    sender: Caller,
    request: PushRequest,
    clock: Clock,
    key: ServerKey | None = None,
) -> PushAnswer:
    """Decide what a device pushed.

    Args:
        key: signs the receipts of all results together.

    Raises:
        WireError: an event has no id to answer to; nothing was done.
    """
    decided, retry = _taken(engine, sender, read_arrivals(request.events), clock)
    receipt = b""
    if key is not None and decided:
        claims = [_claim(arrival, known, request.epoch) for arrival, known in decided]
        receipt = key.sign(claim_of_all(claims))
    results = tuple(_result(known) for _, known in decided)
    return PushAnswer(epoch=request.epoch, results=results, retry=tuple(retry), receipt=receipt)


def take(
    engine: Engine,
    sender: Caller,
    arrivals: Sequence[Arrival],
    epoch: str,
    clock: Clock,
    key: ServerKey,
) -> PushAnswer:
    """Decide events that are read already, and sign a receipt for each result."""
    decided, retry = _taken(engine, sender, arrivals, clock)
    return PushAnswer(
        epoch=epoch,
        results=tuple(
            _result(known, key.sign(_claim(arrival, known, epoch))) for arrival, known in decided
        ),
        retry=tuple(retry),
    )


def _taken(
    engine: Engine, sender: Caller, arrivals: Sequence[Arrival], clock: Clock
) -> tuple[list[tuple[Arrival, KnownEvent]], list[str]]:
    """Decide events; give what became of them, and the ids of those that must wait."""
    retry: list[str] = []
    try:
        with transaction(engine) as connection:
            decided = _decide(connection, sender, arrivals, clock())
    except (StoreUnavailable, StoreRejected, StoreForbidden) as error:
        # What its sender may not write was lost while this was decided, and is refused by itself.
        _log.warning("push_failed_as_one", extra={"error": str(error)})
        decided = _one_by_one(engine, sender, arrivals, clock(), retry)
    retry += [arrival.id for arrival, known in decided if known is None]
    return [(arrival, known) for arrival, known in decided if known is not None], retry


def receive(
    connection: Connection, feed: Caller, events: Sequence[Event], at: datetime
) -> tuple[EventResult, ...]:
    """Take events from a feed inside the caller's transaction, a result for each in order.

    Streams of cases that do not exist yet are begun. What is refused is kept with its reason, as
    for anybody else; an error of the database is the caller's.
    """
    arrivals = [arrival_of(event) for event in events]
    decided = _decide(connection, feed, arrivals, at)
    return tuple(_result(known) for _, known in decided if known is not None)


def _decide(
    connection: Connection,
    sender: Caller,
    arrivals: Sequence[Arrival],
    at: datetime,
    refuse: str | None = None,
) -> list[_Decided]:
    # What was accepted once is applied again, even where its sender has no access any more.
    is_trusted = sender.is_feed or any(arrival.earlier for arrival in arrivals)
    act_as(connection, SERVER if is_trusted else sender.actor.id, at)
    batch = Batch(connection, sender, at)
    batch.open(arrivals)
    if refuse is None:
        decided = [(arrival, batch.decide(arrival)) for arrival in arrivals]
    else:
        decided = [(arrival, batch.refuse(arrival, refuse)) for arrival in arrivals]
    batch.write()
    return decided


def _one_by_one(
    engine: Engine, sender: Caller, arrivals: Sequence[Arrival], at: datetime, retry: list[str]
) -> list[_Decided]:
    """Decide each event by itself; after one that must wait, the rest of its stream waits too."""
    decided: list[_Decided] = []
    waiting: set[StreamId] = set()
    for arrival in arrivals:
        result = None
        if arrival.stream not in waiting:
            result = _alone(engine, sender, arrival, at)
        if result is None:
            waiting.add(arrival.stream)
            retry.append(arrival.id)
        else:
            decided.append(result)
    return decided


def _alone(engine: Engine, sender: Caller, arrival: Arrival, at: datetime) -> _Decided | None:
    """Decide one event; refuse what the database will never take; None when it must wait."""
    for refuse in (None, "not_storable"):
        try:
            with transaction(engine) as connection:
                return _decide(connection, sender, [arrival], at, refuse)[0]
        except StoreRejected as error:
            _log.error("not_storable", extra={"event": arrival.id, "error": str(error)})
        except StoreUnavailable as error:
            _log.warning("event_waits", extra={"event": arrival.id, "error": error.code})
            return None
        except StoreForbidden:
            _log.error("event_waits", extra={"event": arrival.id, "error": "forbidden"})
            return None
    return None


def _claim(arrival: Arrival, known: KnownEvent, epoch: str) -> bytes:
    return receipt_claim(
        event=known.id,
        payload_hash=known.payload_hash,
        stream=arrival.stream,
        status=known.status,
        rev=known.rev,
        epoch=epoch,
    )


def _result(known: KnownEvent, receipt: bytes = b"") -> EventResult:
    return EventResult(
        id=known.id,
        status=known.status,
        rev=known.rev,
        conflicts=known.conflicts,
        reason=known.reason,
        receipt=receipt,
    )
