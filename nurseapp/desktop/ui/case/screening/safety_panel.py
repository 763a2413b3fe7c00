"""The safety panel: an answer that somebody must follow up now, before anything else.

It stands over the case, below the member's name, and ends only as done or as unable. Escape does
nothing; the focus stays inside. Must not keep anything: it says what was done.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QAction, QColor, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from nurseapp.desktop.ui.case.announcing import announce
from nurseapp.desktop.ui.case.bringing_into_view import bring_into_view
from nurseapp.desktop.ui.case.room_actions import SAVE_KEYS
from nurseapp.desktop.ui.case.screening.safety_steps import SafetySteps
from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.buttons import ActionButton, KeyButton
from nurseapp.desktop.ui.widgets.chip import Chip
from nurseapp.desktop.ui.widgets.chip_face import ChipFace, ChipKind


class SafetyPanel(QWidget):
    """Ask what was done.

    Signals:
        ended_done(object): the ticked steps, at least one, as they are kept.
        ended_unable(str, str): the reason, and who took over.
    """

    ended_done = Signal(object)
    ended_unable = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chip = Chip(
            theme, ChipFace(kind=ChipKind.SAFETY, words=self.tr("Safety questions")), self
        )
        self._what = _label(self.tr("This comes now, before anything else"), Look.PAGE_TITLE)
        self._raised = _label("", Look.PLAIN)
        self._steps = SafetySteps(self)
        self._done = QAction(self.tr("Done, go back"), self)
        self._done.setShortcuts([QKeySequence(key) for key in SAVE_KEYS])
        self.addAction(self._done)
        self._done_why = _label("", Look.DIM)
        self._reason = QLineEdit(self)
        self._taken_over_by = QLineEdit(self)
        self._unable = KeyButton(self.tr("Unable, handed over"), parent=self)
        self._unable_why = _label("", Look.DIM)
        self._lay_out()
        self._connect()
        self._follow()

    def show_concern(self, words: str) -> None:
        """Open for a concern; nothing is ticked yet. No sound is made."""
        self._steps.clear()
        self._reason.clear()
        self._taken_over_by.clear()
        self.setAccessibleName(self._what.text())
        self.say_raised(words)
        self._follow()

    def say_raised(self, words: str) -> None:
        """Say what raised the concern."""
        self._raised.setText(words)
        self.setAccessibleDescription(words)

    def take_focus(self) -> None:
        """Go to the first step and say aloud what this is."""
        self._steps.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, f"{self._what.text()}. {self._raised.text()}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Swallow Escape; Enter ticks a step and goes to the next."""
        at = QApplication.focusWidget()
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and not event.modifiers() and isinstance(at, QCheckBox):
            at.setChecked(True)
            self.focusNextPrevChild(True)
        elif event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep the focus inside, for as long as the panel is shown."""
        if not self.isVisible():
            return super().focusNextPrevChild(forward)
        inside = [w for w in self.findChildren(QWidget) if _takes_focus(w)]
        at = QApplication.focusWidget()
        place = inside.index(at) if at in inside else -1
        step = 1 if forward else -1
        target = inside[(place + step) % len(inside)]
        target.setFocus(Qt.FocusReason.TabFocusReason)
        bring_into_view(target)
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a card outlined in the colour that nothing else uses."""
        palette = self._theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(palette.safety.bare), 2))
        painter.setBrush(QColor(palette.panel))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)

    def _lay_out(self) -> None:
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self._chip, self._what, self._raised):
            column.addWidget(part)
        column.addSpacing(12)
        column.addWidget(_label(self.tr("What was done"), Look.PANEL_TITLE))
        column.addWidget(self._steps)
        done = ActionButton(self._done, look=Look.PRIMARY, parent=self)
        column.addLayout(_ending(done, self._done_why))
        column.addSpacing(12)
        column.addWidget(_label(self.tr("Or: it cannot be done here"), Look.PANEL_TITLE))
        column.addLayout(self._unable_row())
        column.addLayout(_ending(self._unable, self._unable_why))
        column.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        row = QVBoxLayout(self)
        row.setContentsMargins(24, 16, 24, 16)
        row.addWidget(area)

    def _unable_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        for words, line, share in (
            (self.tr("Why not"), self._reason, 3),
            (self.tr("Who took over"), self._taken_over_by, 2),
        ):
            label = _label(words, Look.DIM)
            label.setBuddy(line)
            line.setAccessibleName(words)
            field = QVBoxLayout()
            field.setSpacing(4)
            field.addWidget(label)
            field.addWidget(line)
            row.addLayout(field, share)
        return row

    def _connect(self) -> None:
        self._steps.changed.connect(self._follow)
        self._reason.textChanged.connect(self._follow)
        self._taken_over_by.textChanged.connect(self._follow)
        self._done.triggered.connect(self._end_done)
        self._unable.clicked.connect(self._end_unable)

    def _follow(self) -> None:
        """Let an ending be pressed once it can be, and say why not before."""
        done = bool(self._steps.ticked())
        unable = bool(self._reason.text().strip() and self._taken_over_by.text().strip())
        self._done.setEnabled(done)
        self._done_why.setText("" if done else self.tr("Tick at least one step."))
        self._unable.setEnabled(unable)
        self._unable_why.setText("" if unable else self.tr("Say why, and who took over."))

    def _end_done(self) -> None:
        self.ended_done.emit(self._steps.ticked())

    def _end_unable(self) -> None:
        self.ended_unable.emit(self._reason.text().strip(), self._taken_over_by.text().strip())


def _label(words: str, look: Look) -> QLabel:
    label = QLabel(words)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    dress(label, look)
    return label


def _ending(button: KeyButton, why: QLabel) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    row.addWidget(button)
    row.addWidget(why, 1)
    return row


def _takes_focus(widget: QWidget) -> bool:
    by_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return by_tab and widget.isVisible() and widget.isEnabled()
