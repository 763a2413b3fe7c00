"""The round: send what was done here, see what there is, fetch it, check it.

A loop over the planner, which says what comes next; each step is written before the next is
planned, so that a round may end anywhere and the next one goes on from there. Starts no thread,
keeps nothing between rounds; called by services.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

import msgspec

from nurseapp.desktop.storage.outbox import FINAL
from nurseapp.desktop.storage.sent_log import Receipt
from nurseapp.desktop.storage.sync_store import Standing, SyncStore
from nurseapp.desktop.sync.planner import (
    PURGE_BRAKE,
    Action,
    AskStatus,
    Brake,
    Done,
    FetchManifest,
    Progress,
    Pull,
    Purge,
    Push,
    Refill,
    plan,
)
from nurseapp.desktop.sync.proofs import check_key, is_proven, is_revoked, receipt_of
from nurseapp.desktop.sync.transport import Transport, TransportError
from nurseapp.domain.ids import CaseId, EventId, StreamId
from nurseapp.wire.messages import (
    EventResult,
    Manifest,
    PullRequest,
    PushRequest,
    StatusRequest,
    StreamCursor,
)

Clock = Callable[[], datetime]
Changed = Callable[[frozenset[CaseId]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundReport:
    """What a round came to.

    Attributes:
        results: how many events came to what, by status.
        changed_cases: those that may look different now.
        refills: streams that were not as the server has them; more than none is a bug.
        halted: streams that are held further than the server has them, which are left alone.
        gone: streams that the server neither names nor takes back with its signature; they stay.
        held_back: streams that it takes back, too many at once to be forgotten unasked.
        unproven: results that did not carry the server's receipt; their events wait as before.
        clock_difference_s: the server's clock less this one; None where the server did not tell.
    """

    pushed: int
    results: Mapping[str, int]
    pulled_rows: int
    changed_cases: frozenset[CaseId]
    refills: int
    halted: frozenset[StreamId]
    clock_difference_s: float | None
    finished_at: datetime
    gone: frozenset[StreamId] = frozenset()
    held_back: frozenset[StreamId] = frozenset()
    unproven: int = 0


def run_round(
    store: SyncStore,
    transport: Transport,
    clock: Clock,
    changed: Changed = lambda _cases: None,
    brake: Brake = PURGE_BRAKE,
) -> RoundReport:
    """Run one round.

    Args:
        changed: told of the cases that a step changed, as soon as it is written.
        brake: how much may be taken back at once before a person is asked.

    Raises:
        TransportError: the round ended early; everything up to there is kept.
        CacheError: the same, for the disk.
    """
    running = _Round(store, transport, clock, changed, brake)
    action = running.step()
    while not isinstance(action, Done):
        action = running.step()
    finished_at = clock()
    store.finish(finished_at)
    return RoundReport(
        pushed=running.pushed,
        results=running.results,
        pulled_rows=running.pulled_rows,
        changed_cases=running.changed_cases,
        refills=len(running.progress.refilled),
        halted=action.halted,
        gone=action.gone,
        held_back=action.held_back,
        clock_difference_s=running.clock_difference_s,
        finished_at=finished_at,
        unproven=running.unproven,
    )


@dataclass(slots=True)
class _Round:
    """A round under way."""

    store: SyncStore
    transport: Transport
    clock: Clock
    changed: Changed
    brake: Brake
    progress: Progress = field(default_factory=Progress)
    pushed: int = 0
    results: Counter[str] = field(default_factory=Counter)
    unproven: int = 0
    pulled_rows: int = 0
    changed_cases: frozenset[CaseId] = frozenset()
    clock_difference_s: float | None = None
    _last: Action | None = None
    _has_moved: bool = False

    def step(self) -> Action:
        """Do what comes next, and say what it was."""
        standing = self.store.standing()
        action = plan(standing, self.progress, self.brake)
        if action == self._last:
            raise TransportError("server_failed", reason="no_progress")
        self._last = action
        try:
            self._perform(action, standing)
        except TransportError as error:
            if error.code != "other_epoch" or self._has_moved:
                raise
            self._move_to(str(error.facts["epoch"]))
        return action

    def _perform(self, action: Action, standing: Standing) -> None:
        match action:
            case Push():
                self._push(action, standing)
            case FetchManifest():
                self._fetch_manifest(standing)
            case AskStatus():
                self._ask_status(action, standing)
            case Purge():
                self._note(self.store.purge(action.streams))
            case Refill():
                self.store.refill(action.streams)
                refilled = self.progress.refilled | action.streams
                self.progress = replace(self.progress, refilled=refilled)
            case Pull():
                self._pull(action, standing)

    def _push(self, action: Push, standing: Standing) -> None:
        bodies = dict(zip(action.events, self.store.events(action.events), strict=True))
        answer = self.transport.push(
            PushRequest(
                epoch=standing.epoch,
                device=self.transport.device,
                events=tuple(map(msgspec.Raw, bodies.values())),
            )
        )
        _check_epoch(answer.epoch, standing)
        results = self._proven(answer.results, bodies, standing)
        self.pushed += len(results)
        self.results.update(result.status for result in results)
        later = set(action.events) - {result.id for result in results}
        held = self.progress.held | {e.stream for e in standing.undecided if e.id in later}
        self.progress = replace(self.progress, held=held, manifest_known=False)

    def _proven(
        self,
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
                at=self.clock(),
            )
            if is_proven(standing.server.key, receipt):
                proven[result] = receipt
            else:
                self.unproven += 1
        if self.unproven:
            self.store.suspect()
        receipts = list(proven.values()) if standing.server.key else []
        self._note(self.store.record_results(list(proven), receipts))
        return list(proven)

    def _fetch_manifest(self, standing: Standing) -> None:
        answer = self.transport.manifest(standing.etag)
        if answer.server_time is not None:
            self.clock_difference_s = (answer.server_time - self.clock()).total_seconds()
        if answer.manifest is not None:
            self._check_key(answer.manifest, standing)
            _check_epoch(answer.manifest.epoch, standing)
            self.store.write_manifest(
                answer.manifest,
                answer.etag,
                partial(is_revoked, self.store.server(), answer.manifest.epoch),
            )
        self.progress = replace(self.progress, manifest_known=True)

    def _check_key(self, manifest: Manifest, standing: Standing) -> None:
        try:
            check_key(standing.server.key, manifest.server_key)
        except TransportError:
            self.store.suspect()
            raise

    def _ask_status(self, action: AskStatus, standing: Standing) -> None:
        streams = tuple(sorted(action.streams))
        answer = self.transport.status(StatusRequest(epoch=standing.epoch, streams=streams))
        _check_epoch(answer.epoch, standing)
        self.progress = replace(
            self.progress,
            asked=self.progress.asked | action.streams,
            gone=self.progress.gone | (action.streams & set(answer.gone)),
        )

    def _pull(self, action: Pull, standing: Standing) -> None:
        cursors = tuple(StreamCursor(id=stream, after=after) for stream, after in action.after)
        answer = self.transport.pull(PullRequest(epoch=standing.epoch, streams=cursors))
        _check_epoch(answer.epoch, standing)
        asked = {stream for stream, _ in action.after}
        if answer.streams:
            self._note(self.store.write_pages([p for p in answer.streams if p.id in asked]))
            self.pulled_rows += sum(len(page.rows) for page in answer.streams)
        if answer.gone:
            self.store.unlist([stream for stream in asked if stream in answer.gone])

    def _move_to(self, epoch: str) -> None:
        """Follow the server to another database, once in a round."""
        self.store.adopt_epoch(epoch)
        self._has_moved = True
        self._last = None
        self.progress = replace(self.progress, manifest_known=False)

    def _note(self, cases: frozenset[CaseId]) -> None:
        self.changed_cases |= cases
        if cases:
            self.changed(cases)


def _check_epoch(found: str, standing: Standing) -> None:
    if standing.epoch and found != standing.epoch:
        raise TransportError("other_epoch", epoch=found)
