"""The part of a page that signs in with the browser; not there where the server knows no provider.

Shared by the first run and by the page of syncing. Must not ask anybody: BrowserSigningIn does.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.widgets.push_button import PushButton


class BrowserPart(QWidget):
    """Offer the browser, and while somebody is there say so and how to give up.

    Signals:
        asked(): sign in with the browser.
        given_up(): Cancel, or Escape.
        waiting_changed(bool): the page is waiting for the browser, or no more.
    """

    asked = Signal()
    given_up = Signal()
    waiting_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_waiting = False
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        self._button = PushButton(self.tr("Sign in with the &browser"), parent=self)
        key = QKeySequence(Qt.Key.Key_Escape)
        shown = key.toString(QKeySequence.SequenceFormat.NativeText)
        self._cancel = PushButton(f"{self.tr('Cancel')}   {shown}", parent=self)
        self._cancel.setAccessibleName(self.tr("Cancel"))
        self._cancel.setShortcut(key)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._button)
        row.addWidget(self._words, 1)
        row.addWidget(self._cancel)
        self._button.clicked.connect(self.asked)
        self._cancel.clicked.connect(self.given_up)
        self.put_away()

    def is_waiting(self) -> bool:
        """Tell whether somebody is in their browser now."""
        return self._is_waiting

    def put_away(self) -> None:
        """Offer nothing."""
        self._show("", is_waiting=False)
        self.hide()

    def offer(self) -> None:
        """Offer the browser."""
        self._show("", is_waiting=False)

    def show_offline(self) -> None:
        """Say that nobody can sign in just now, however they do it."""
        words = self.tr("The server cannot be reached now. Signing in needs a connection.")
        self._show(words, is_waiting=False)
        self._button.hide()

    def show_beginning(self) -> None:
        """Say that the browser is being opened."""
        self._show(self.tr("Opening the browser…"), is_waiting=True)

    def show_waiting(self) -> None:
        """Say where to go on."""
        self._show(self.tr("Go on in the browser. This page goes on by itself."), is_waiting=True)

    def go_to_button(self) -> None:
        """Let the keyboard be at the offer."""
        self._button.setFocus(Qt.FocusReason.OtherFocusReason)

    def words(self) -> str:
        """Return what is said, or nothing."""
        return self._words.text()

    def _show(self, words: str, *, is_waiting: bool) -> None:
        was_waiting, self._is_waiting = self._is_waiting, is_waiting
        self._words.setText(words)
        dress(self._words, Look.STRONG if is_waiting else Look.DIM)
        self._cancel.setAccessibleDescription(words)
        self._words.setVisible(bool(words))
        self._cancel.setVisible(is_waiting)
        self._button.setVisible(not is_waiting)
        self.show()
        if is_waiting:
            self._cancel.setFocus(Qt.FocusReason.OtherFocusReason)
        if was_waiting is not is_waiting:
            self.waiting_changed.emit(is_waiting)
