"""What a screen shows of a case: the mirror with the outbox applied.

The same ``apply`` that the server runs. Called by the projections and by the case store.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nurseapp.domain.apply import apply
from nurseapp.domain.events import Event
from nurseapp.domain.ids import CaseId, StreamId
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.streams import Stream, StreamKind, case_of

_KINDS = {kind.value for kind in StreamKind}


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldCase:
    """One case as it stands on this computer, all of it read at one moment.

    Attributes:
        streams: with what was done here; empty for a case that is not here.
        modes: whether each stream is there to ``read`` or to ``write``.
        waiting: how much was done in it that the server has not decided yet.
        organisation: the organisation's reference data.
    """

    streams: Mapping[StreamKind, Stream]
    modes: Mapping[StreamKind, str]
    waiting: int
    organisation: Stream


def is_known(kind: str) -> bool:
    """Tell whether this version knows what a kind of stream is about; others are only kept."""
    return kind in _KINDS


def shown_case(
    case: CaseId, mirror: Iterable[Stream], events: Mapping[StreamId, Sequence[Event]]
) -> dict[StreamKind, Stream]:
    """Apply the outbox to the streams of a case, also to those that only the outbox has yet."""
    streams = {stream.id: stream for stream in mirror}
    for name in events:
        if name not in streams and case_of(name) == case:
            streams[name] = Stream(id=name)
    return {s.kind: _shown(s, events.get(s.id, ())) for s in streams.values()}


def _shown(stream: Stream, events: Iterable[Event]) -> Stream:
    """Apply events in order; one that no longer fits shows nothing and is still sent."""
    for event in events:
        try:
            stream = apply(stream, event)
        except DomainError:
            continue
    return stream
