"""A case page in a window, over Elena's case in memory."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from nurseapp.desktop.ui.case.case_page import CasePage
from nurseapp.desktop.ui.theme.theme import Theme
from tests.ui.case.desk import CaseDesk, case_desk
from tests.ui.case.elena import CASE
from tests.ui.case.hands import Hands


@pytest.fixture
def desk(theme: Theme, resources: Path, qapp: QApplication) -> Iterator[CaseDesk]:
    """Join a desk that holds Elena's case."""
    with case_desk(theme, resources, qapp) as made:
        yield made


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    """Show a window of the size that is left beside the rail."""
    made = QMainWindow()
    qtbot.addWidget(made)
    made.resize(1178, 716)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def page(qtbot: QtBot, desk: CaseDesk, window: QMainWindow) -> CasePage:
    """Open the case in the window."""
    made = CasePage(desk.tools)
    window.setCentralWidget(made)
    with qtbot.waitSignal(made.holder.opened):
        made.open(CASE)
    made.setFocus()
    return made


@pytest.fixture
def hands(qtbot: QtBot, desk: CaseDesk, page: CasePage) -> Hands:
    """Give a nurse's hands on the keyboard."""
    return Hands(qtbot, desk, page)
