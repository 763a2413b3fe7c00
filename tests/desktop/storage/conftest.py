"""A cache in a folder of its own, for each test of the storage: empty, or synced once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from nurseapp.desktop.storage.cache import Cache
from tests.desktop.storage.acts import server_with
from tests.desktop.storage.desk import Desk
from tests.desktop.storage.files import make_template, new_folder, opened


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the file of an empty cache."""
    return make_template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Path:
    """Give the folder of a vault with an empty cache."""
    return new_folder(template, tmp_path / "vault")


@pytest.fixture
def cache(folder: Path) -> Iterator[Cache]:
    """Give an empty cache, open."""
    with opened(folder) as cache:
        yield cache


@pytest.fixture
def desk(cache: Cache) -> Desk:
    """Give Ana's desk, which has her one case."""
    desk = Desk(cache, server_with())
    desk.sync()
    return desk
