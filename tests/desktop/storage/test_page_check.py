"""A damaged page is told within a day, though nobody reads it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from nurseapp.desktop.storage.cache import FILE_NAME, CacheError
from nurseapp.desktop.storage.drafts import DraftStore
from nurseapp.desktop.storage.page_check import EVERY, PageCheck
from tests.desktop.storage.files import new_folder, opened

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Path:
    """A cache with a few pages, checked once."""
    made = new_folder(template, tmp_path / "vault")
    with opened(made) as cache:
        for number in range(20):
            DraftStore(cache).keep(f"case:{number}", "words " * 400)
        PageCheck(cache).run(NOW)
    return made


def damage(folder: Path) -> None:
    """Change the last page."""
    whole = bytearray((folder / FILE_NAME).read_bytes())
    whole[-100] ^= 1
    (folder / FILE_NAME).write_bytes(whole)


def test_a_whole_file_is_looked_through_once_a_day(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[datetime] = []
    with opened(folder) as cache:
        monkeypatch.setattr(cache, "check", lambda: looked.append(NOW))
        for hours in (1, 23, 24, 25, 47, 48):
            PageCheck(cache).run(NOW + timedelta(hours=hours))
    assert len(looked) == 2


def test_a_damaged_page_is_told_and_told_again(folder: Path) -> None:
    damage(folder)
    with opened(folder) as cache:
        PageCheck(cache).run(NOW + timedelta(hours=1))
        for minutes in (0, 1):
            with pytest.raises(CacheError) as caught:
                PageCheck(cache).run(NOW + EVERY + timedelta(minutes=minutes))
            assert caught.value.code == "cache_damaged"
