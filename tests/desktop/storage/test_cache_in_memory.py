"""A cache of which nothing is on the disk: the same tables, shared by threads, gone when closed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier, Thread

import pytest

from nurseapp.desktop.storage import sqlcipher
from nurseapp.desktop.storage.cache import Cache, CacheError, open_cache_in_memory
from nurseapp.desktop.storage.drafts import DraftStore
from tests.desktop.storage.acts import server_with
from tests.desktop.storage.desk import Desk
from tests.desktop.storage.files import KEY, OTHER_KEY

MARK = "Marker of a patient's name"


@contextmanager
def in_memory() -> Iterator[Cache]:
    cache = open_cache_in_memory(KEY)
    try:
        yield cache
    finally:
        cache.close()


def test_a_desk_works_on_it_like_on_any_other() -> None:
    with in_memory() as cache:
        desk = Desk(cache, server_with())
        desk.sync()
        here = [row.case for row in desk.cases.rows()]
        cache.check()
    assert here


def test_nothing_of_it_is_there_any_more_once_it_is_closed() -> None:
    with in_memory() as cache:
        DraftStore(cache).keep("note", MARK)
        assert DraftStore(cache).take("note") == MARK
    with in_memory() as cache:
        assert DraftStore(cache).take("note") is None


def test_two_of_them_know_nothing_of_each_other() -> None:
    with in_memory() as cache:
        DraftStore(cache).keep("note", MARK)
        other = open_cache_in_memory(OTHER_KEY)
        assert DraftStore(other).take("note") is None
        other.close()


def test_threads_write_and_read_it_beside_each_other_and_lose_nothing() -> None:
    wrong: list[Exception] = []
    with in_memory() as cache:
        drafts, meet = DraftStore(cache), Barrier(3)

        def act() -> None:
            for number in range(60):
                drafts.keep(f"acting {number}", MARK)

        def follow() -> None:
            for number in range(60):
                with cache.follow() as connection:
                    connection.exec_driver_sql(
                        "INSERT INTO draft (key, text) VALUES (?, ?)", (f"following {number}", MARK)
                    )

        def look() -> None:
            for _ in range(120):
                with cache.read() as connection:
                    connection.exec_driver_sql("SELECT * FROM draft").all()

        def run(work: object) -> None:
            meet.wait()
            try:
                work()  # type: ignore[operator]  # one of the three above
            except CacheError as error:
                wrong.append(error)

        threads = [Thread(target=run, args=(work,)) for work in (act, follow, look)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with cache.read() as connection:
            count = connection.exec_driver_sql("SELECT count(*) FROM draft").scalar_one()
    assert wrong == []
    assert count == 120


@pytest.mark.parametrize(("name", "value"), sqlcipher.AFTER_KEY_IN_MEMORY.items())
def test_a_setting_that_does_not_hold_lets_nobody_in(
    name: str, value: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sqlcipher.AFTER_KEY_IN_MEMORY, name, (value[0], "something else"))
    with pytest.raises(CacheError) as caught:
        open_cache_in_memory(KEY)
    assert (caught.value.code, caught.value.facts["setting"]) == ("unsafe_engine", name)


_PROGRAM = """
import resource
from nurseapp.desktop.storage.cache import open_cache_in_memory
from nurseapp.desktop.storage.vault import DataKey

resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # a byte in any file ends this process
cache = open_cache_in_memory(DataKey(raw=bytes(32), vault="00"))
with cache.write() as connection:
    for number in range(2000):
        text = str(number) * 9999
        connection.exec_driver_sql("INSERT INTO draft VALUES (?, ?)", (str(number), text))
with cache.read() as connection:
    rows = connection.exec_driver_sql("SELECT text FROM draft ORDER BY text || key").all()
assert len(rows) == 2000
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no limit of what is written")
def test_however_much_it_holds_and_sorts_not_a_byte_goes_to_a_file(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""
    assert done.returncode == 0
    assert list(tmp_path.iterdir()) == []
