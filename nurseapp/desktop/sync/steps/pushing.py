"""Push: send events, and write what the server decided and proved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import msgspec

from nurseapp.desktop.storage.outbox import FINAL
from nurseapp.desktop.storage.sent_log import Receipt
from nurseapp.desktop.storage.sync_store import Standing
from nurseapp.desktop.sync.planner import Push
from nurseapp.desktop.sync.proofs import is_proven, receipt_of
from nurseapp.desktop.sync.steps.under_way import UnderWay, check_epoch
from nurseapp.domain.ids import EventId
from nurseapp.wire.messages import EventResult, PushRequest


def push(running: UnderWay, action: Push, standing: Standing) -> None:
    """Send events; a stream of which one was not decided is held for the rest of the round."""
    bodies = dict(zip(action.events, running.store.events(action.events), strict=True))
    answer = running.transport.push(
        PushRequest(
            epoch=standing.epoch,
            device=running.transport.device,
            events=tuple(map(msgspec.Raw, bodies.values())),
        )
    )
    check_epoch(answer.epoch, standing)
    results = _proven(running, answer.results, bodies, standing)
    running.pushed += len(results)
    running.results.update(result.status for result in results)
    later = set(action.events) - {result.id for result in results}
    held = running.progress.held | {e.stream for e in standing.undecided if e.id in later}
    running.progress = replace(running.progress, held=held, manifest_known=False)


def _proven(
    running: UnderWay,
    answered: Iterable[EventResult],
    bodies: Mapping[EventId, bytes],
    standing: Standing,
) -> list[EventResult]:
    """Write the final results that carry their receipts; let the others wait."""
    streams = {event.id: event.stream for event in standing.undecided}
    proven: dict[EventResult, Receipt] = {}
    for result in answered:
        event = EventId(result.id)
        if event not in bodies or result.status not in FINAL:
            continue
        receipt = receipt_of(
            result,
            stream=streams[event],
            body=bodies[event],
            epoch=standing.epoch,
            at=running.clock(),
        )
        if is_proven(standing.server.key, receipt):
            proven[result] = receipt
        else:
            running.unproven += 1
    if running.unproven:
        running.store.suspect()
    receipts = list(proven.values()) if standing.server.key else []
    running.note(running.store.record_results(list(proven), receipts))
    return list(proven)
