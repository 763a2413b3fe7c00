"""The connection is said calmly, in local time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from nurseapp.desktop.ui.frame.connection import (
    SHAPES,
    Connection,
    ConnectionFace,
    connection_words,
)

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
SYNCED = datetime(2026, 11, 24, 14, 2, tzinfo=UTC)


def face(
    connection: Connection = Connection.OFFLINE,
    last_synced: datetime | None = SYNCED,
    waiting: int = 3,
) -> ConnectionFace:
    return ConnectionFace(
        connection=connection, as_of=NOW, last_synced=last_synced, waiting=waiting
    )


def test_offline_says_since_when_and_how_much_waits() -> None:
    assert connection_words(face(), UTC) == "Offline. Last synced 14:02. 3 waiting"


def test_nothing_waiting_is_not_mentioned() -> None:
    said = connection_words(face(Connection.ONLINE, waiting=0), UTC)
    assert said == "Online. Last synced 14:02."


def test_the_time_is_local() -> None:
    east = timezone(timedelta(hours=2))
    assert "Last synced 16:02." in connection_words(face(), east)


def test_another_day_is_named() -> None:
    said = connection_words(face(last_synced=SYNCED - timedelta(days=3)), UTC)
    assert "Last synced 2026-11-21 14:02." in said


def test_which_day_it_is_is_a_local_question() -> None:
    far_east = timezone(timedelta(hours=10))
    before_midnight = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)
    said = connection_words(face(last_synced=before_midnight), far_east)
    assert "2026-11-24 23:00" in said


def test_a_computer_never_synced_says_so() -> None:
    assert connection_words(face(last_synced=None), UTC) == "Offline. Not synced yet. 3 waiting"


@pytest.mark.parametrize("connection", Connection)
def test_every_state_has_words_and_a_shape(connection: Connection) -> None:
    assert connection_words(face(connection), UTC).endswith("3 waiting")
    assert connection in SHAPES


@pytest.mark.parametrize(("count", "said"), [(0, ""), (1, " 1 conflict"), (2, " 2 conflicts")])
def test_conflicts_are_counted_beside_what_waits(count: int, said: str) -> None:
    shown = replace(face(), conflicts=count)
    assert connection_words(shown, UTC) == f"Offline. Last synced 14:02. 3 waiting{said}"
