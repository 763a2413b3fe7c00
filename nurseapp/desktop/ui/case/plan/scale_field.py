"""A scale from 0 to 10 that the member answers: importance, confidence. Not asked is not zero."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSlider, QWidget

from nurseapp.desktop.ui.case.editor_fields import EditorField
from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.wording.filling import filled
from nurseapp.domain.revising import FieldValue

HIGHEST = 10
TRACK_PX = 6


class ScaleField(EditorField):
    """A label, the number, and a track; digits and arrow keys set it, Delete empties it."""

    def __init__(self, theme: Theme, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self._number = QLabel(self)
        dress(self._number, Look.DIM)
        self._track = _Track(theme, self)
        self._track.valueChanged.connect(self._tell_edited)
        self.take_input(self._track)
        head = QHBoxLayout()
        head.addWidget(self.label, 1)
        head.addWidget(self._number)
        self.column.insertLayout(0, head)
        self.column.setSpacing(0)
        self._show_number()

    def value(self) -> FieldValue:
        return self._track.answer()

    def set_value(self, value: FieldValue) -> None:
        with QSignalBlocker(self._track):
            self._track.set_answer(value if isinstance(value, int) else None)
        self._show_number()

    def draft(self) -> str:
        answer = self._track.answer()
        return "" if answer is None else str(answer)

    def restore(self, draft: str) -> None:
        self.set_value(int(draft) if draft else None)
        self.edited.emit()

    def set_read_only(self, is_read_only: bool) -> None:
        self._track.setEnabled(not is_read_only)

    def _tell_edited(self) -> None:
        self._show_number()
        self.edited.emit()

    def _show_number(self) -> None:
        answer = self._track.answer()
        said = self.tr("not asked") if answer is None else filled(self.tr("%1 of 10"), answer)
        self._number.setText(said)
        self._track.setAccessibleDescription(said)


class _Track(QSlider):
    """The track: a slider to screen readers, a thin bar to the eye."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._is_answered = False
        self.setRange(0, HIGHEST)
        self.setPageStep(1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def answer(self) -> int | None:
        return self.value() if self._is_answered else None

    def set_answer(self, answer: int | None) -> None:
        self._is_answered = answer is not None
        self.setValue(answer or 0)
        self.update()

    def sizeHint(self) -> QSize:
        px = self._theme.typography.px
        return QSize(px(120), px(20))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isdigit():
            self._answer(int(event.text()))
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._answer(None)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Up))
        elif event.key() == Qt.Key.Key_End:
            self._answer(HIGHEST)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._follow(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._follow(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        palette, px = self._theme.palette, self._theme.typography.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = px(TRACK_PX)
        track = QRectF(2, (self.height() - height) / 2, self.width() - 4, height)
        painter.setPen(QPen(QColor(palette.edge), 1) if palette.outlined else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.line if not palette.outlined else palette.panel))
        painter.drawRoundedRect(track, height / 2, height / 2)
        if self._is_answered:
            done = QRectF(track)
            done.setWidth(max(height, track.width() * self.value() / HIGHEST))
            if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
                done.moveRight(track.right())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.accent if self.isEnabled() else palette.dim))
            painter.drawRoundedRect(done, height / 2, height / 2)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(palette.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def _step(self, up: bool) -> None:
        now = self.answer()
        self._answer(0 if now is None else max(0, min(HIGHEST, now + (1 if up else -1))))

    def _follow(self, event: QMouseEvent) -> None:
        if (
            event.buttons() & Qt.MouseButton.LeftButton
            or event.button() is Qt.MouseButton.LeftButton
        ):
            share = event.position().x() / max(1, self.width())
            if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
                share = 1 - share
            self._answer(max(0, min(HIGHEST, round(share * HIGHEST))))

    def _answer(self, answer: int | None) -> None:
        if answer != self.answer():
            with QSignalBlocker(self):
                self.set_answer(answer)
            self.valueChanged.emit(self.value())
