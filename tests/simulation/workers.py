"""Histories in several processes, each with a database of its own in one PostgreSQL."""

from __future__ import annotations

import multiprocessing
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing.util import Finalize
from pathlib import Path

from nurseapp.server.embedded import EmbeddedPostgres, Urls
from nurseapp.server.store.database import migrate, open_database
from tests.simulation.beginning import make_beginning
from tests.simulation.history import Outcome, Plan, run, run_with_twin
from tests.simulation.place import Place, logging_to, open_place
from tests.simulation.planted.garden import PLANTS
from tests.simulation.shrinking import shrunk
from tests.simulation.violation import Violation

MOST_HISTORIES = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Caught:
    """What became of a planted bug.

    Attributes:
        history: the number of the one that caught it, None where none did.
        promise: the one that did not hold.
    """

    name: str
    history: int | None
    promise: str = ""


@contextmanager
def postgres(folder: Path) -> Iterator[EmbeddedPostgres]:
    """Run a PostgreSQL without regard to power loss."""
    with EmbeddedPostgres(folder / "postgres", durable=False) as server:
        yield server


@contextmanager
def roomy_folder() -> Iterator[Path]:
    """Give a folder in memory where there is room for it."""
    memory = Path("/dev/shm")  # noqa: S108  # a private folder is made in it; disks are slower
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > 2**30
    with tempfile.TemporaryDirectory(prefix="nurseapp-", dir=memory if roomy else None) as name:
        Path(name).chmod(0o711)  # as root, PostgreSQL runs as an account that must pass here
        yield Path(name)


def make_template(server: EmbeddedPostgres, name: str) -> str:
    """Make a database that holds the beginning, to copy."""
    urls = server.create_database(name)
    migrate(urls.owner)
    engine = open_database(urls.app)
    make_beginning(engine)
    engine.dispose()
    return name


class Workers:
    """Processes that run histories."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool

    def run(self, plans: Iterable[Plan]) -> Iterator[Outcome]:
        """Run histories, and give what they came to in their order."""
        return self._pool.map(_run, plans, chunksize=4)

    def shrink(self, failed: Outcome) -> Outcome:
        """Make a history that failed shorter."""
        return self._pool.submit(_shrink, failed).result()

    def catch(self, names: Iterable[str], clients: int) -> Iterator[Caught]:
        """Plant bugs, and give what became of each."""
        return self._pool.map(_catch, names, [clients] * len(PLANTS))


@contextmanager
def workers(count: int, *, is_http: bool) -> Iterator[Workers]:
    """Start so many processes, over one PostgreSQL."""
    with ExitStack() as stack:
        folder = stack.enter_context(roomy_folder())
        server = stack.enter_context(postgres(folder))
        template = make_template(server, "beginning")
        urls = [server.create_database(f"worker_{n}", template=template) for n in range(count)]
        context = multiprocessing.get_context("spawn")
        waiting = context.Queue()
        for number, one in enumerate(urls):
            waiting.put((one.superuser, one.app, str(folder / f"worker-{number}"), is_http))
        pool = ProcessPoolExecutor(
            count, mp_context=context, initializer=_begin, initargs=(waiting,)
        )
        yield Workers(stack.enter_context(pool))


_place: Place | None = None
_open = ExitStack()


def _begin(waiting: multiprocessing.Queue[tuple[str, str, str, bool]]) -> None:
    """Open this process's place; it lasts as long as the process does."""
    global _place  # a process of the pool has nowhere else to keep it
    superuser, app, folder, is_http = waiting.get()
    Path(folder).mkdir()
    urls = Urls(owner="", app=app, superuser=superuser)
    _place = _open.enter_context(open_place(urls, Path(folder), is_http=is_http))
    _open.enter_context(logging_to(_place))
    Finalize(None, _open.close, exitpriority=1)


def _here() -> Place:
    if _place is None:
        raise RuntimeError("the process has not begun")
    return _place


def _run(plan: Plan) -> Outcome:
    try:
        return run_with_twin(plan, _here())
    except Exception as error:  # a long run goes on, and names the history that broke off
        return Outcome(plan=plan, violation=Violation("nothing_breaks_off", repr(error)))


def _shrink(failed: Outcome) -> Outcome:
    return shrunk(failed, _run)


def _catch(name: str, clients: int) -> Caught:
    with PLANTS[name].planted():
        for number in range(MOST_HISTORIES):
            outcome = run(Plan(seed=number, clients=clients), _here())
            if outcome.violation is not None:
                return Caught(name=name, history=number, promise=outcome.violation.name)
    return Caught(name=name, history=None)
