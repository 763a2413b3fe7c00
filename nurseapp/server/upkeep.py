"""Upkeep: what the server does by itself, every two seconds, in one process at a time.

Seals the audit trail, and takes back access that is over. Each server runs it; an advisory lock
lets one of them do the work. Started by the composition root.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event, Thread

from sqlalchemy import Engine

from nurseapp.domain.circumstance import Circumstance
from nurseapp.server import access
from nurseapp.server.audit_chain import LONGEST_TRANSACTION, Head, sealed
from nurseapp.server.clock import Clock
from nurseapp.server.store import audit_chain
from nurseapp.server.store.acting import server_transaction

_log = logging.getLogger(__name__)
_EVERY_S = 2.0
_LOOK_AGAIN = timedelta(seconds=30)
_LOOK_AT_ALL = timedelta(hours=1)


class Sealer:
    """Seals what came into the audit trail since it last looked.

    Rows come in out of their numbers' order, so twice a minute it looks again at those that are
    numbered after what it sealed ten minutes ago; and once an hour, and first, at all.
    """

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._sealed: deque[tuple[datetime, int]] = deque()
        self._settled = self._reached = 0
        self._looked_again: datetime | None = None
        self._looked_at_all: datetime | None = None

    def seal(self) -> int:
        """Seal what is there, unless another process does; say how many rows."""
        now = self._clock()
        if self._looked_at_all is None or now - self._looked_at_all >= _LOOK_AT_ALL:
            self._looked_at_all, self._settled = now, 0
            self._looked_again = None
            self._sealed.clear()
        after = self._reached
        if self._looked_again is None or abs(now - self._looked_again) >= _LOOK_AGAIN:
            self._looked_again, after = now, self._settled
        done = 0
        while True:
            with server_transaction(self._engine) as connection:
                if not audit_chain.lead(connection):
                    return done
                rows = audit_chain.unsealed(connection, after)
                before = audit_chain.head(connection)
                links = list(sealed(rows, before, audit_chain.epoch(connection), now))
                audit_chain.append(connection, links)
            if not links:
                break
            done, after = done + len(links), links[-1].row
            self._reached = max(self._reached, after)
            self._sealed.append((now, after))
            self._say(before, Head(seq=links[-1].seq, hash=links[-1].hash), now)
        while self._sealed and self._sealed[0][0] <= now - LONGEST_TRANSACTION:
            self._settled = max(self._settled, self._sealed.popleft()[1])
        return done

    def _say(self, before: Head, head: Head, at: datetime) -> None:
        """Write the head into the log at times: a second place, which the database cannot reach."""
        if before.seq // 1000 != head.seq // 1000 or at == self._looked_at_all:
            _log.info("audit_head", extra={"seq": head.seq, "hash": head.hash.hex()})


class Upkeep:
    """What is done each time."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._sealer = Sealer(engine, clock)

    def once(self) -> None:
        """Do what is to be done; a circumstance is met again the next time."""
        try:
            with server_transaction(self._engine) as connection:
                access.end_what_is_over(connection, self._clock())
            self._sealer.seal()
        except Circumstance as error:
            _log.warning("upkeep_waits", extra={"error": error.code})
        except Exception as bug:
            # The server answers on without it; a trail that is not sealed is found by its check.
            _log.error("upkeep_failed", extra={"bug": bug})

    def until(self, is_over: Event) -> None:
        """Do it every two seconds, and a last time at the end."""
        while not is_over.wait(_EVERY_S):
            self.once()
        self.once()


@contextmanager
def kept_up(engine: Engine, clock: Clock) -> Iterator[None]:
    """Have upkeep done in a thread of its own for a while."""
    is_over = Event()
    thread = Thread(target=Upkeep(engine, clock).until, args=(is_over,), name="upkeep")
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()
