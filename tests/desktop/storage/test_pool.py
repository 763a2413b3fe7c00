"""The pool: a connection to one taker at a time, and few kept."""

from __future__ import annotations

import sqlite3

import pytest

from nurseapp.desktop.storage.pool import Pool


class Opened:
    """Opens connections to a file in memory, and remembers them."""

    def __init__(self) -> None:
        self.all: list[sqlite3.Connection] = []

    def open(self) -> sqlite3.Connection:
        """Open one."""
        self.all.append(sqlite3.connect(":memory:", isolation_level=None))
        return self.all[-1]

    def still_open(self) -> int:
        """Count those that nobody has closed."""
        return sum(is_open(connection) for connection in self.all)


def is_open(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("SELECT 1")
    except sqlite3.ProgrammingError:
        return False
    return True


def test_a_connection_that_came_back_is_taken_again() -> None:
    opened = Opened()
    pool = Pool(opened.open, 2)
    with pool.taken() as first:
        pass
    with pool.taken() as second:
        assert second is first
    pool.close()
    assert opened.still_open() == 0


def test_two_takers_never_have_the_same_and_only_so_many_are_kept() -> None:
    opened = Opened()
    pool = Pool(opened.open, 1)
    with pool.taken() as first, pool.taken() as second:
        assert first is not second
    assert (len(opened.all), opened.still_open()) == (2, 1)
    pool.close()
    assert opened.still_open() == 0


def test_what_was_not_committed_is_taken_back_before_the_next_takes_it() -> None:
    pool = Pool(Opened().open, 1)

    def fail_half_way() -> None:
        with pool.taken() as connection:
            connection.execute("BEGIN")
            connection.execute("CREATE TABLE half (done)")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    with pool.taken() as connection:
        assert not connection.in_transaction
        assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    pool.close()
