"""Replay: what a restored server has forgotten goes up again, sealed, with the word it gave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from nurseapp.desktop.storage.outbox import FINAL
from nurseapp.desktop.storage.sealed_log import SealedEvent
from nurseapp.desktop.storage.sent_log import Receipt
from nurseapp.desktop.storage.sync_store import Standing
from nurseapp.desktop.sync.planner import Replay
from nurseapp.desktop.sync.proofs import is_proven, receipt_for
from nurseapp.desktop.sync.steps.under_way import UnderWay, check_epoch
from nurseapp.domain.ids import EventId
from nurseapp.wire.messages import EventResult, ReplayRequest, SealedEntry


def replay(running: UnderWay, action: Replay, standing: Standing) -> None:
    """Send sealed events again; what waits for others to bring theirs is tried in later rounds."""
    kept = running.store.sent.sealed(action.events)
    answer = running.transport.replay(
        ReplayRequest(
            epoch=standing.epoch,
            device=running.transport.device,
            entries=tuple(_entry(sealed, receipt) for sealed, receipt in kept),
        )
    )
    check_epoch(answer.epoch, standing)
    known = {sealed.event: sealed for sealed, _ in kept}
    _write(running, answer.results, known, standing)
    turned_away = {EventId(rejection.id) for rejection in answer.rejected} & set(known)
    if turned_away:
        running.store.sent.give_up(turned_away)
        running.turned_away += len(turned_away)
    replayed = running.progress.replayed | set(action.events)
    running.progress = replace(running.progress, replayed=replayed, manifest_known=False)


def _write(
    running: UnderWay,
    results: Iterable[EventResult],
    known: Mapping[EventId, SealedEvent],
    standing: Standing,
) -> None:
    """Write the final results that carry their receipts."""
    proven: dict[EventResult, Receipt] = {}
    for result in results:
        sealed = known.get(EventId(result.id))
        if sealed is None or result.status not in FINAL:
            continue
        receipt = receipt_for(result, sealed=sealed, epoch=standing.epoch)
        if is_proven(standing.server.key, receipt):
            proven[result] = receipt
        else:
            running.unproven += 1
    if running.unproven:
        running.store.suspect()
    running.note(running.store.record_results(list(proven), list(proven.values())))
    running.replayed += len(proven)


def _entry(sealed: SealedEvent, receipt: Receipt) -> SealedEntry:
    return SealedEntry(
        event=sealed.event,
        sealed=sealed.sealed,
        status=receipt.status,
        rev=receipt.rev,
        epoch=receipt.epoch,
        receipt=receipt.signature,
    )
