"""When rounds run: in their rhythm, soon after a write, and ever later while they fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from pytestqt.qtbot import QtBot

from nurseapp.desktop.services.syncing import SyncOutcome, SyncState, SyncStatus, Told
from nurseapp.desktop.ui.sync_thread import AFTER_BUG_S, AFTER_WRITE_MS, SyncThread
from nurseapp.domain.ids import CaseId

STATUS = SyncStatus(
    state=SyncState.SYNCED,
    last_synced=datetime(2026, 11, 20, tzinfo=UTC),
    waiting=0,
    refused=0,
    conflicts=0,
    cases=1,
)


class Rounds:
    """Rounds that come to what a test wants.

    Attributes:
        failures: how many failed, with the next one; ``bug`` is raised instead.
    """

    def __init__(self) -> None:
        self.failures = 0
        self.retry_after_s = 0.0
        self.bug: Exception | None = None
        self.meanwhile: Callable[[], None] = lambda: None
        self.ran = 0

    def run(
        self, _changed: Callable[[frozenset[CaseId]], None], _told: Callable[[Told], None]
    ) -> SyncOutcome:
        """Run one."""
        self.ran += 1
        self.meanwhile()
        if self.bug is not None:
            raise self.bug
        return SyncOutcome(
            status=STATUS,
            changed=frozenset(),
            failures=self.failures,
            retry_after_s=self.retry_after_s,
        )


@pytest.fixture
def rounds() -> Rounds:
    """Give rounds that go through."""
    return Rounds()


@pytest.fixture
def thread(qtbot: QtBot, rounds: Rounds) -> Iterator[SyncThread]:
    """Run them on their thread; chance chooses the longest pause."""
    del qtbot
    made = SyncThread(rounds.run, lambda: 1.0)
    yield made
    made.close()


def due_in_s(qtbot: QtBot, thread: SyncThread) -> float:
    """Run a round, and say when the next one is due."""
    with qtbot.waitSignal(thread.ended):
        thread.ask()
    return thread._timer.interval() / 1_000


def test_rounds_that_go_through_keep_their_rhythm(qtbot: QtBot, thread: SyncThread) -> None:
    assert due_in_s(qtbot, thread) == 75


def test_rounds_that_fail_come_ever_later_and_not_before_the_server_asked(
    qtbot: QtBot, thread: SyncThread, rounds: Rounds
) -> None:
    rounds.failures = 1
    assert due_in_s(qtbot, thread) == 8
    rounds.failures = 3
    assert due_in_s(qtbot, thread) == 32
    rounds.retry_after_s = 100
    assert due_in_s(qtbot, thread) == 132


def test_what_is_written_goes_up_soon_unless_rounds_fail(
    qtbot: QtBot, thread: SyncThread, rounds: Rounds
) -> None:
    due_in_s(qtbot, thread)
    thread.ask_soon()
    assert thread._timer.interval() == AFTER_WRITE_MS
    rounds.failures = 5
    later = due_in_s(qtbot, thread)
    thread.ask_soon()
    assert thread._timer.interval() == later * 1_000 > AFTER_WRITE_MS


def test_what_is_written_during_a_round_goes_up_soon_after_it(
    qtbot: QtBot, thread: SyncThread
) -> None:
    with qtbot.waitSignal(thread.ended):
        thread.ask()
        thread.ask_soon()
    assert thread._timer.interval() == AFTER_WRITE_MS


def test_who_asks_while_a_round_fails_gets_another_at_once(
    qtbot: QtBot, thread: SyncThread, rounds: Rounds
) -> None:
    rounds.failures = 9
    with qtbot.waitSignals([thread.ended, thread.ended]):
        thread.ask()
        thread.ask()
    assert rounds.ran == 2


def test_after_a_bug_the_next_round_waits(qtbot: QtBot, thread: SyncThread, rounds: Rounds) -> None:
    rounds.bug = KeyError("a bug")
    with qtbot.waitSignal(thread.failed):
        thread.ask()
    assert thread._timer.interval() == AFTER_BUG_S * 1_000
