"""The round: send what was done here, see what there is, fetch it, check it.

A loop over the planner, which says what comes next; each step is written before the next is
planned, so that a round may end anywhere and the next one goes on from there. Starts no thread,
keeps nothing between rounds; called by services.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from nurseapp.desktop.storage.sync_store import Standing, SyncStore
from nurseapp.desktop.sync.planner import (
    PURGE_BRAKE,
    Acknowledge,
    Action,
    AskStatus,
    Brake,
    Done,
    FetchManifest,
    Obey,
    Pull,
    Purge,
    Push,
    Refill,
    Replay,
    plan,
)
from nurseapp.desktop.sync.steps.fetching import pull, refill
from nurseapp.desktop.sync.steps.looking import ask_status, fetch_manifest
from nurseapp.desktop.sync.steps.obeying import acknowledge, obey
from nurseapp.desktop.sync.steps.pushing import push
from nurseapp.desktop.sync.steps.replaying import replay
from nurseapp.desktop.sync.steps.under_way import Changed, Clock, Ordered, UnderWay
from nurseapp.desktop.sync.transport import Transport, TransportError
from nurseapp.domain.ids import CaseId, StreamId


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundReport:
    """What a round came to.

    Attributes:
        results: how many events came to what, by status.
        pulled_rows: records that came, also those that came twice.
        changed_cases: those that may look different now.
        refills: streams that were not as the server has them; more than none is a bug.
        halted: streams that are held further than the server has them, which are left alone.
        gone: streams that the server neither names nor takes back with its signature; they stay.
        held_back: streams that it takes back, too many at once to be forgotten unasked.
        unproven: results that did not carry the server's receipt; their events wait as before.
        replayed: events that a restored server had forgotten, and has again.
        turned_away: sealed events that it did not take back.
        left: streams of which the server choked on what was sent, or sent what cannot be.
        is_too_old: the server took nothing of what waits; it is for a newer version to send.
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
    left: frozenset[StreamId] = frozenset()
    is_too_old: bool = False
    replayed: int = 0
    turned_away: int = 0


def run_round(
    store: SyncStore,
    transport: Transport,
    clock: Clock,
    changed: Changed = lambda _cases: None,
    brake: Brake = PURGE_BRAKE,
    ordered: Ordered = lambda _order: None,
) -> RoundReport:
    """Run one round.

    Args:
        changed: told of the cases that a step changed, as soon as it is written.
        brake: how much may be taken back at once before a person is asked.
        ordered: told to lock the screen; and, at the end, to wipe this computer.

    Raises:
        TransportError: the round ended early; everything up to there is kept.
        CacheError: the same, for the disk.
    """
    running = UnderWay(store, transport, clock, changed, ordered)
    done = _run(running, brake)
    finished_at = clock()
    store.finish(finished_at, running.server_time)
    if done.wipe is not None:
        ordered(done.wipe)
    return RoundReport(
        pushed=running.pushed,
        results=running.results,
        pulled_rows=running.pulled_rows,
        changed_cases=running.changed_cases,
        refills=len(running.progress.refilled),
        halted=done.halted,
        gone=done.gone,
        held_back=done.held_back,
        clock_difference_s=running.clock_difference_s,
        finished_at=finished_at,
        unproven=running.unproven,
        left=running.progress.poisoned | running.progress.unsound,
        is_too_old=running.progress.is_too_old,
        replayed=running.replayed,
        turned_away=running.turned_away,
    )


def _run(running: UnderWay, brake: Brake) -> Done:
    """Do what the planner says until nothing is left; follow the server to another epoch once."""
    last: Action | None = None
    has_moved = False
    standing = running.store.standing()
    while True:
        action = plan(standing, running.progress, brake)
        if isinstance(action, Done):
            return action
        if action == last:
            raise TransportError("server_failed", reason="no_progress")
        last = action
        try:
            has_written = _perform(running, action, standing)
        except TransportError as error:
            if error.code != "other_epoch" or has_moved:
                raise
            running.store.adopt_epoch(str(error.facts["epoch"]))
            running.progress = replace(running.progress, manifest_known=False)
            last, has_moved, has_written = None, True, True
        if has_written:
            standing = running.store.standing()


def _perform(running: UnderWay, action: Action, standing: Standing) -> bool:
    """Take a step; tell whether it wrote anything. Nothing is new in most rounds."""
    match action:
        case Obey():
            obey(running, action)
        case Acknowledge():
            acknowledge(running, action)
        case Push():
            push(running, action, standing)
        case Replay():
            replay(running, action, standing)
        case FetchManifest():
            return fetch_manifest(running, standing)
        case AskStatus():
            ask_status(running, action, standing)
        case Purge():
            running.note(running.store.purge(action.streams))
            unasked = [s for s in standing.wanting if s.id in action.streams and not s.confirmed]
            purged = running.progress.purged + len(unasked)
            running.progress = replace(running.progress, purged=purged)
        case Refill():
            refill(running, action)
        case Pull():
            pull(running, action, standing)
    return True
