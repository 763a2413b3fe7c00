"""What the round does next: a pure function of how things stand.

It reads as the order of a round. Safety comes first and alone; then what a restored server has
forgotten; then everything that was done here; then what there is to see; then what this computer is
told to do; then what has ended; then the records. It asks nobody and changes nothing; called by
the round.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from nurseapp.desktop.storage.listing import WantingStream
from nurseapp.desktop.storage.orders import Order
from nurseapp.desktop.storage.outbox import Undecided
from nurseapp.desktop.storage.sync_store import Standing
from nurseapp.domain.ids import EventId, StreamId
from nurseapp.domain.safety import SafetyConcernRaised
from nurseapp.wire.messages import MAX_BODY, MAX_EVENTS, CommandKind

SAFETY = SafetyConcernRaised.__name__
STREAMS_A_PULL = 400
_ENVELOPE = 1_024
"""Bytes of a push that are not events."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brake:
    """How much the server may take back at once before a person is asked.

    Attributes:
        streams: never fewer than these, and never less than ``percent`` of what is held.
    """

    streams: int
    percent: int

    def holds(self, revoked: int, held: int) -> bool:
        """Tell whether this many of the streams that are held are too many."""
        return revoked > self.streams and 100 * revoked > self.percent * held


PURGE_BRAKE = Brake(streams=5, percent=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What was already done in this round.

    Attributes:
        manifest_known: what there is to see was asked after the last push.
        held: streams whose events the server asked to send again later.
        asked: streams that were asked about; ``gone`` those that the server knows nothing of for
            this person. Without its signature that is no reason to forget them.
        refilled: streams that were fetched anew, which helps once or not at all.
        replayed: sealed events that were sent again; some wait for what others bring back.
        is_too_old: the server takes nothing from this version any more, and still gives.
        is_wary: the server choked on a push of several streams: each goes by itself now.
        purged: how many streams that the server took back were forgotten unasked.
        poisoned: streams of which it choked on the events; ``unsound`` of which it sent pages
            that cannot be. Both are left until the next round.
    """

    manifest_known: bool = False
    held: frozenset[StreamId] = frozenset()
    asked: frozenset[StreamId] = frozenset()
    gone: frozenset[StreamId] = frozenset()
    refilled: frozenset[StreamId] = frozenset()
    replayed: frozenset[EventId] = frozenset()
    is_wary: bool = False
    is_too_old: bool = False
    purged: int = 0
    poisoned: frozenset[StreamId] = frozenset()
    unsound: frozenset[StreamId] = frozenset()


@dataclass(frozen=True, slots=True)
class Push:
    """Send these events."""

    events: tuple[EventId, ...]


@dataclass(frozen=True, slots=True)
class Replay:
    """Send these events again, sealed: the server was restored and may have forgotten them."""

    events: tuple[EventId, ...]


@dataclass(frozen=True, slots=True)
class FetchManifest:
    """Ask what there is to see."""


@dataclass(frozen=True, slots=True)
class AskStatus:
    """Ask whether these streams have ended."""

    streams: frozenset[StreamId]


@dataclass(frozen=True, slots=True)
class Purge:
    """Forget these streams."""

    streams: frozenset[StreamId]


@dataclass(frozen=True, slots=True)
class Refill:
    """Have these streams fetched anew: what is held is not what the server has."""

    streams: frozenset[StreamId]


@dataclass(frozen=True, slots=True)
class Pull:
    """Fetch the records of these streams, each after the revision that is held."""

    after: tuple[tuple[StreamId, int], ...]


@dataclass(frozen=True, slots=True)
class Obey:
    """Do as the server told this computer."""

    order: Order


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """Tell the server that these orders were carried out."""

    orders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """Nothing is left to do.

    Attributes:
        halted: streams that are held further than the server has them.
        gone: streams that the server neither names nor takes back with its signature.
        held_back: streams that it takes back, and that are so many that a person must agree.
        wipe: the order to forget everything; all that was done here is on the server.
    """

    halted: frozenset[StreamId] = frozenset()
    gone: frozenset[StreamId] = frozenset()
    held_back: frozenset[StreamId] = frozenset()
    wipe: Order | None = None


Action = (
    Obey | Acknowledge | Push | Replay | FetchManifest | AskStatus | Purge | Refill | Pull | Done
)


def plan(standing: Standing, progress: Progress, brake: Brake = PURGE_BRAKE) -> Action:
    """Say what comes next."""
    is_unsure = not standing.epoch or standing.server.is_suspect
    if is_unsure and not progress.manifest_known:
        return FetchManifest()
    ready = _ready(standing, progress)
    safety = [event for event in ready if event.kind == SAFETY]
    if safety:
        return Push(fitting((event.id, event.size) for event in safety))
    forgotten = [known for known in standing.forgotten if known[0] not in progress.replayed]
    if forgotten:
        return Replay(fitting(forgotten))
    if ready:
        return Push(fitting((event.id, event.size) for event in _parted(ready, progress)))
    if not progress.manifest_known:
        return FetchManifest()
    return _ordered(standing) or _reconcile(standing, progress, brake)


def _ordered(standing: Standing) -> Action | None:
    """Say what is to be done of what the server told this computer.

    One that is to be wiped fetches nothing more, and waits for what is still to be sent.
    """
    done = tuple(order.id for order in standing.orders if order.is_done)
    if done:
        return Acknowledge(done)
    for order in standing.orders:
        if order.kind is CommandKind.WIPE:
            beside = standing.unsent_files + standing.unsent_deeds
            waits = standing.undecided or standing.forgotten or beside
            return Done(wipe=None if waits else order)
    return Obey(standing.orders[0]) if standing.orders else None


def _ready(standing: Standing, progress: Progress) -> list[Undecided]:
    """List what may be sent now; safety also where the server has less than is held here."""
    ahead = _ids(s for s in standing.wanting if s.listed and s.head > s.server_head)
    return [
        event
        for event in standing.undecided
        if not progress.is_too_old
        and not event.is_forgotten
        and event.stream not in progress.held
        and (event.kind == SAFETY or event.stream not in ahead)
    ]


def _parted(ready: Sequence[Undecided], progress: Progress) -> Sequence[Undecided]:
    """Take what may go together: after the server choked on a push, each stream by itself."""
    if not progress.is_wary:
        return ready
    return [event for event in ready if event.stream == ready[0].stream]


def fitting(events: Iterable[tuple[EventId, int]]) -> tuple[EventId, ...]:
    """Take as many, in order, as go into one request, and at least one."""
    chosen: list[EventId] = []
    size = _ENVELOPE
    for event, bytes_of_it in islice(events, MAX_EVENTS):
        size += bytes_of_it + 1
        if chosen and size > MAX_BODY:
            break
        chosen.append(event)
    return tuple(chosen)


def _reconcile(standing: Standing, progress: Progress, brake: Brake) -> Action:
    wanting = standing.wanting
    absent = _ids(s for s in wanting if not s.listed and not s.revoked)
    if absent - progress.asked:
        return AskStatus(absent - progress.asked)
    held_back = _held_back(standing, progress, brake)
    undrained = {event.stream for event in standing.undecided}
    revoked = _ids(s for s in wanting if s.revoked and not s.listed)
    ended = revoked - held_back - undrained
    if ended:
        return Purge(ended)
    listed = [s for s in wanting if s.listed]
    behind = [
        s for s in listed if (s.refill or s.head < s.server_head) and s.id not in progress.unsound
    ]
    if behind:
        some = behind[:STREAMS_A_PULL]
        return Pull(tuple((s.id, 0 if s.refill else s.head) for s in some))
    unlike = _ids(s for s in listed if s.differs and s.head == s.server_head)
    if unlike - progress.refilled:
        return Refill(unlike - progress.refilled)
    return Done(
        _ids(s for s in listed if s.head > s.server_head), absent & progress.gone, held_back
    )


def _held_back(standing: Standing, progress: Progress, brake: Brake) -> frozenset[StreamId]:
    """Name what was taken back and is too much to be forgotten unasked, in all of the round."""
    unasked = _ids(s for s in standing.wanting if s.revoked and not s.listed and not s.confirmed)
    purged = progress.purged
    is_too_much = brake.holds(len(unasked) + purged, standing.held + purged)
    return unasked if is_too_much else frozenset()


def _ids(streams: Iterable[WantingStream]) -> frozenset[StreamId]:
    return frozenset(stream.id for stream in streams)
