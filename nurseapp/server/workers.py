"""Several processes that answer at one address, and the one that sees to them.

The parent holds the address and the database that it may have started; each worker has an engine
and threads of its own, and shares nothing with the others but the database. A worker that dies is
replaced. Workers end with their parent, however that ended: each listens on a pipe of which the
parent alone has the other end. Called by the composition root.
"""

from __future__ import annotations

import logging
import multiprocessing
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from socket import socket
from threading import Thread

from nurseapp.domain.circumstance import Circumstance
from nurseapp.server.app import build_app
from nurseapp.server.clock import utc_now
from nurseapp.server.logs import log_to
from nurseapp.server.serving import LAST_REQUESTS_S, ApiServer, leave_alone_what_is_loaded, share_of
from nurseapp.server.settings import Settings
from nurseapp.server.store.database import open_database

_log = logging.getLogger(__name__)
_PAUSE_S = 1.0
_spawn = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What a worker is told; it goes through a pipe, since the address holds a password."""

    url: str = field(repr=False)
    settings: Settings
    listener: socket


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    is_ready: bool = False


class Workers:
    """Run workers until the program is told to end."""

    def __init__(self, post: Post, count: int, on_ready: Callable[[], None]) -> None:
        """Name what is called once all of them answer for the first time."""
        self._post = post
        self._count = count
        self._on_ready = on_ready
        self._running: dict[Connection, _Worker] = {}
        self._theirs, self._lifeline = _spawn.Pipe(duplex=False)

    def run(self) -> None:
        """Keep as many as were asked for at work; what ends this ends them in order."""
        try:
            for _ in range(self._count):
                self._start()
            is_announced = False
            while True:
                self._attend()
                if not is_announced and all(w.is_ready for w in self._running.values()):
                    is_announced = True
                    self._on_ready()
        finally:
            self._end()

    def _start(self) -> None:
        hears, says = _spawn.Pipe(duplex=False)
        process = _spawn.Process(target=_work, args=(self._post, self._theirs, says))
        process.start()
        says.close()
        self._running[hears] = _Worker(process)

    def _attend(self) -> None:
        """Wait until a worker is ready or has died, and replace those that have."""
        heard = wait(list(self._running))
        for hears, worker in [(c, w) for c, w in self._running.items() if c in heard]:
            try:
                hears.recv()
                worker.is_ready = True
            except (EOFError, OSError):
                self._replace(hears, worker)

    def _replace(self, hears: Connection, dead: _Worker) -> None:
        del self._running[hears]
        hears.close()
        dead.process.join()
        _log.error("worker_ended", extra={"status": dead.process.exitcode})
        if not dead.is_ready:
            time.sleep(_PAUSE_S)  # what keeps it from starting may pass
        self._start()

    def _end(self) -> None:
        """Let the workers answer what they are at, and end."""
        self._lifeline.close()
        until = time.monotonic() + 2 * LAST_REQUESTS_S
        for worker in self._running.values():
            worker.process.join(max(0.0, until - time.monotonic()))
            worker.process.kill()
            worker.process.join()


def _work(post: Post, lifeline: Connection, says: Connection) -> None:
    """Answer requests in a process of its own, until the parent is gone."""
    log_to(sys.stderr, logging.INFO)
    # At a keyboard the parent is interrupted with its workers, and ends them.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        engine = open_database(post.url)
    except Circumstance as circumstance:
        _log.error("cannot_start", extra={"error": circumstance.code})
        return
    app = build_app(engine, post.settings, utc_now)

    def answers() -> None:
        # Not before: a server that is stopped while it starts leaves its lifespan unfinished.
        Thread(target=stop_with_parent, daemon=True).start()
        with suppress(OSError):  # where the parent has gone meanwhile
            says.send(None)

    def stop_with_parent() -> None:
        wait([lifeline])
        server.stop()

    with share_of(post.listener) as listener:
        server = ApiServer(app, listener, answers)
        leave_alone_what_is_loaded()
        server.serve_until_stopped()
    engine.dispose()
