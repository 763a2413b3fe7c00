"""A desk with an empty cache, and a line to a web server, for the tests of the sync."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest

from nurseapp.desktop.storage.escrow import Escrow
from nurseapp.desktop.storage.safekeeping import Safekeeping
from nurseapp.desktop.storage.sealing import DeviceKey
from nurseapp.desktop.sync.pooled_line import PooledLine
from tests.desktop.storage.desk import Desk
from tests.desktop.storage.files import make_template, new_folder, opened
from tests.desktop.sync.canned import Canned, served
from tests.desktop.sync.fake_server import FakeServer

NewDesk = Callable[..., Desk]
SIGNING = DeviceKey("device-1", bytes(range(7, 39)))


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the file of an empty cache."""
    return make_template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def new_desk(template: Path, tmp_path: Path) -> Iterator[NewDesk]:
    """Give a function that sets up a desk of Ana's at a server."""
    numbers = count()
    with ExitStack() as stack:

        def make(server: FakeServer, max_bytes: int | None = None) -> Desk:
            folder = new_folder(template, tmp_path / f"vault-{next(numbers)}")
            cache = stack.enter_context(opened(folder))
            safe = Safekeeping(cache, Escrow(folder), SIGNING)
            desk = Desk(cache, server, max_bytes, safe)
            desk.store.pin(b"", "", server.seal_key.public)
            return desk

        yield make


@pytest.fixture
def canned() -> Iterator[Canned]:
    """Give a web server."""
    with served() as canned:
        yield canned


@pytest.fixture
def line(canned: Canned) -> Iterator[PooledLine]:
    """Give a line to it."""
    line = PooledLine(canned.url)
    yield line
    line.close()
