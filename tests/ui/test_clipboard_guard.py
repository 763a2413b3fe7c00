"""What was copied is marked as secret, and gone with a lock; what others copied stays."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from nurseapp.desktop.ui import clipboard_guard
from nurseapp.desktop.ui.clipboard_guard import MARKS, ClipboardGuard

TYPED = "Maria fears her son"


@pytest.fixture
def clipboard(qapp: QApplication) -> QClipboard:
    """Give an empty clipboard."""
    board = qapp.clipboard()
    board.clear()
    return board


@pytest.fixture
def field(qtbot: QtBot) -> QLineEdit:
    """Give a field with something typed in it, all chosen."""
    line = QLineEdit(TYPED)
    qtbot.addWidget(line)
    line.selectAll()
    return line


@pytest.fixture
def guard(clipboard: QClipboard, monkeypatch: pytest.MonkeyPatch) -> Iterator[ClipboardGuard]:
    """Watch over the clipboard; the only guard, as in the program."""
    monkeypatch.setattr(clipboard_guard, "KEPT_MS", 20)
    parent = QObject()
    yield ClipboardGuard(clipboard, parent)
    shiboken6.delete(parent)


def held(clipboard: QClipboard) -> QMimeData:
    return clipboard.mimeData() or QMimeData()


@pytest.mark.usefixtures("guard")
def test_what_was_copied_can_be_pasted_and_is_marked_as_secret(
    clipboard: QClipboard, field: QLineEdit
) -> None:
    field.copy()

    assert clipboard.text() == TYPED
    assert {form: held(clipboard).data(form).data() for form in MARKS} == MARKS
    field.clear()
    field.paste()
    assert field.text() == TYPED


def test_forgetting_empties_the_clipboard(
    clipboard: QClipboard, field: QLineEdit, guard: ClipboardGuard
) -> None:
    field.copy()

    guard.forget()

    assert held(clipboard).formats() == []


@pytest.mark.usefixtures("guard")
def test_it_is_gone_by_itself_soon(qtbot: QtBot, clipboard: QClipboard, field: QLineEdit) -> None:
    field.copy()

    with qtbot.waitSignal(clipboard.dataChanged):
        assert clipboard.text() == TYPED

    assert held(clipboard).formats() == []


def test_what_another_program_copied_stays(
    clipboard: QClipboard, guard: ClipboardGuard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "xcb")
    clipboard.setText("of another program")  # offscreen, nobody says that it is ours

    guard.forget()

    assert clipboard.text() == "of another program"
