"""One question of a form: its wording, never cut, and a radio button for each answer.

A group with a name, so that a screen reader says the question before the answer. Must not score
or go on by itself: it says what was pressed. Arrow keys pass through: an answer is only ever given
by a digit, the space bar, Enter or the mouse, never by passing over it.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.wording.filling import filled
from nurseapp.domain.form import Item

PASSED_ON = {
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
}


class OptionButton(QRadioButton):
    """One answer; the keys that move among questions are the sheet's."""

    def sizeHint(self) -> QSize:
        """Leave no room for words: they stand over or under the button."""
        height = super().sizeHint().height()
        return QSize(height, height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) in PASSED_ON:
            event.ignore()
        else:
            super().keyPressEvent(event)


class QuestionRow(QGroupBox):
    """Show a question.

    Signals:
        answered(str, int): the item and the points of the answer that was pressed.
        entered(str): the focus came to this question.
    """

    answered = Signal(str, int)
    entered = Signal(str)

    def __init__(self, theme: Theme, item: Item, number: str) -> None:
        super().__init__()
        self._theme = theme
        self._item = item
        self._is_current = False
        self._group = QButtonGroup(self)
        # Laid out by hand in the whole of the group: its style would keep room for a frame.
        self._inside = QWidget(self)
        self._cells: list[QWidget] = []
        self._answer_words: list[QLabel] = []
        self._words = QLabel(f"{number}  {item.text}" if number else item.text, self._inside)
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._why = QLabel(self._inside)
        self._why.setWordWrap(True)
        self._why.setAlignment(Qt.AlignmentFlag.AlignCenter)
        dress(self._why, Look.DIM)
        self._answers = QWidget(self._inside)
        self._lay_out()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(self._words.text())
        self._group.idClicked.connect(self._tell_answered)

    def set_points(self, points: int | None) -> None:
        """Show an answer, or none."""
        self._group.setExclusive(False)
        for button in self._group.buttons():
            button.setChecked(self._group.id(button) == points)
        self._group.setExclusive(True)

    def set_asked(self, is_asked: bool, why: str) -> None:
        """Ask the question, or say why it is not asked."""
        self._answers.setVisible(is_asked)
        self._why.setVisible(not is_asked)
        self._why.setText(why)
        self.setAccessibleDescription("" if is_asked else why)
        dress(self._words, Look.PLAIN if is_asked else Look.DIM)
        self.updateGeometry()

    def set_current(self, is_current: bool) -> None:
        """Tint the row across all its columns, or no longer."""
        self._is_current = is_current
        self.update()

    def set_locked(self, is_locked: bool) -> None:
        """Let the answers be read only."""
        self._answers.setEnabled(not is_locked)

    def say_answers(self, is_said: bool, *, with_points: bool) -> None:
        """Word each answer under its button, where no head above the column does."""
        if is_said and not self._answer_words:
            self._answer_words = [self._worded(cell) for cell in self._cells]
        for words, option in zip(self._answer_words, self._item.options, strict=False):
            words.setText(f"{option.text}  {option.points}" if with_points else option.text)
            words.setVisible(is_said)

    def set_cell_width(self, width: int) -> None:
        """Stand under the heads of the columns."""
        for cell in self._cells:
            cell.setFixedWidth(width)
        self._why.setFixedWidth(width * len(self._cells))
        self.updateGeometry()

    def take_focus(self) -> None:
        """Go to the chosen answer, or to the first."""
        button = self._group.checkedButton() or self._group.buttons()[0]
        if not any(b.hasFocus() for b in self._group.buttons()):
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    def move_focus(self, step: int) -> None:
        """Go to the answer beside, without giving it."""
        buttons = self._group.buttons()
        here = next((n for n, button in enumerate(buttons) if button.hasFocus()), 0)
        buttons[max(0, min(here + step, len(buttons) - 1))].setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    def press_focused(self) -> None:
        """Give the answer that has the focus."""
        for button in self._group.buttons():
            if button.hasFocus():
                button.click()

    def sizeHint(self) -> QSize:
        return self._inside.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._inside.minimumSizeHint()

    def heightForWidth(self, width: int) -> int:
        return self._inside.heightForWidth(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._inside.setGeometry(self.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusIn:
            self.entered.emit(self._item.id)
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        palette = self._theme.palette
        if not self._is_current:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(palette.ink) if palette.outlined else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.soft))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def _lay_out(self) -> None:
        cells = QHBoxLayout(self._answers)
        cells.setContentsMargins(0, 0, 0, 0)
        cells.setSpacing(0)
        for option in self._item.options:
            cell = self._cell(option.points, option.text)
            self._cells.append(cell)
            cells.addWidget(cell)
        row = QHBoxLayout(self._inside)
        row.setContentsMargins(8, 2, 0, 2)
        row.setSpacing(8)
        row.addWidget(self._words, 1)
        row.addWidget(self._answers)
        row.addWidget(self._why)
        self._why.hide()

    def _cell(self, points: int, text: str) -> QWidget:
        cell = QWidget(self._answers)
        button = OptionButton(cell)
        spoken = filled(self.tr("%1, %2"), text, points) if self._item.scored else text
        button.setAccessibleName(spoken)
        button.installEventFilter(self)
        self._group.addButton(button, points)
        column = QVBoxLayout(cell)
        column.setContentsMargins(2, 0, 2, 0)
        column.setSpacing(0)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignCenter)
        return cell

    def _worded(self, cell: QWidget) -> QLabel:
        words = QLabel(cell)
        words.setWordWrap(True)
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        dress(words, Look.SMALL)
        column = cell.layout()
        assert column is not None  # noqa: S101  # every cell is made with one
        column.addWidget(words)
        return words

    def _tell_answered(self, points: int) -> None:
        self.answered.emit(self._item.id, points)
