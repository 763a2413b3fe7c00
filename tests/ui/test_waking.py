"""When a round is tried again without waiting for its time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from nurseapp.desktop.ui.waking import TICK_MS, Reachability, Waking


class Hands:
    """A clock that can be moved, and what was said."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
        self.woke = 0
        self.parent = QObject()
        self.waking = Waking(lambda: self.now, self.parent)
        self.waking.woke.connect(self.count)

    def count(self) -> None:
        """Count what was said."""
        self.woke += 1

    def tick_after(self, passed: timedelta) -> int:
        """Let the timer fire; say how often a round has a chance by now."""
        self.now += passed
        self.waking.tick()
        return self.woke


@pytest.fixture
def hands(qtbot: QtBot) -> Iterator[Hands]:
    """Watch a clock and the network."""
    del qtbot
    made = Hands()
    yield made
    made.parent.deleteLater()


def test_a_computer_that_slept_wakes_and_one_that_ticks_does_not(hands: Hands) -> None:
    tick = timedelta(milliseconds=TICK_MS)
    assert hands.tick_after(tick) == 0
    assert hands.tick_after(1.5 * tick) == 0
    assert hands.tick_after(timedelta(hours=9)) == 1
    assert hands.tick_after(tick) == 1


def test_a_clock_that_is_put_back_wakes_nobody(hands: Hands) -> None:
    assert hands.tick_after(timedelta(hours=-2)) == 0
    assert hands.tick_after(timedelta(milliseconds=TICK_MS)) == 0


@pytest.mark.parametrize(
    ("reachable", "woke"),
    [
        (Reachability.Online, 1),
        (Reachability.Local, 1),
        (Reachability.Site, 1),
        (Reachability.Disconnected, 0),
        (Reachability.Unknown, 0),
    ],
)
def test_a_network_that_comes_back_wakes_and_one_that_goes_does_not(
    hands: Hands, reachable: Reachability, woke: int
) -> None:
    hands.waking.follow(reachable)
    assert hands.woke == woke
