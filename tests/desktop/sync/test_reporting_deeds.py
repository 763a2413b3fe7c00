"""Deeds on their way into the server's audit trail: each is there once, however the line fails."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from nurseapp.desktop.storage.cache import Cache
from nurseapp.desktop.storage.deed_store import DeedStore
from nurseapp.desktop.sync.reporting_deeds import report
from nurseapp.desktop.sync.transport import TransportError
from nurseapp.wire.audit import MAX_DEEDS, DeedsAnswer, DeedsRequest
from tests.desktop.storage.files import new_folder, opened
from tests.desktop.storage.test_deed_store import deed
from tests.desktop.sync.fake_deeds import FakeDeeds


@pytest.fixture
def cache(template: Path, tmp_path: Path) -> Iterator[Cache]:
    """Give an empty cache, open."""
    with opened(new_folder(template, tmp_path / "vault")) as cache:
        yield cache


@pytest.fixture
def store(cache: Cache) -> DeedStore:
    """Give a store with three deeds."""
    store = DeedStore(cache)
    store.note([deed(f"d-{n}") for n in range(3)])
    return store


@pytest.mark.parametrize("when", ["before", "after"])
def test_where_the_line_breaks_they_are_kept_and_come_once(store: DeedStore, when: str) -> None:
    trail = FakeDeeds()

    def cut(point: str) -> None:
        if point == when:
            raise TransportError("offline", reason="cut")

    trail.hinder = cut
    with pytest.raises(TransportError):
        report(store, trail)
    assert len(store.oldest(9)) == 3

    trail.hinder = lambda _point: None
    assert report(store, trail) == 3
    assert list(trail.taken) == ["d-0", "d-1", "d-2"]
    assert trail.taken["d-1"].detail == "care-plan"
    assert (store.oldest(9), report(store, trail)) == ([], 0)


def test_many_go_in_parts(cache: Cache) -> None:
    store, trail = DeedStore(cache), FakeDeeds()
    store.note([deed(f"d-{n}") for n in range(MAX_DEEDS + 1)])

    assert report(store, trail) == MAX_DEEDS + 1
    assert len(trail.taken) == MAX_DEEDS + 1


class Odd:
    """A server that takes some, or says that it took what nobody sent."""

    def __init__(self, *taken: str) -> None:
        self._taken = taken

    def report(self, request: DeedsRequest) -> DeedsAnswer:
        """Answer the same each time."""
        return DeedsAnswer(taken=self._taken)


@pytest.mark.parametrize(
    ("server", "left"), [(Odd(), 3), (Odd("nobody's"), 3), (Odd("d-1", "nobody's"), 2)]
)
def test_what_a_server_does_not_take_is_kept(store: DeedStore, server: Odd, left: int) -> None:
    report(store, server)
    assert len(store.oldest(9)) == left
