"""What every room of lists is tested with: a server, a desk, a runner, the real window.

Imported by the conftest of each room.
"""

from collections.abc import Callable, Iterator
from datetime import UTC
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractItemView, QWidget
from pytestqt.qtbot import QtBot

from nurseapp.desktop.ui.failures import Failure, Failures
from nurseapp.desktop.ui.frame.icons import Icons
from nurseapp.desktop.ui.frame.places import PlaceName
from nurseapp.desktop.ui.frame.window import MainWindow
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.domain.streams import ORG_STREAM
from tests.builders import ANA, BEN, NOON, SAM, staff_member
from tests.desktop.sync.fake_server import FakeServer
from tests.ui.room_desk import RoomDesk, open_room_desk

Show = Callable[[PlaceName, QWidget], MainWindow]


@pytest.fixture
def server() -> FakeServer:
    """A server that knows who works here, and no case yet."""
    made = FakeServer(now=lambda: NOON)
    staff = ((ANA, "Ana Lima"), (BEN, "Ben Sato"), (SAM, "Sam Roth"))
    made.put(ORG_STREAM, [staff_member(id=user, name=name) for user, name in staff])
    return made


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[Runner]:
    made = Runner()
    yield made
    made.close()


@pytest.fixture
def desk(tmp_path: Path, resources: Path, server: FakeServer) -> Iterator[RoomDesk]:
    """Ana's desk, empty until its first round."""
    made = open_room_desk(tmp_path / "vault", resources, server)
    yield made
    made.cache.close()


@pytest.fixture
def failures(qtbot: QtBot) -> Iterator[Failures]:
    """Take bugs; a test in which there was one fails."""
    reported: list[Failure] = []
    made = Failures(lambda: "1a2b3c")
    made.reported.connect(reported.append)
    yield made
    assert reported == []


class Receiver(QObject):
    """Takes what a call came to."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[object] = []

    def take(self, value: object) -> None:
        self.taken.append(value)


def drain(qtbot: QtBot, runner: Runner) -> None:
    """Wait until everything that was asked of the store has come back."""
    receiver = Receiver()
    runner.submit(lambda: None, receiver.take, receiver.take)
    qtbot.waitUntil(lambda: bool(receiver.taken))


@pytest.fixture
def show(qtbot: QtBot, theme: Theme, resources: Path) -> Show:
    """Put a page into the real window, as wide as the design, and go there."""

    windows: list[MainWindow] = []  # a window that nobody holds is gone, with its page

    def shown(place: PlaceName, page: QWidget) -> MainWindow:
        window = MainWindow(theme, Icons(resources / "icons"), UTC)
        windows.append(window)
        qtbot.addWidget(window)
        window.set_person("Ana Lima, RN", team=True)
        window.add_page(place, page)
        window.resize(1366, 768)
        window.show()
        window.show_page(place, place)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        for view in page.findChildren(QAbstractItemView):
            model = view.model()
            QAbstractItemModelTester(
                model, QAbstractItemModelTester.FailureReportingMode.Fatal, model
            )
        return window

    return shown
