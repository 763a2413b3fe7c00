"""A place for histories, one for each worker."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from nurseapp.server.embedded import EmbeddedPostgres
from tests.simulation.place import Place, logging_to, open_place
from tests.simulation.workers import make_template, roomy_folder


@pytest.fixture(scope="session")
def beginning(postgres: EmbeddedPostgres) -> str:
    """Name a database that holds the beginning, to copy."""
    return make_template(postgres, "beginning")


@pytest.fixture(scope="session")
def opened_place(postgres: EmbeddedPostgres, beginning: str) -> Iterator[Place]:
    """Give a place where the application answers in this process."""
    with roomy_folder() as folder:
        urls = postgres.create_database("simulation", template=beginning)
        with open_place(urls, folder) as place:
            yield place


@pytest.fixture
def place(opened_place: Place) -> Iterator[Place]:
    """Give the place, with the program's log going there: tests between these have their own."""
    with logging_to(opened_place):
        yield opened_place


@pytest.fixture
def http_place(postgres: EmbeddedPostgres, beginning: str, tmp_path: Path) -> Iterator[Place]:
    """Give a place where the application answers over HTTP."""
    urls = postgres.create_database("simulation_http", template=beginning)
    with open_place(urls, tmp_path, is_http=True) as place, logging_to(place):
        yield place
    postgres.drop_database("simulation_http")
