"""Signing in again without leaving the page; what waits stays where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from nurseapp.desktop.ui.case.announcing import announce
from nurseapp.desktop.ui.lock.browser_part import BrowserPart
from nurseapp.desktop.ui.lock.code_field import CodeFields
from nurseapp.desktop.ui.lock.secret_field import SecretField
from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.widgets.buttons import KeyButton
from nurseapp.desktop.ui.widgets.panel import Panel

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent


class SignInPanel(Panel):
    """Take the password, and the codes where the server asks for them.

    Attributes:
        password, codes: the fields.
        browser: offers to do without them.

    Signals:
        shown(): somebody sees it, and may be offered the browser.
        asked(str, str, str): the password, and the codes of second factor and enrolment where
            they are needed.
    """

    asked = Signal(str, str, str)
    shown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.set_title(self.tr("Sign in to sync"), self.tr("You can go on working without."))
        self.password = SecretField(self.tr("Password"), self)
        self.codes = CodeFields(self)
        self.browser = BrowserPart(self)
        self._said = QLabel(self)
        self._said.setWordWrap(True)
        dress(self._said, Look.OVERDUE_TEXT)
        self._said.hide()
        self._button = KeyButton(self.tr("Sign in"), parent=self)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.password, 1)
        row.addWidget(self.codes, 1)
        row.addWidget(self._button, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(2)
        self.body.addLayout(row)
        narrow = QHBoxLayout()  # as wide as what is typed above, with the way out beside the words
        narrow.addWidget(self.browser, 1)
        narrow.addStretch(1)
        self.body.addLayout(narrow)
        self.body.addWidget(self._said)
        self.password.submitted.connect(self._ask)
        self.codes.submitted.connect(self._ask)
        self._button.clicked.connect(self._ask)
        self.browser.waiting_changed.connect(self._follow_browser)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()

    def set_busy(self, is_busy: bool) -> None:
        """Take no second password while the first is tried."""
        self._button.setEnabled(not is_busy)
        self.password.setEnabled(not is_busy)
        self.codes.setEnabled(not is_busy)
        self.browser.setEnabled(not is_busy)

    def say(self, words: str) -> None:
        """Say why it did not work; without words, nothing."""
        self._said.setText(words)
        self._said.setVisible(bool(words))
        if words:
            announce(self._said, words)
            self.forget()
            self.password.setFocus()

    def ask_for(self, circumstance: str, words: str) -> None:
        """Say why a code is asked for; the password stays as it was typed."""
        self._said.setText(words)
        self._said.show()
        announce(self._said, words)
        self.codes.ask_for(circumstance)

    def forget(self) -> None:
        """Clear what was typed, once it is used or of no use."""
        self.password.clear()
        self.codes.put_away()

    def said(self) -> str:
        """Return why it did not work, or nothing."""
        return self._said.text()

    def _follow_browser(self, is_waiting: bool) -> None:
        for part in (self._button, self.password, self.codes):
            part.setEnabled(not is_waiting)
        if is_waiting:
            self.say("")

    def _ask(self) -> None:
        if not self.password.text():
            self.password.setFocus()
            return
        missing = self.codes.missing()
        if missing is not None:
            missing.setFocus()
            return
        typed = self.codes.factor.text(), self.codes.enrolment.text()
        self.asked.emit(self.password.text(), *typed)
