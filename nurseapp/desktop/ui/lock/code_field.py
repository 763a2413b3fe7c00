"""The fields for what a server may ask besides a password; each is there once it asked for it.

A code of the second factor, and the enrolment code of a computer that is new to somebody.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from nurseapp.desktop.ui.lock.people import NEEDS_CODE, NEEDS_ENROLMENT
from nurseapp.desktop.ui.theme.looks import Look, dress

LONGEST = 40


class CodeField(QWidget):
    """Take a code.

    Attributes:
        field: in which it is typed; nothing learns from what is.
    """

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        """Ask for nothing yet; `words` are beside the field once it is there."""
        super().__init__(parent)
        self.field = QLineEdit(self)
        self.field.setMaxLength(LONGEST)
        self.field.setAccessibleName(words)
        self.field.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
        label = QLabel(words, self)
        dress(label, Look.FIELD_LABEL)
        label.setBuddy(self.field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(label)
        column.addWidget(self.field)
        self.setFocusProxy(self.field)
        self.hide()

    def ask(self) -> None:
        """Show the field, empty, and go there."""
        self.field.clear()
        self.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def put_away(self) -> None:
        """Forget the code, and ask for none."""
        self.field.clear()
        self.hide()

    def text(self) -> str:
        """Give the code; nothing where none is asked for."""
        return "" if self.isHidden() else self.field.text().strip()

    def is_missing(self) -> bool:
        """Tell whether it is asked for and not typed yet."""
        return not self.isHidden() and not self.text()


class CodeFields(QWidget):
    """Take the codes that a server asks for, below each other.

    Attributes:
        factor: for six digits of an app, or a recovery code.
        enrolment: for what lets somebody set up this computer.

    Signals:
        changed(): something is typed.
        submitted(): Return in one of them.
    """

    changed = Signal()
    submitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.factor = CodeField(self.tr("Code from your authenticator app"), self)
        self.enrolment = CodeField(self.tr("Enrolment code for this computer"), self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for one in (self.enrolment, self.factor):
            column.addWidget(one)
            one.field.textChanged.connect(self.changed)
            one.field.returnPressed.connect(self.submitted)
        self.hide()

    def ask_for(self, circumstance: str) -> bool:
        """Show the field for what this circumstance misses, and go there; say no where none is."""
        if circumstance not in NEEDS_CODE | NEEDS_ENROLMENT:
            return False
        self.show()
        (self.enrolment if circumstance in NEEDS_ENROLMENT else self.factor).ask()
        return True

    def put_away(self) -> None:
        """Forget what was typed, and ask for nothing."""
        for one in (self.enrolment, self.factor):
            one.put_away()
        self.hide()

    def missing(self) -> CodeField | None:
        """Give the first field that is asked for and empty, None where there is none."""
        return next((one for one in (self.enrolment, self.factor) if one.is_missing()), None)
