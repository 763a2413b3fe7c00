"""What any test may ask for: a PostgreSQL, a fresh database, shared data, a program, the registry.

Fails a test that logs a warning without expecting one, and keeps the account of skipped tests:
which, and why. With NURSEAPP_FULL_TESTS set, as `installer/test.py --full` does, only absent shared
data excuses a skip. Must not import Qt.
"""

import logging
import os
import shutil
import sys
import tempfile
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from nurseapp.server.embedded import EmbeddedPostgres, Urls

# Before Qt is imported by anyone: pytest-qt does so next.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

# No test is a matter of time: a machine that has much to do finds no fault by that.
settings.register_profile(
    "unhurried", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("unhurried")

ROOT = Path(__file__).resolve().parent.parent
NO_SHARED_DATA = "../shared/data is absent"
IS_FULL = "NURSEAPP_FULL_TESTS" in os.environ

_database_numbers = count(1)


class _Warnings(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def _log_put_back(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put back what a program sets for its whole process: where it logs, and from which level."""
    for place in (sys, threading):
        monkeypatch.setattr(place, "excepthook", place.excepthook)
    root = logging.getLogger()
    level, handlers = root.level, root.handlers[:]
    yield
    root.setLevel(level)
    root.handlers[:] = handlers


@pytest.fixture(autouse=True)
def _no_unexpected_log_warning(
    request: pytest.FixtureRequest, _log_put_back: None
) -> Iterator[None]:
    """Fail a test that logs a warning, unless it asks for `caplog`, which says that it may."""
    heard = _Warnings()
    logging.getLogger().addHandler(heard)
    yield
    logging.getLogger().removeHandler(heard)
    assert "caplog" in request.fixturenames or heard.lines == [], "a test that may log asks caplog"


@contextmanager
def _cluster_folder() -> Iterator[Path]:
    memory = Path("/dev/shm")  # noqa: S108  # a private folder is made in it; disks are slower
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > 2**30
    with tempfile.TemporaryDirectory(prefix="nurseapp-", dir=memory if roomy else None) as folder:
        Path(folder).chmod(0o711)  # as root, PostgreSQL runs as an account that must pass here
        yield Path(folder) / "data"


@pytest.fixture
def cluster_folder() -> Iterator[Path]:
    """Name a folder, not yet made, for a cluster of the test's own."""
    with _cluster_folder() as folder:
        yield folder


@pytest.fixture(scope="session")
def postgres() -> Iterator[EmbeddedPostgres]:
    """Run the embedded PostgreSQL, one for each worker, without regard to power loss."""
    with _cluster_folder() as folder, EmbeddedPostgres(folder, durable=False) as server:
        yield server


@pytest.fixture
def database_urls(postgres: EmbeddedPostgres) -> Iterator[Urls]:
    """Create an empty database and drop it afterwards."""
    name = f"test_{next(_database_numbers)}"
    yield postgres.create_database(name)
    postgres.drop_database(name)


@pytest.fixture
def shared_data() -> Path:
    """Return the folder of data that nobody on this project wrote."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(NO_SHARED_DATA)
    return folder


@pytest.fixture
def program() -> Callable[[str], Path]:
    """Return a function that finds a program of the system, or skips the test by its name."""

    def find(name: str) -> Path:
        found = shutil.which(name)
        if found is None:
            pytest.skip(f"{name} is not installed")
        return Path(found)

    return find


@pytest.fixture
def registry() -> None:
    """Let a test ask the package registry, which only the full run may do."""
    if not IS_FULL:
        pytest.skip("asks the package registry, which only the full run does")


def _skips(config: pytest.Config) -> dict[str, list[str]]:
    reporter = config.pluginmanager.getplugin("terminalreporter")
    skips: dict[str, list[str]] = defaultdict(list)
    for report in reporter.stats.get("skipped", []) if reporter else []:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        skips[str(reason).removeprefix("Skipped: ")].append(report.nodeid)
    return skips


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a full run that skipped anything but tests of absent shared data."""
    if IS_FULL and _skips(session.config).keys() - {NO_SHARED_DATA}:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Name what was skipped, by reason, and which skips a full run does not excuse."""
    for reason, tests in sorted(_skips(config).items()):
        excused = reason == NO_SHARED_DATA or not IS_FULL
        terminalreporter.write_line(f"skipped: {reason}" if excused else f"NOT EXCUSED: {reason}")
        for test in sorted(tests):
            terminalreporter.write_line(f"    {test}")
