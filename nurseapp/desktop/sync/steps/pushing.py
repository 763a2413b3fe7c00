"""Push: send events, and write what the server decided and proved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import msgspec

from nurseapp.desktop.storage.outbox import FINAL
from nurseapp.desktop.storage.sync_store import Standing
from nurseapp.desktop.sync.planner import Push
from nurseapp.desktop.sync.proofs import is_proven, proven_together, receipt_of
from nurseapp.desktop.sync.soundness import is_revision
from nurseapp.desktop.sync.steps.under_way import UnderWay, check_epoch
from nurseapp.desktop.sync.transport import TransportError
from nurseapp.domain.ids import EventId
from nurseapp.wire.messages import EventResult, PushAnswer, PushRequest

_CHOKED = {400, 413, 422, 500}
_MOST_POISONED = 3
"""A server that chokes on more streams than these has another trouble than they."""


def push(running: UnderWay, action: Push, standing: Standing) -> None:
    """Send events; a stream of which one was not decided is held for the rest of the round."""
    bodies = dict(zip(action.events, running.store.events(action.events), strict=True))
    request = PushRequest(
        epoch=standing.epoch,
        device=running.transport.device,
        events=tuple(map(msgspec.Raw, bodies.values())),
    )
    try:
        answer = running.transport.push(request)
    except TransportError as error:
        if error.code == "other_version":
            running.progress = replace(running.progress, is_too_old=True)
            return
        if not _is_over_what_was_sent(error):
            raise
        _part(running, action, standing, error)
        return
    check_epoch(answer.epoch, standing)
    results = _proven(running, answer, bodies, standing)
    running.pushed += len(results)
    running.results.update(result.status for result in results)
    later = set(action.events) - {result.id for result in results}
    held = running.progress.held | {e.stream for e in standing.undecided if e.id in later}
    running.progress = replace(running.progress, held=held, manifest_known=False)


def _is_over_what_was_sent(error: TransportError) -> bool:
    return error.code == "server_failed" and error.facts.get("status") in _CHOKED


def _part(running: UnderWay, action: Push, standing: Standing, error: TransportError) -> None:
    """Find out whose events the server chokes on: they wait, and hold up no other stream."""
    streams = frozenset(e.stream for e in standing.undecided if e.id in action.events)
    poisoned = running.progress.poisoned
    if len(streams) == 1:
        poisoned |= streams
        if len(poisoned) > _MOST_POISONED:
            raise error
    running.progress = replace(
        running.progress, is_wary=True, poisoned=poisoned, held=running.progress.held | poisoned
    )


def _proven(
    running: UnderWay, answer: PushAnswer, bodies: Mapping[EventId, bytes], standing: Standing
) -> list[EventResult]:
    """Write the final results that carry their receipts; let the others wait."""
    streams = {event.id: event.stream for event in standing.undecided}
    told = {
        EventId(result.id): receipt_of(
            result,
            stream=streams[EventId(result.id)],
            body=bodies[EventId(result.id)],
            epoch=standing.epoch,
        )
        for result in answer.results
        if result.id in bodies and is_revision(result.rev)
    }
    key = standing.server.key
    if answer.receipt:
        receipts = proven_together(key, list(told.values()), answer.receipt)
    else:
        receipts = [receipt for receipt in told.values() if is_proven(key, receipt)]
    proven = {receipt.event: receipt for receipt in receipts if receipt.status in FINAL}
    unproven = sum(told[event].status in FINAL for event in told.keys() - proven.keys())
    if unproven:
        running.unproven += unproven
        running.store.suspect()
    results = [result for result in answer.results if result.id in proven]
    running.note(running.store.record_results(results, list(proven.values()) if key else []))
    return results
