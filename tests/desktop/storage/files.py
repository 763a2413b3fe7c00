"""Caches for tests: an empty one to copy, for making one takes longer than using it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from nurseapp.desktop.storage.cache import FILE_NAME, Cache, open_cache
from nurseapp.desktop.storage.vault import DataKey

KEY = DataKey(raw=bytes(range(32)), vault="00112233445566778899aabbccddeeff")
OTHER_KEY = DataKey(raw=bytes(32), vault="ffeeddccbbaa99887766554433221100")

NewFolder = Callable[[], Path]


def make_template(folder: Path) -> Path:
    """Make an empty cache and give its file."""
    open_cache(folder, KEY).close()
    return folder / FILE_NAME


def new_folder(template: Path, folder: Path) -> Path:
    """Make a vault's folder with an empty cache in it."""
    folder.mkdir()
    shutil.copy2(template, folder / FILE_NAME)
    return folder


@contextmanager
def opened(folder: Path) -> Iterator[Cache]:
    """Open a cache for a while."""
    cache = open_cache(folder, KEY)
    try:
        yield cache
    finally:
        cache.close()
