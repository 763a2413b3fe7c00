"""The encrypted file: closed to everybody else, whole, and never replaced behind its owner."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from random import Random
from threading import Barrier, Thread

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from nurseapp.desktop.storage import projections, schema, sqlcipher
from nurseapp.desktop.storage.cache import FILE_NAME, Cache, CacheError, open_cache, set_aside
from nurseapp.desktop.storage.connection import Connection
from nurseapp.desktop.storage.drafts import DraftStore
from tests.desktop.storage.files import KEY, OTHER_KEY, opened

MARK = "Marker of a patient's name"


def code_of_opening(folder: Path) -> str:
    with pytest.raises(CacheError) as caught:
        open_cache(folder, KEY)
    return caught.value.code


def code_of_reading(folder: Path) -> str | None:
    """Read every draft; give the code of what was the matter, or None where all was whole."""
    try:
        with opened(folder) as cache, cache.read() as connection:
            found = connection.exec_driver_sql("SELECT key, text FROM draft").all()
    except CacheError as error:
        return error.code
    return None if {text for _, text in found} == {MARK} else "silently wrong"


def fill(folder: Path, rows: int = 200) -> bytes:
    """Write something, close the file, and give its bytes."""
    with opened(folder) as cache:
        for n in range(rows):
            DraftStore(cache).keep(f"{n}", MARK)
    return (folder / FILE_NAME).read_bytes()


def held_mib() -> float:
    """Tell how much memory this process holds."""
    [held] = re.findall(r"VmRSS:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(held) / 1024


def pragma(connection: Connection, name: str) -> str:
    return str(connection.exec_driver_sql(f"PRAGMA {name}").scalar())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("cipher_log_level", "NONE"),
        ("cipher_use_hmac", "1"),
        ("temp_store", "2"),
        ("secure_delete", "1"),
        ("foreign_keys", "1"),
        ("trusted_schema", "0"),
        ("journal_mode", "wal"),
        ("mmap_size", "0"),
        ("cache_size", "-65536"),
    ],
)
def test_every_connection_is_set_so_that_nothing_leaks(cache: Cache, name: str, value: str) -> None:
    with cache.read() as reading, cache.follow() as following:
        assert pragma(reading, name) == value
        assert pragma(following, name) == value


def test_what_a_person_did_waits_for_the_disk_and_what_the_server_has_does_not(
    cache: Cache,
) -> None:
    with cache.write() as connection:
        assert pragma(connection, "synchronous") == "2"
    with cache.follow() as connection:
        assert pragma(connection, "synchronous") == "1"


def test_a_long_log_is_carried_over_by_the_next_small_write_not_by_the_large_one(
    cache: Cache,
) -> None:
    with cache.follow(much=True) as connection:
        assert pragma(connection, "wal_autocheckpoint") == "0"
    with cache.follow() as connection:
        assert pragma(connection, "wal_autocheckpoint") == "1000"


def test_a_setting_that_does_not_hold_is_an_error(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sqlcipher.AFTER_KEY, "temp_store", ("FILE", "2"))
    with pytest.raises(CacheError) as caught:
        open_cache(folder, KEY)
    assert caught.value.code == "unsafe_engine"
    assert caught.value.facts == {"setting": "temp_store", "found": "1"}


@pytest.mark.parametrize(("name", "value"), [("OLDEST_ENGINE", (99,)), ("OLDEST_CIPHER", (99,))])
def test_an_old_engine_is_an_error(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: tuple[int, ...]
) -> None:
    monkeypatch.setattr(sqlcipher, name, value)
    assert code_of_opening(folder) == "unsafe_engine"


def test_a_library_without_encryption_is_an_error(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3

    monkeypatch.setattr(sqlcipher, "DRIVER", sqlite3)
    monkeypatch.setattr(sqlcipher, "OLDEST_ENGINE", (3,))
    assert code_of_opening(folder) == "unsafe_engine"


def test_nothing_in_the_folder_can_be_read_while_it_is_open_or_after(folder: Path) -> None:
    with opened(folder) as cache:
        DraftStore(cache).keep("key", MARK)
        names = {file.name for file in folder.iterdir()}
        assert names == {FILE_NAME, f"{FILE_NAME}-wal", f"{FILE_NAME}-shm"}
        while_open = b"".join(file.read_bytes() for file in folder.iterdir())
    after = b"".join(file.read_bytes() for file in folder.iterdir())
    for found in (while_open, after):
        assert MARK.encode() not in found
        assert b"CREATE TABLE" not in found
        assert sqlcipher.PLAIN_HEADER not in found


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes of files")
def test_nobody_else_may_read_the_files(tmp_path: Path) -> None:
    with opened(tmp_path / "vault") as cache:
        DraftStore(cache).keep("key", MARK)
        assert (tmp_path / "vault").stat().st_mode & 0o777 == 0o700
        for file in (tmp_path / "vault").iterdir():
            assert file.stat().st_mode & 0o777 == 0o600, file.name


def test_what_was_written_is_there_when_it_is_opened_again(folder: Path) -> None:
    fill(folder, rows=1)
    with opened(folder) as cache:
        assert DraftStore(cache).take("0") == MARK


def test_a_file_under_another_key_belongs_to_another_user(folder: Path, tmp_path: Path) -> None:
    open_cache(tmp_path / "other", OTHER_KEY).close()
    theirs = (tmp_path / "other" / FILE_NAME).read_bytes()
    (folder / FILE_NAME).write_bytes(theirs)
    assert code_of_opening(folder) == "other_user"
    assert (folder / FILE_NAME).read_bytes() == theirs


def test_a_plain_database_is_not_ours(folder: Path) -> None:
    import sqlite3

    (folder / FILE_NAME).unlink()
    plain = sqlite3.connect(folder / FILE_NAME)
    plain.execute("CREATE TABLE note (text)")
    plain.close()
    assert code_of_opening(folder) == "not_encrypted"


def test_an_empty_file_is_damage_and_not_a_new_cache(folder: Path) -> None:
    (folder / FILE_NAME).write_bytes(b"")
    assert code_of_opening(folder) == "cache_damaged"
    assert (folder / FILE_NAME).read_bytes() == b""


def test_a_changed_byte_is_noticed_wherever_it_is_read(folder: Path) -> None:
    whole = fill(folder)
    random = Random(5)  # noqa: S311  # a test must repeat
    noticed = 0
    for place in random.sample(range(16, len(whole)), 40):
        changed = bytearray(whole)
        changed[place] ^= 1 << random.randrange(8)
        (folder / FILE_NAME).write_bytes(changed)
        code = code_of_reading(folder)
        assert code in {None, "cache_damaged"}
        noticed += code is not None
        assert (folder / FILE_NAME).read_bytes()[16:] == changed[16:]
    assert noticed > 5


@pytest.mark.parametrize("length", [1, 15, 16, 100, 4096, 8192])
def test_a_cut_file_is_noticed(folder: Path, length: int) -> None:
    whole = fill(folder)
    (folder / FILE_NAME).write_bytes(whole[:length])
    with pytest.raises(CacheError) as caught, opened(folder) as cache:
        DraftStore(cache).take("0")
    assert caught.value.code in {"cache_damaged", "other_user"}
    assert (folder / FILE_NAME).stat().st_size == length


def test_a_folder_where_a_file_should_be_cannot_be_reached(folder: Path) -> None:
    (folder / FILE_NAME).unlink()
    (folder / FILE_NAME).mkdir()
    assert code_of_opening(folder) == "cache_unreachable"


def test_a_cache_cannot_be_made_where_its_folder_cannot(tmp_path: Path) -> None:
    (tmp_path / "vault").write_text("a file")
    assert code_of_opening(tmp_path / "vault") == "cache_unreachable"


def test_a_cache_that_was_half_made_is_made_anew(folder: Path) -> None:
    (folder / FILE_NAME).rename(folder / f"{FILE_NAME}.new")
    (folder / f"{FILE_NAME}.new-wal").write_bytes(b"left over")
    with opened(folder) as cache:
        DraftStore(cache).keep("key", MARK)
    assert {file.name for file in folder.iterdir()} == {FILE_NAME}


def test_what_is_set_aside_is_kept_and_a_new_cache_is_made(folder: Path) -> None:
    whole = fill(folder)
    (folder / FILE_NAME).write_bytes(b"damaged" + whole)
    kept = set_aside(folder, "2026-11-20")
    assert kept.read_bytes() == b"damaged" + whole
    with opened(folder) as cache:
        assert DraftStore(cache).take("0") is None


def test_a_full_disk_is_told_and_writing_goes_on_when_there_is_room(cache: Cache) -> None:
    drafts = DraftStore(cache)
    drafts.keep("before", MARK)
    with cache.read() as connection:
        pages = int(pragma(connection, "page_count"))
        pragma(connection, f"max_page_count = {pages + 2}")
    with pytest.raises(CacheError) as caught:
        drafts.keep("large", MARK * 10_000)
    assert caught.value.code == "disk_full"
    assert drafts.take("before") == MARK
    assert drafts.take("large") is None
    with cache.read() as connection:
        pragma(connection, "max_page_count = 1000000")
    drafts.keep("large", MARK * 10_000)
    assert drafts.take("large") == MARK * 10_000


def test_a_file_that_somebody_else_keeps_locked_is_busy(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sqlcipher.AFTER_KEY, "busy_timeout", ("10", "10"))
    with opened(folder) as mine, opened(folder) as other, other.write():
        with pytest.raises(CacheError) as caught:
            DraftStore(mine).keep("key", "text")
        assert caught.value.code == "cache_busy"


def test_a_reader_does_not_wait_for_a_writer_and_sees_one_state(cache: Cache) -> None:
    drafts = DraftStore(cache)
    drafts.keep("key", "before")
    with cache.read() as reading, cache.follow() as writing:
        writing.exec_driver_sql("UPDATE draft SET text = 'after'")
        assert reading.exec_driver_sql("SELECT text FROM draft").scalar() == "before"
    assert drafts.take("key") == "after"


def test_two_threads_write_one_after_the_other(cache: Cache) -> None:
    drafts, start = DraftStore(cache), Barrier(2)

    def write(name: str) -> None:
        start.wait()
        for n in range(20):
            drafts.keep(f"{name}-{n}", name)

    threads = [Thread(target=write, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with cache.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM draft").scalar() == 40


def test_a_write_that_fails_leaves_nothing_of_itself(cache: Cache) -> None:
    def fail_half_way() -> None:
        with cache.write() as connection:
            connection.exec_driver_sql("INSERT INTO draft VALUES ('key', 'text')")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    assert DraftStore(cache).take("key") is None


def test_a_bug_stays_a_bug_and_tells_no_values(cache: Cache) -> None:
    with pytest.raises(sqlcipher.DRIVER.OperationalError) as caught, cache.write() as connection:
        connection.exec_driver_sql("SELECT nothing FROM nowhere WHERE x = ?", (MARK,))
    assert MARK not in str(caught.value)
    DraftStore(cache).keep("key", MARK)
    with pytest.raises(sqlcipher.DRIVER.IntegrityError) as twice, cache.write() as connection:
        connection.exec_driver_sql("INSERT INTO draft VALUES (?, ?)", ("key", MARK))
    assert MARK not in str(twice.value)


def test_a_cache_of_a_newer_version_is_left_alone(folder: Path) -> None:
    with opened(folder) as cache, cache.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(CacheError) as caught:
        open_cache(folder, KEY)
    assert caught.value.code == "newer_schema"
    assert caught.value.facts == {"found": "9999", "known": schema.REVISION}


def test_the_last_migration_is_the_one_that_the_cache_asks_for() -> None:
    config = Config()
    config.set_main_option("script_location", "nurseapp.desktop.storage:migrations")
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_heads() == [schema.REVISION]


@pytest.mark.skipif(sys.platform != "linux", reason="only its C library keeps what is free")
def test_the_memory_that_much_writing_took_goes_back_to_the_system(cache: Cache) -> None:
    rows = [(f"{n}", MARK * 200) for n in range(5_000)]
    with cache.follow(much=True) as connection:
        connection.exec_driver_sql("INSERT INTO draft VALUES (?, ?)", rows)
    full = held_mib()
    cache.let_go()
    assert held_mib() < full - 15
    assert DraftStore(cache).take("0") == MARK * 200


def test_projections_of_another_version_are_made_anew(folder: Path) -> None:
    with opened(folder) as cache, cache.write() as connection:
        connection.exec_driver_sql("UPDATE setting SET value = 'old' WHERE name = 'projections'")
        connection.exec_driver_sql("DROP TABLE case_row")
    with opened(folder) as cache, cache.read() as connection:
        assert projections.rows(connection) == []


def test_opening_a_cache_that_is_up_to_date_loads_nothing_that_only_migrates(folder: Path) -> None:
    script = (
        "import sys; from pathlib import Path\n"
        "from tests.desktop.storage.files import KEY\n"
        "from nurseapp.desktop.storage.cache import open_cache\n"
        "open_cache(Path(sys.argv[1]), KEY).close()\n"
        "print({'alembic', 'sqlalchemy'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "set()\n"


def test_listing_the_people_of_this_computer_loads_no_database_and_no_cryptography() -> None:
    script = (
        "import sys; import nurseapp.desktop.storage.folders\n"
        "print({'sqlalchemy', 'sqlcipher3', 'cryptography', 'argon2', 'keyring'}"
        " & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"


def test_the_engine_and_the_cipher_can_be_named() -> None:
    assert re.fullmatch(r"SQLite 3\.\d+\.\d+, SQLCipher \d+\.\d+\.\d+ .+", sqlcipher.versions())
