"""A button of the rail: icon and word, or the icon alone, and a count of what waits.

Must not choose itself: the frame is asked, and says what is chosen. Used by Rail alone.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QStyle, QWidget

from nurseapp.desktop.ui.frame.icons import Icons
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.theme.typography import Step
from nurseapp.desktop.ui.widgets.line_painter import paint_line

HEIGHT_PX = 34
ICON_PX = 18
LEAD_PX = 12
COUNT_PX = 18


class RailButton(QAbstractButton):
    """Ask for a place, or for the lock. The lit one is `checked`.

    Signals:
        asked(str): the name, which is the icon's too.
    """

    asked = Signal(str)

    def __init__(
        self, theme: Theme, icons: Icons, name: str, words: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self._icon = name
        self._words = words
        self._hint = ""
        self._count = 0
        self._is_icon_only = False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._ask)
        theme.changed.connect(self.updateGeometry)
        self._name()

    def set_hint(self, hint: str) -> None:
        """Show a key, dim, after the word."""
        self._hint = hint
        self._name()

    def set_count(self, count: int) -> None:
        """Show how much waits there; 0 shows nothing."""
        self._count = count
        self._name()

    def set_icon_only(self, is_icon_only: bool) -> None:
        """Show the icon alone; the word is then the tool tip."""
        self._is_icon_only = is_icon_only
        self._name()
        self.updateGeometry()

    def nextCheckState(self) -> None:
        """Leave the choice to the frame: a click only asks."""

    def sizeHint(self) -> QSize:
        px = self._theme.typography.px
        return QSize(px(40), px(HEIGHT_PX))

    def paintEvent(self, _event: QPaintEvent) -> None:
        palette, px = self._theme.palette, self._theme.typography.px
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = self.isChecked()
        if lit or self.underMouse():
            ground = QColor(palette.rail_selected)
            ground.setAlphaF(1.0 if lit else 0.45)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(self.rect(), 6, 6)
        ink = QColor(palette.rail_selected_ink if lit else palette.rail_ink)
        side = px(ICON_PX)
        lead = (self.width() - side) // 2 if self._is_icon_only else px(LEAD_PX)
        box = QRect(lead, (self.height() - side) // 2, side, side)
        self._icons.paint(painter, self._icon, QRectF(self._mirrored(box)), ink)
        room = QRect(0, 0, self.width() - px(LEAD_PX), self.height())
        if self._count:
            room.setRight(self._paint_count(painter, ink) - px(4))
        if not self._is_icon_only:
            room.setLeft(lead + side + px(LEAD_PX))
            self._paint_words(painter, room, ink)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(ink, 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def _paint_words(self, painter: QPainter, room: QRect, ink: QColor) -> None:
        font = self._theme.typography.font(strong=self.isChecked())
        painter.setFont(font)
        painter.setPen(ink)
        metrics = QFontMetrics(font)
        shown = paint_line(painter, self._mirrored(room), self._words, metrics)
        room.setLeft(room.left() + metrics.horizontalAdvance(f"{shown}  "))
        painter.setFont(self._theme.typography.font(Step.SMALL))
        if QFontMetrics(painter.font()).horizontalAdvance(self._hint) <= room.width():
            painter.drawText(self._mirrored(room), self._leading(), self._hint)

    def _paint_count(self, painter: QPainter, ink: QColor) -> int:
        """Paint the count and return where it begins."""
        px = self._theme.typography.px
        font = self._theme.typography.font(Step.SMALL, strong=True)
        words = str(self._count) if self._count < 100 else "99+"
        width = max(px(COUNT_PX), QFontMetrics(font).horizontalAdvance(words) + px(10))
        top = 0 if self._is_icon_only else (self.height() - px(COUNT_PX)) // 2
        trail = 0 if self._is_icon_only else px(8)
        box = QRect(self.width() - width - trail, top, width, px(COUNT_PX))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawRoundedRect(self._mirrored(box), box.height() / 2, box.height() / 2)
        lit = self.isChecked()
        ground = self._theme.palette.rail_selected if lit else self._theme.palette.rail
        painter.setPen(QColor(ground))
        painter.setFont(font)
        painter.drawText(self._mirrored(box), Qt.AlignmentFlag.AlignCenter, words)
        return box.left()

    def _leading(self) -> Qt.AlignmentFlag:
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return QStyle.visualAlignment(self.layoutDirection(), align)

    def _mirrored(self, box: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), box)

    def _ask(self) -> None:
        self.asked.emit(self._icon)

    def _name(self) -> None:
        counted = self.tr("%1, %2 waiting").replace("%1", self._words)
        name = counted.replace("%2", str(self._count)) if self._count else self._words
        self.setAccessibleName(name)
        tip = f"{name}   {self._hint}".rstrip()
        self.setToolTip(tip if self._is_icon_only else "")
        self.update()
