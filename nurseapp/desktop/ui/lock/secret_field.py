"""A field for a password or passphrase: hidden until shown, with a word when Caps Lock is on.

Must not keep what is typed: it is read once and cleared. Used by the lock pages.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.widgets.push_button import PushButton


class SecretField(QWidget):
    """Take a secret, with its label above it.

    Signals:
        changed(): other text stands in the field.
        submitted(): Enter was pressed.
    """

    changed = Signal()
    submitted = Signal()

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = QLineEdit(self)
        self._line.setEchoMode(QLineEdit.EchoMode.Password)
        self._line.textChanged.connect(self.changed)
        self._line.returnPressed.connect(self.submitted)
        self._line.installEventFilter(self)
        self._show = PushButton(self.tr("Show"), Look.LINK, self)
        self._show.setCheckable(True)
        self._show.toggled.connect(self._show_or_hide)
        self._caps = QLabel(self.tr("Caps Lock is on."), self)
        dress(self._caps, Look.STRONG)
        self._caps.hide()
        self._label = QLabel(self)
        dress(self._label, Look.FIELD_LABEL)
        self._label.setBuddy(self._line)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        grid.addWidget(self._label, 0, 0)
        grid.addWidget(self._show, 0, 1, Qt.AlignmentFlag.AlignTrailing)
        grid.addWidget(self._line, 1, 0, 1, 2)
        grid.addWidget(self._caps, 2, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        self.setFocusProxy(self._line)
        self.setTabOrder(self._line, self._show)
        self.set_words(words)

    def set_words(self, words: str) -> None:
        """Say what is asked for."""
        self._label.setText(words)
        self._line.setAccessibleName(words)
        self._show.setAccessibleName(self.tr("Show %1").replace("%1", words))

    def text(self) -> str:
        """Return what was typed."""
        return self._line.text()

    def clear(self) -> None:
        """Forget what was typed, and hide the next."""
        self._line.clear()
        self._show.setChecked(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice Caps Lock, which Qt cannot ask for: a capital without Shift tells it."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            letter = event.text()
            if event.key() == Qt.Key.Key_CapsLock:
                self._caps.hide()
            elif len(letter) == 1 and letter.upper() != letter.lower():
                shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self._caps.setVisible(letter.isupper() != shift)
        return super().eventFilter(watched, event)

    def _show_or_hide(self, is_shown: bool) -> None:
        modes = QLineEdit.EchoMode
        self._line.setEchoMode(modes.Normal if is_shown else modes.Password)
        self._show.setText(self.tr("Hide") if is_shown else self.tr("Show"))
