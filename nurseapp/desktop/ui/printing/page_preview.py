"""Pages of a document one below the other, as images that are asked for when they are seen.

Must not render: it says which page is needed and at which resolution.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from nurseapp.desktop.services.page_images import POINTS_PER_INCH, PageImage, PageSize
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.wording.filling import filled

ZOOMS = (0.5, 0.75, 1.0, 1.5, 2.0, 3.0)
"""Times the width of the view."""

MARGIN_PX = 12


class PagePreview(QScrollArea):
    """Show a document.

    Signals:
        page_needed(int, float): the page, from 0, and the dots per inch to paint it with.
    """

    page_needed = Signal(int, float)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pages: list[_PageFace] = []
        self._asked: set[tuple[int, float]] = set()
        self._zoom = 1.0
        inside = QWidget(self)
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(MARGIN_PX)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setWidget(inside)
        self.verticalScrollBar().valueChanged.connect(self._ask)

    def set_pages(self, sizes: Sequence[PageSize]) -> None:
        """Begin with a document's pages, still blank."""
        for page in self._pages:
            # It keeps its parent: one that was just added is still to be shown, then as a window.
            self._column.removeWidget(page)
            page.hide()
            page.deleteLater()
        self._asked.clear()
        self._pages = [_PageFace(self._theme, size) for size in sizes]
        for number, page in enumerate(self._pages, start=1):
            page.setAccessibleName(filled(self.tr("Page %1 of %2"), number, len(sizes)))
            self._column.addWidget(page, 0, Qt.AlignmentFlag.AlignHCenter)
        self.verticalScrollBar().setValue(0)
        self._fit()

    def set_image(self, number: int, image: PageImage) -> None:
        """Show a page's image."""
        if number < len(self._pages):
            self._pages[number].set_image(image)

    def images_shown(self) -> tuple[bytes, ...]:
        """Give the pixels of the pages that have come."""
        return tuple(page.pixels() for page in self._pages if page.pixels())

    def zoom_in(self) -> None:
        """Make pages one step larger."""
        self._step(1)

    def zoom_out(self) -> None:
        """Make pages one step smaller."""
        self._step(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() in ("+", "="):
            self.zoom_in()
        elif event.text() == "-":
            self.zoom_out()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _step(self, step: int) -> None:
        place = ZOOMS.index(self._zoom) + step
        self._zoom = ZOOMS[max(0, min(place, len(ZOOMS) - 1))]
        self._fit()

    def _fit(self) -> None:
        width = int((self.viewport().width() - 2) * self._zoom)
        for page in self._pages:
            page.set_width(max(width, 48))
        self._ask()

    def _ask(self) -> None:
        """Ask for the pages that can be seen now, each once at a size.

        Where a page stands is added up: the layout places pages only when it next paints.
        """
        top = self.verticalScrollBar().value()
        bottom = top + self.viewport().height()
        place = 0
        for number, page in enumerate(self._pages):
            need = (number, page.dots_per_inch())
            is_seen = place <= bottom and place + page.height() >= top
            if is_seen and need not in self._asked:
                self._asked.add(need)
                self.page_needed.emit(*need)
            place += page.height() + MARGIN_PX


class _PageFace(QWidget):
    """One sheet of white paper with its image."""

    def __init__(self, theme: Theme, size: PageSize) -> None:
        super().__init__()
        self._theme = theme
        self._size = size
        self._bytes: PageImage | None = None
        self._image = QImage()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_width(self, width: int) -> None:
        self.setFixedSize(QSize(width, round(width * self._size.height / self._size.width)))

    def set_image(self, image: PageImage) -> None:
        self._bytes = image  # QImage does not copy, so the bytes must live as long
        self._image = qimage(image)
        self._image.setDevicePixelRatio(self.devicePixelRatioF())
        self.update()

    def pixels(self) -> bytes:
        return b"" if self._bytes is None else self._bytes.bgra

    def dots_per_inch(self) -> float:
        pixels = self.width() * self.devicePixelRatioF()
        return round(pixels / self._size.width * POINTS_PER_INCH, 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#FFFFFF"))  # paper is white in every scheme
        if not self._image.isNull():
            self._paint_image(painter)
        painter.setPen(QPen(QColor(self._theme.palette.line), 1))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def _paint_image(self, painter: QPainter) -> None:
        """Paint pixel on pixel; only until the right size has come, stretched."""
        size = self._image.deviceIndependentSize().toSize()
        if abs(size.width() - self.width()) <= 1:
            painter.drawImage(0, 0, self._image)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self.rect(), self._image)


def qimage(image: PageImage) -> QImage:
    """Wrap a page's pixels; the image lives only as long as its bytes."""
    return QImage(image.bgra, image.width, image.height, image.stride, QImage.Format.Format_RGB32)
