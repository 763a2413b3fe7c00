"""Pages land: what the server sent is written, and all that is made of it follows.

Functions over a connection, in the caller's transaction; called by the sync store.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nurseapp.desktop.storage import mirror, outbox, projections, search_index
from nurseapp.desktop.storage.connection import Connection
from nurseapp.desktop.storage.projections import Records
from nurseapp.desktop.storage.remembered import Remembered
from nurseapp.domain.ids import CaseId, StreamId
from nurseapp.wire.messages import StreamPage


def land(
    connection: Connection,
    pages: Sequence[StreamPage],
    remembered: Remembered[Records],
    after: Mapping[StreamId, int] | None = None,
) -> frozenset[CaseId]:
    """Write pages; give the cases that look different for it.

    Args:
        after: the revisions that pages follow, where that is known; others are passed over.
    """
    # What follows on what is held is no refill.
    affected = _empty_for_refill(connection, pages) if after is None else frozenset()
    landed = mirror.write(connection, pages, after or {})
    settled = mirror.case_numbers(connection, outbox.drop_included(connection))
    affected |= set(settled.values())
    return projections.land(connection, landed, affected, remembered)


def _empty_for_refill(connection: Connection, pages: Sequence[StreamPage]) -> frozenset[int]:
    """Empty the streams of these pages that are to be filled anew; give their cases."""
    streams = mirror.to_refill(connection, pages)
    if not streams:
        return frozenset()
    search_index.forget(connection, streams)
    mirror.empty(connection, streams)
    return mirror.cases_of(connection, streams)
