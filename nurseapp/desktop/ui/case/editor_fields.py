"""The fields of an editor: a label, an input, a value; each says when it was edited and left.

Must not save anything. A value that cannot be read is said beside the field and counts as unread.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.chip import StatusLine
from nurseapp.desktop.ui.widgets.chip_face import ChipFace, ChipKind
from nurseapp.desktop.ui.wording.days import date_words, spelled_day_words
from nurseapp.desktop.ui.wording.filling import filled
from nurseapp.desktop.ui.wording.typed_day import UnreadableDay, read_day
from nurseapp.domain.revising import FieldValue


class EditorField(QWidget):
    """One field; its kinds know how to show and read a value.

    Signals:
        edited(): somebody changed it.
        left(): the focus went elsewhere, or Enter was pressed.
    """

    edited = Signal()
    left = Signal()

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.label = QLabel(words, self)
        dress(self.label, Look.DIM)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(3)
        self.column.addWidget(self.label)

    def is_readable(self) -> bool:
        """Tell whether what stands in the field is a value."""
        return True

    def value(self) -> FieldValue:
        """Read the value; only while it is readable."""
        raise NotImplementedError

    def set_value(self, value: FieldValue) -> None:
        """Show a value without saying that it was edited."""
        raise NotImplementedError

    def draft(self) -> str:
        """Give what stands in the field, be it readable or not."""
        raise NotImplementedError

    def restore(self, draft: str) -> None:
        """Put back what stood in the field, as if it had been typed now."""
        raise NotImplementedError

    def set_read_only(self, is_read_only: bool) -> None:
        """Let the value be read only."""
        raise NotImplementedError

    def take_input(self, field: QWidget) -> None:
        """Put the input under the label and watch when it is left."""
        field.setAccessibleName(self._words)
        self.label.setBuddy(field)
        field.installEventFilter(self)
        self.column.addWidget(field)
        self.setFocusProxy(field)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusOut:
            self.left.emit()
        return super().eventFilter(watched, event)


class TextField(EditorField):
    """One line of text."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self._line = QLineEdit(self)
        self._line.textEdited.connect(self.edited)
        self._line.returnPressed.connect(self.left)
        self.take_input(self._line)

    def value(self) -> FieldValue:
        return self._line.text().strip()

    def set_value(self, value: FieldValue) -> None:
        text = str(value or "")
        if text != self._line.text().strip():
            self._line.setText(text)
            self._line.setCursorPosition(0)

    def draft(self) -> str:
        return self._line.text()

    def restore(self, draft: str) -> None:
        self._line.setText(draft)
        self.edited.emit()

    def set_read_only(self, is_read_only: bool) -> None:
        self._line.setReadOnly(is_read_only)


class LongTextField(EditorField):
    """A few lines of text; Tab goes on to the next field."""

    LINES = 2

    def __init__(self, theme: Theme, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self._theme = theme
        self._text = QPlainTextEdit(self)
        self._text.setTabChangesFocus(True)
        self._text.textChanged.connect(self.edited)
        self.take_input(self._text)
        theme.changed.connect(self._lay_out)
        self._lay_out()

    def value(self) -> FieldValue:
        return self._text.toPlainText().strip()

    def set_value(self, value: FieldValue) -> None:
        text = str(value or "")
        if text != self._text.toPlainText().strip():
            with QSignalBlocker(self._text):
                self._text.setPlainText(text)

    def draft(self) -> str:
        return self._text.toPlainText()

    def restore(self, draft: str) -> None:
        self._text.setPlainText(draft)

    def set_read_only(self, is_read_only: bool) -> None:
        self._text.setReadOnly(is_read_only)

    def _lay_out(self) -> None:
        self._text.setFixedHeight(self._theme.typography.px(18 * self.LINES + 14))


class DayField(EditorField):
    """A day as a nurse types it, with a clear reading back under it.

    ``examples`` say how it can be typed: a day in the past is not typed as one to come.
    """

    def __init__(
        self, theme: Theme, words: str, parent: QWidget | None = None, *, examples: str = ""
    ) -> None:
        super().__init__(words, parent)
        self._today = date.min
        self._examples = examples or self.tr("+3d, fri, 30 nov")
        self._shown: tuple[str, date | None] = ("", None)
        self._line = QLineEdit(self)
        self._line.setPlaceholderText(self._examples)
        self._line.textEdited.connect(self._tell_edited)
        self._line.returnPressed.connect(self.left)
        self.take_input(self._line)
        self._reading = QLabel(self)
        dress(self._reading, Look.SMALL)
        self._problem = StatusLine(theme, self)
        self.column.addWidget(self._reading)
        self.column.addWidget(self._problem)
        self._read_back()

    def set_today(self, today: date) -> None:
        """Say which day it is where the member lives."""
        self._today = today

    def is_readable(self) -> bool:
        try:
            self.value()
        except UnreadableDay:
            return False
        return True

    def value(self) -> FieldValue:
        text = self._line.text().strip()
        return self._shown[1] if text == self._shown[0] else read_day(text, self._today)

    def set_value(self, value: FieldValue) -> None:
        day = value if isinstance(value, date) else None
        self._shown = ("" if day is None else date_words(day), day)
        self._line.setText(self._shown[0])
        self._read_back()

    def draft(self) -> str:
        return self._line.text()

    def restore(self, draft: str) -> None:
        self._line.setText(draft)
        self._tell_edited()

    def set_read_only(self, is_read_only: bool) -> None:
        self._line.setReadOnly(is_read_only)

    def _tell_edited(self) -> None:
        self._read_back()
        self.edited.emit()

    def _read_back(self) -> None:
        readable = self.is_readable()
        day = self.value() if readable else None
        typed = self._line.text().strip() != self._shown[0]
        self._reading.setText(spelled_day_words(day) if isinstance(day, date) and typed else "")
        self._reading.setVisible(bool(self._reading.text()))
        problem = filled(self.tr("Not a day. Try %1 or 2026-12-15"), self._examples)
        self._problem.set_face(ChipFace(kind=ChipKind.DUE, words=problem))
        self._problem.setVisible(not readable)
        self._line.setAccessibleDescription(self._reading.text() if readable else problem)


class ChoiceField(EditorField):
    """One of a few words."""

    def __init__(
        self, words: str, choices: Sequence[tuple[StrEnum, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(words, parent)
        # Kept here: Qt would give a StrEnum back as a plain string.
        self._values = tuple(value for value, _ in choices)
        self._box = _QuietCombo(self)
        self._box.addItems([said for _, said in choices])
        self._box.activated.connect(self._tell_edited)
        self.take_input(self._box)

    def value(self) -> FieldValue:
        return self._values[self._box.currentIndex()]

    def set_value(self, value: FieldValue) -> None:
        place = self._values.index(value) if value in self._values else 0
        with QSignalBlocker(self._box):
            self._box.setCurrentIndex(place)

    def draft(self) -> str:
        return str(self._values[self._box.currentIndex()])

    def restore(self, draft: str) -> None:
        # A draft is plain text: it is looked up among the values by what they say.
        self.set_value(next((value for value in self._values if value == draft), None))
        self.edited.emit()

    def set_read_only(self, is_read_only: bool) -> None:
        self._box.setEnabled(not is_read_only)

    def _tell_edited(self, _place: int) -> None:
        self.edited.emit()


class _QuietCombo(QComboBox):
    """A box that the wheel does not change while the page is scrolled over it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
