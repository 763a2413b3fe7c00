"""A whole form on one page: heads with their points, a row a question, filled by keyboard.

The digit typed is always the points in the column head. Must not score, skip or keep anything: it
says which key was pressed on which item, and shows what it is told.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from nurseapp.desktop.ui.case.bringing_into_view import bring_into_view
from nurseapp.desktop.ui.case.screening.column_heads import ColumnHeads, shared_answers
from nurseapp.desktop.ui.case.screening.question_row import QuestionRow
from nurseapp.desktop.ui.case.screening.stem import Stem
from nurseapp.desktop.ui.case.side_by_side import FOLDS_ABOVE_ZOOM
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.wording.screening import not_asked_words
from nurseapp.domain.asking import Asked
from nurseapp.domain.form import Form

CELL_PX = 96
WORDS_SHARE = 0.36
"""What the wording keeps of the width at the least."""


class FormSheet(QWidget):
    """Show a form.

    Signals:
        answered(str, int): the item and its points.
        item_chosen(str): somebody went to an item.
        stepped(int): one item on, or back.
        decline_asked()
    """

    answered = Signal(str, int)
    item_chosen = Signal(str)
    stepped = Signal(int)
    decline_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._form: Form | None = None
        self._rows: dict[str, QuestionRow] = {}
        self._current = ""
        self._is_locked = False
        self._preface = Stem(theme, self)
        self._stem = Stem(theme, self)
        self._heads = ColumnHeads(self)
        self._list = QWidget(self)
        self._column = QVBoxLayout(self._list)
        self._area = _KeylessArea(self)
        self._lay_out()
        theme.changed.connect(self._fit)

    def show_form(self, form: Form) -> None:
        """Show another form, empty."""
        self._form = form
        self._preface.setText(form.preface)
        self._stem.setText(form.stem)
        for stem in (self._preface, self._stem):
            stem.setVisible(bool(stem.text()))
            stem.rest()
        self._heads.show_form(form)
        self._fill_rows(form)
        self._fit()

    def set_answers(self, answers: Mapping[str, int], asked: Mapping[str, Asked]) -> None:
        """Show answers, and which items are asked."""
        for item, row in self._rows.items():
            row.set_points(answers.get(item))
            row.set_asked(asked[item] is Asked.YES, self._why(asked[item]))

    def set_current(self, item: str) -> None:
        """Tint one row and take the focus to it."""
        if self._current in self._rows:
            self._rows[self._current].set_current(False)
        self._current = item
        row = self._rows[item]
        row.set_current(True)
        row.take_focus()
        bring_into_view(row)

    def current(self) -> str:
        """Give the id of the tinted row's item."""
        return self._current

    def set_locked(self, is_locked: bool) -> None:
        """Let the form be read only, once it is signed."""
        self._is_locked = is_locked
        for row in self._rows.values():
            row.set_locked(is_locked)

    def repeat_stem(self) -> None:
        """Light what is read before the items, and have it read aloud."""
        for stem in (self._stem, self._preface):
            if stem.text():
                stem.repeat()
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        row = self._rows.get(self._current)
        if (
            row is None
            or self._is_locked
            or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            super().keyPressEvent(event)
        elif event.text().isdigit():
            self._answer(int(event.text()))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            row.press_focused()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            forward = (key is Qt.Key.Key_Right) is (
                self.layoutDirection() is Qt.LayoutDirection.LeftToRight
            )
            row.move_focus(1 if forward else -1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if key is Qt.Key.Key_Down else -1)
        elif key is Qt.Key.Key_Backspace:
            self.stepped.emit(-1)
        elif key is Qt.Key.Key_R:
            self.repeat_stem()
        elif key is Qt.Key.Key_D:
            self.decline_asked.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus to the current question."""
        super().focusInEvent(event)
        if self._current in self._rows:
            self._rows[self._current].take_focus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _answer(self, points: int) -> None:
        """Give an answer by its points; a digit that no column has does nothing."""
        assert self._form is not None  # noqa: S101  # a row is shown, so a form is
        item = next(i for i in self._form.items if i.id == self._current)
        if any(option.points == points for option in item.options):
            self._tell_answered(self._current, points)

    def _tell_answered(self, item: str, points: int) -> None:
        self._stem.rest()
        self._preface.rest()
        self.answered.emit(item, points)

    def _lay_out(self) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self._list)
        self._area.viewport().installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self._preface, self._stem, self._heads):
            column.addWidget(part)
        column.addWidget(self._area, 1)

    def _fill_rows(self, form: Form) -> None:
        while (gone := self._column.takeAt(0)) is not None:
            if (widget := gone.widget()) is not None:
                widget.setParent(None)
                widget.deleteLater()
        self._rows = {}
        self._current = ""
        number = 0
        for item in form.items:
            number += item.scored
            row = QuestionRow(self._theme, item, f"{number}." if item.scored else "")
            row.answered.connect(self._tell_answered)
            row.entered.connect(self.item_chosen)
            self._rows[item.id] = row
            self._column.addWidget(row)
        self._column.addStretch(1)

    def _fit(self) -> None:
        """Give every answer the same width, so that it stands under its head."""
        if self._form is None:
            return
        columns = self._form.policy.highest + 1
        room = self._area.viewport().width()
        most = int(room * (1 - WORDS_SHARE) / columns)
        width = min(self._theme.typography.px(CELL_PX), most)
        shared = shared_answers(self._form)
        # Above this zoom the page scrolls under its heads, and the answers must speak themselves.
        is_large = self._theme.typography.zoom > FOLDS_ABOVE_ZOOM
        for item in self._form.items:
            row = self._rows[item.id]
            is_own = tuple(option.text for option in item.options) != shared
            row.say_answers(is_large or is_own, with_points=is_large)
            row.set_cell_width(width)
        self._heads.fit(width, self._area.width() - room)

    def _why(self, asked: Asked) -> str:
        assert self._form is not None  # noqa: S101  # only called while a form is shown
        if asked is Asked.SKIPPED:
            return not_asked_words(self._form)
        if asked is Asked.LATER:
            return self.tr("Asked at the end, if any answer is above zero")
        return self.tr("Not asked: every answer is zero") if asked is Asked.NOT_NEEDED else ""


class _KeylessArea(QScrollArea):
    """An area that scrolls but leaves every key to the sheet."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()
