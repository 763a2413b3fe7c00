"""The field for the code of the second factor; it is there only once the server asked for it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from nurseapp.desktop.ui.theme.looks import Look, dress

LONGEST = 40


class CodeField(QWidget):
    """Take six digits, or a recovery code.

    Attributes:
        field: in which it is typed; nothing learns from what is.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = self.tr("Code from your authenticator app")
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
