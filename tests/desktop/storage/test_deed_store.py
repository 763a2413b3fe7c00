"""Deeds: on the disk once they are noted, whatever happens to the program, until they are taken."""

from __future__ import annotations

import multiprocessing
import sys
from contextlib import suppress
from datetime import UTC, datetime
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from time import sleep

from nurseapp.desktop.storage.cache import Cache
from nurseapp.desktop.storage.deed_store import DeedStore, KeptDeed
from nurseapp.desktop.storage.sync_store import SyncStore
from nurseapp.domain.ids import StreamId
from tests.desktop.storage.desk import Desk
from tests.desktop.storage.files import opened

TIMES = 5
CARE = StreamId("case-1.care")
if sys.platform == "win32":
    CONTEXT = multiprocessing.get_context("spawn")
else:
    CONTEXT = multiprocessing.get_context("forkserver")
    CONTEXT.set_forkserver_preload([__name__])


def deed(name: str) -> KeptDeed:
    """Make up a deed."""
    at = datetime(2026, 11, 20, 7, 12, 0, 123456, tzinfo=UTC)
    return KeptDeed(id=name, at=at, action="print", stream=CARE, detail="care-plan")


def note_until_killed(folder: Path, noted: Pipe) -> None:
    """Note deeds for ever; say which are noted as soon as they are."""
    with opened(folder) as cache:
        store = DeedStore(cache)
        for n in range(100_000):
            store.note([deed(f"d-{n}")])
            noted.send(f"d-{n}")


def test_what_was_noted_is_there_again_as_it_was(folder: Path) -> None:
    deeds = [deed("d-1"), deed("d-2")]
    with opened(folder) as cache:
        DeedStore(cache).note(deeds)
    with opened(folder) as cache:
        assert DeedStore(cache).oldest(10) == deeds


def test_a_program_that_is_killed_loses_no_deed_that_it_noted(folder: Path) -> None:
    said: list[str] = []
    for turn in range(TIMES):
        here, there = CONTEXT.Pipe(duplex=False)
        process = CONTEXT.Process(target=note_until_killed, args=(folder, there))
        process.start()
        there.close()
        said = [here.recv()]
        sleep(0.01 * turn)
        process.kill()
        process.join()
        with here, suppress(EOFError):
            while True:
                said.append(here.recv())
        with opened(folder) as cache:
            store = DeedStore(cache)
            kept = [one.id for one in store.oldest(100_000)]
            assert kept[: len(said)] == said
            store.forget(kept)


def test_a_deed_goes_only_by_its_id_and_the_oldest_first(cache: Cache) -> None:
    store = DeedStore(cache)
    store.note([deed(f"d-{n}") for n in range(5)])

    store.forget(["d-0", "d-3", "nobody's"])

    assert [one.id for one in store.oldest(2)] == ["d-1", "d-2"]
    assert SyncStore(cache).standing().unsent_deeds == 3


def test_a_deed_outlives_the_case_that_it_was_done_with(desk: Desk, cache: Cache) -> None:
    store = DeedStore(cache)
    store.note([deed("d-1")])

    desk.store.purge([CARE])

    assert [one.id for one in store.oldest(9)] == ["d-1"]
