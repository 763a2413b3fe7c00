"""Many who write into the audit trail while several processes seal it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Event, Lock, Thread

from sqlalchemy import Engine, create_engine

from nurseapp.server.audit_chain import faults
from nurseapp.server.clock import utc_now
from nurseapp.server.store import audit, audit_chain
from nurseapp.server.store.acting import server_transaction
from nurseapp.server.store.audit import AuditRow, Given
from nurseapp.server.upkeep import Sealer

_SEALERS = 3
_EVERY_S = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """What came of it.

    Attributes:
        longest_s: the longest that a row waited for its link.
    """

    rows: int
    links: int
    faults: tuple[str, ...]
    longest_s: float


def write_and_seal(url: str, writers: int, seconds: float) -> Sealed:
    """Let so many write for so long, side by side with sealers that compete."""
    engine = create_engine(url, pool_size=writers + _SEALERS, max_overflow=0)
    is_over, counting, written = Event(), Lock(), [0]

    def write(number: int) -> None:
        row = AuditRow(
            at=utc_now(),
            actor=f"writer-{number}",
            device="desk",
            action="read",
            given=(Given(stream="a.care", first=1, last=number + 1),),
        )
        with server_transaction(engine) as connection:
            audit.add(connection, [row])
        with counting:
            written[0] += 1

    def work(task: Callable[[], object], pause: float) -> None:
        while not is_over.wait(pause):
            task()

    sealers = [Sealer(engine, utc_now) for _ in range(_SEALERS)]
    tasks: list[tuple[Callable[[], object], float]] = [(s.seal, _EVERY_S) for s in sealers]
    tasks += [(lambda number=number: write(number), 0) for number in range(writers)]  # type: ignore[misc]  # its number is bound at once
    threads = [Thread(target=work, args=task) for task in tasks]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    is_over.set()
    for thread in threads:
        thread.join()
    Sealer(engine, utc_now).seal()  # as a process that begins: what came out of its order, too
    return _judged(engine, written[0])


def _judged(engine: Engine, rows: int) -> Sealed:
    with server_transaction(engine) as connection:
        chain = list(audit_chain.whole(connection))
        rest = list(audit_chain.all_unsealed(connection))
    engine.dispose()
    waits = [
        (link.sealed_at - at).total_seconds()
        for link, row in chain
        if row is not None and isinstance(at := row.values["at"], datetime)
    ]
    found = [f"{fault.code} {fault.number}" for fault in faults(chain, rest)]
    found += [f"not sealed {number}" for number in rest]
    return Sealed(rows=rows, links=len(chain), faults=tuple(found), longest_s=max(waits))
