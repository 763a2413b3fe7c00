"""An organisation behind its central API, and computers to work at."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.journeys.central import Central
from tests.journeys.computers import Computer
from tests.server.conftest import engine, migrated, organisation, staffed, urls
from tests.server.organisation import Organisation

# Fixtures of the server's tests.
__all__ = ["engine", "migrated", "organisation", "staffed", "urls"]

NewComputer = Callable[[], Computer]


@pytest.fixture
def central(organisation: Organisation, monkeypatch: pytest.MonkeyPatch) -> Iterator[Central]:
    """Start the central API."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    central = Central(organisation)
    central.start()
    yield central
    central.stop()


@pytest.fixture
def new_computer(tmp_path: Path) -> Iterator[NewComputer]:
    """Set up computers, and shut them all down in the end."""
    numbers = count(1)
    computers = []

    def set_up() -> Computer:
        computers.append(Computer(tmp_path / f"computer-{next(numbers)}"))
        return computers[-1]

    yield set_up
    for computer in computers:
        computer.shut_down()


@pytest.fixture
def computer(new_computer: NewComputer) -> Computer:
    """Set up one computer."""
    return new_computer()
