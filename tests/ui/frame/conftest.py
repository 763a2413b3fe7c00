"""A main window with two pages, as the composition root would fill it."""

from datetime import UTC
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from nurseapp.desktop.ui.frame.icons import Icons
from nurseapp.desktop.ui.frame.key_sheet import KeyHint
from nurseapp.desktop.ui.frame.places import PlaceName
from nurseapp.desktop.ui.frame.window import MainWindow
from nurseapp.desktop.ui.theme.theme import Theme


@pytest.fixture
def icons(resources: Path) -> Icons:
    return Icons(resources / "icons")


@pytest.fixture
def caseload() -> QWidget:
    """A page with a field, and two actions: one for the Case menu, one for File."""
    page = QWidget()
    field = QLineEdit("Okafor")
    QVBoxLayout(page).addWidget(field)
    page.setFocusProxy(field)
    add, printed = QAction("&New contact", page), QAction("Print &list", page)
    add.setShortcut("Ctrl+N")
    printed.setShortcut("Ctrl+P")
    printed.setProperty("menu", "file")
    page.addActions([add, printed])
    return page


@pytest.fixture
def window(qtbot: QtBot, theme: Theme, icons: Icons, caseload: QWidget) -> MainWindow:
    """Show a supervisor's window, on the caseload."""
    made = MainWindow(theme, icons, UTC)
    qtbot.addWidget(made)
    made.add_page("caseload", caseload, (KeyHint(key="Space", words="Preview"),))
    made.add_page("today", QWidget())
    made.set_person("Amara Osei, RN", team=True)
    made.resize(1366, 768)
    made.show()
    made.show_page("caseload", PlaceName.CASELOAD)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made
