"""Where histories take place: one process, one database, one folder of files.

Either the application answers in this process and desktops keep plain files, or it answers behind
a real HTTP server and desktops keep encrypted ones; everything else is the same.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Event, Thread

from starlette.applications import Starlette

from nurseapp.content.library import Library
from nurseapp.content.place import resources_folder
from nurseapp.desktop.storage.cache import FILE_NAME, Cache, open_cache
from nurseapp.desktop.storage.vault import DataKey
from nurseapp.desktop.sync.line import Line
from nurseapp.desktop.sync.pooled_line import PooledLine
from nurseapp.domain.ids import CaseId
from nurseapp.server.embedded import Urls
from nurseapp.server.serving import ApiServer, listen
from tests.simulation.central import Central
from tests.simulation.line import InProcess
from tests.simulation.quick_cache import QuickCache, make_quick_cache
from tests.simulation.trouble import ServerDied
from tests.simulation.violation import Violation

_KEY = DataKey(raw=bytes(range(32)), vault="00112233445566778899aabbccddeeff")
"""One key for all: it is not what is tried here."""


class Log(logging.Handler):
    """Collects what the program logs as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.bugs: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep an error, but for the one of a process that died."""
        if not isinstance(getattr(record, "bug", None), ServerDied):
            self.bugs.append(f"{record.name}: {record.getMessage()}")

    def clear(self) -> None:
        """Forget what was logged."""
        self.bugs.clear()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What all histories of one process share.

    Attributes:
        inner: carries requests to the application.
        template: the file of an empty cache; ``open_cache`` opens the copy in a folder.
        cases: those of the beginning.
    """

    central: Central
    inner: Line
    url: str
    files: Path
    template: Path
    open_cache: Callable[[Path], Cache]
    library: Library
    cases: tuple[CaseId, ...]
    log: Log = field(default_factory=Log)

    def check_log(self) -> None:
        """Raise where the program logged an error: then something was swallowed."""
        if self.log.bugs:
            raise Violation("no_bug_is_swallowed", self.log.bugs[0])


@contextmanager
def open_place(urls: Urls, folder: Path, *, is_http: bool = False) -> Iterator[Place]:
    """Open a place over a database that holds the beginning."""
    with ExitStack() as stack:
        central = Central(urls)
        stack.callback(central.close)
        empty, files = folder / "empty", folder / "files"
        inner: Line
        if is_http:
            url = stack.enter_context(_served(central.application()))
            inner = PooledLine(url)
            open_cache(empty, _KEY).close()
        else:
            url, inner = "http://central.example", InProcess(central.application())
            make_quick_cache(empty)
        stack.callback(inner.close)
        files.mkdir()
        rows = central.database.rows("SELECT record_id FROM record WHERE kind = 'case' ORDER BY 1")
        yield Place(
            central=central,
            inner=inner,
            url=url,
            files=files,
            template=empty / FILE_NAME,
            open_cache=partial(open_cache, key=_KEY) if is_http else QuickCache,
            library=Library(resources_folder()),
            cases=tuple(CaseId(row.record_id) for row in rows),
        )


@contextmanager
def _served(app: Starlette) -> Iterator[str]:
    """Serve an application over HTTP, from a thread of this process; give its address."""
    is_ready = Event()
    with listen("127.0.0.1", 0) as listener:
        server = ApiServer(app, listener, is_ready.set)
        thread = Thread(target=server.serve_until_stopped)
        thread.start()
        try:
            if not is_ready.wait(10):
                raise TimeoutError("the server does not answer")
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.stop()
            thread.join()


@contextmanager
def logging_to(place: Place) -> Iterator[Place]:
    """Let what the program logs go to a place alone, for a while."""
    logger = logging.getLogger("nurseapp")
    before = logger.propagate
    logger.propagate = False
    logger.addHandler(place.log)
    try:
        yield place
    finally:
        logger.removeHandler(place.log)
        logger.propagate = before
