"""Two parts of a page side by side, the second under the first where there is no room.

Must not know what they show. Used by the rooms of a case.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QWidget

from nurseapp.desktop.ui.theme.theme import Theme

FOLDS_BELOW_PX = 940
"""The width of a page, at 100 %, in a window of 1000 px whose rail shows icons."""

FOLDS_ABOVE_ZOOM = 150
WIDEST = 16_777_215
"""Qt's own limit."""


class SideBySide(QScrollArea):
    """Hold a main part that takes what is left and a side part of a fixed width.

    What is inside fills the height there is, and scrolls only when it cannot be made smaller.
    """

    def __init__(
        self,
        theme: Theme,
        main: QWidget,
        side: QWidget,
        *,
        side_px: int,
        folded_main_px: int = 360,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._main = main
        self._side = side
        self._side_px = side_px
        self._folded_main_px = folded_main_px
        self._inside = QWidget(self)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._inside)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(16)
        self._box.addWidget(main, 1)
        self._box.addWidget(side)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidget(self._inside)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside.installEventFilter(self)
        theme.changed.connect(self._fold)
        self._fold()

    def is_folded(self) -> bool:
        """Tell whether the side stands under the main part."""
        return self._box.direction() is QBoxLayout.Direction.TopToBottom

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._inside and event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _fold(self) -> None:
        typography = self._theme.typography
        narrow = self.width() / typography.scale < FOLDS_BELOW_PX
        folded = narrow or typography.zoom > FOLDS_ABOVE_ZOOM
        direction = QBoxLayout.Direction
        self._box.setDirection(direction.TopToBottom if folded else direction.LeftToRight)
        self._main.setMinimumHeight(typography.px(self._folded_main_px) if folded else 0)
        most = WIDEST if folded else typography.px(self._side_px)
        self._side.setMinimumWidth(0 if folded else most)
        self._side.setMaximumWidth(most)
        self._fit()

    def _fit(self) -> None:
        """Fill the view; the area's own way of resizing would ask for the preferred height.

        One under the other they get it: a box squeezes text that wraps below what it needs.
        """
        width, height = self.viewport().width(), self.viewport().height()
        least = self._box.minimumSize().height()
        if self.is_folded() and self._box.hasHeightForWidth():
            least = self._box.heightForWidth(width)
        self._inside.resize(width, max(height, least))
