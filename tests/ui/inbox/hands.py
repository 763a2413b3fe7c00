"""Types as a nurse does: on whatever has the focus."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from nurseapp.desktop.ui.inbox.inbox_room import InboxRoom

CTRL = Qt.KeyboardModifier.ControlModifier


def press(room: InboxRoom, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    """Press a key."""
    QTest.keyClick(_focused(room), key, modifier or Qt.KeyboardModifier.NoModifier)


def type_words(room: InboxRoom, words: str) -> None:
    """Type words; on a line, in the place of what stands there."""
    focused = _focused(room)
    if isinstance(focused, QLineEdit):
        focused.selectAll()
        QTest.keyClick(focused, Qt.Key.Key_Delete)
    QTest.keyClicks(focused, words)


def _focused(room: InboxRoom) -> QWidget:
    focused = room.view.window().focusWidget()
    assert focused is not None
    return focused
