"""A supervisor reads a code for a new computer out to somebody of the team, on the telephone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel
from pytestqt.qtbot import QtBot

from nurseapp.desktop.sync.transport import TransportError
from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.frame.places import PlaceName
from nurseapp.desktop.ui.frame.window import MainWindow
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.team.code_giving import CodeGiving
from nurseapp.desktop.ui.team.code_panel import CodePanel
from nurseapp.desktop.ui.team.team_room import TeamRoom
from nurseapp.desktop.ui.team.team_view import TeamView
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.domain.streams import ORG_STREAM
from nurseapp.wire.enrolment import EnrolmentAnswer, EnrolmentRequest
from tests.builders import ANA, BEN, NOON, SAM, SOUTH, staff_member
from tests.desktop.sync.fake_server import FakeServer
from tests.ui.room_desk import RoomDesk, give_caseload, let_see, open_room_desk
from tests.ui.room_fixtures import Show, drain

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
CODE = "ABCD-EFGH-JKLM"
ANSWER = EnrolmentAnswer(user=BEN, name="Ben Adler", code=CODE, until=NOON + timedelta(minutes=15))


@pytest.fixture
def desk(tmp_path: Path, resources: Path, server: FakeServer) -> Iterator[RoomDesk]:
    """Sam's desk; Cleo is of another team."""
    people = ((ANA, "Ana Lima"), (BEN, "Ben Adler"), (SAM, "Sam Wood"))
    cleo = staff_member(id="nurse.cleo", name="Cleo Marsh", team=SOUTH)
    server.put(ORG_STREAM, [*(staff_member(id=id_, name=name) for id_, name in people), cleo])
    made = open_room_desk(tmp_path / "vault", resources, server, SAM)
    yield made
    made.cache.close()


@pytest.fixture
def panel(
    qtbot: QtBot,
    theme: Theme,
    server: FakeServer,
    desk: RoomDesk,
    runner: Runner,
    failures: Failures,
    show: Show,
) -> CodePanel:
    """Show the team, with Ana's caseload chosen in the list."""
    view = TeamView(theme)
    room = TeamRoom(view, desk.desk.caseloads, runner, failures)
    CodeGiving(view, desk.desk.new_computers, (runner, runner), failures, UTC)
    let_see(server, SAM, *give_caseload(server), mode="read")
    desk.sync()
    window: MainWindow = show(PlaceName.TEAM, view)
    room.refresh()
    drain(qtbot, runner)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    view.table.setFocus()
    return view.codes


def begin(qtbot: QtBot, panel: CodePanel, runner: Runner) -> QComboBox:
    """Ask for a code by its key."""
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_N, CTRL_SHIFT)
    drain(qtbot, runner)
    [people] = panel.findChildren(QComboBox)
    assert people.hasFocus()
    return people


def reads(panel: CodePanel, words: str) -> bool:
    return any(words in label.text() for label in panel.findChildren(QLabel) if label.isVisible())


def test_with_the_keyboard_a_code_is_asked_for_and_read_out_once(
    qtbot: QtBot, panel: CodePanel, desk: RoomDesk, runner: Runner
) -> None:
    people = begin(qtbot, panel, runner)
    assert [people.itemText(n) for n in range(people.count())] == ["Ana Lima", "Ben Adler"]
    assert people.currentText() == "Ana Lima"
    desk.asking.answers.append(ANSWER)
    QTest.keyClick(people, Qt.Key.Key_Down)
    QTest.keyClick(people, Qt.Key.Key_Return)
    drain(qtbot, runner)

    assert desk.asking.asked == [("/v1/enrolment", EnrolmentRequest(user=BEN))]
    assert reads(panel, CODE)
    assert reads(panel, "For Ben Adler, once, until 12:15.")
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(people, Qt.Key.Key_Return)
    drain(qtbot, runner)
    assert len(desk.asking.asked) == 1
    QTest.keyClick(focus, Qt.Key.Key_Return)
    assert (panel.isVisible(), panel.code()) == (False, "")


def test_a_code_is_gone_once_somebody_else_is_chosen(
    qtbot: QtBot, panel: CodePanel, desk: RoomDesk, runner: Runner
) -> None:
    people = begin(qtbot, panel, runner)
    desk.asking.answers.append(ANSWER)
    QTest.keyClick(people, Qt.Key.Key_Return)
    drain(qtbot, runner)
    assert panel.code() == CODE

    people.setCurrentIndex(1)
    assert panel.code() == ""
    assert not reads(panel, "once, until")


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (TransportError("offline"), "There is no connection."),
        (TransportError("server_failed", status=404, reason="not_found"), "You may give this"),
    ],
)
def test_a_code_that_is_not_given_is_told_and_can_be_asked_for_again(
    qtbot: QtBot,
    panel: CodePanel,
    desk: RoomDesk,
    runner: Runner,
    error: TransportError,
    says: str,
) -> None:
    people = begin(qtbot, panel, runner)
    desk.asking.answers += [error, ANSWER]
    QTest.keyClick(people, Qt.Key.Key_Return)
    drain(qtbot, runner)
    page = panel.parentWidget()
    assert isinstance(page, TeamView)
    assert page.problem_words().startswith(says)
    assert panel.code() == ""

    QTest.keyClick(people, Qt.Key.Key_Return)
    drain(qtbot, runner)
    assert panel.code() == CODE
    assert page.problem_words() == ""


def test_a_code_that_comes_after_the_panel_was_put_away_is_not_shown(
    qtbot: QtBot, panel: CodePanel, desk: RoomDesk, runner: Runner
) -> None:
    people = begin(qtbot, panel, runner)
    desk.asking.answers.append(ANSWER)
    QTest.keyClick(people, Qt.Key.Key_Return)
    panel.put_away.emit()
    panel.hide()
    drain(qtbot, runner)

    assert panel.code() == ""
