"""An attached image as one page, laid out by Qt in memory; no file is ever written.

As a page it is looked at, printed and saved like every other paper. Runs on a thread that may
take its time.
"""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QImageReader, QPageLayout, QPageSize, QPainter, QPdfWriter

from nurseapp.domain.circumstance import Circumstance

LONGEST_PX = 3508
"""The long side of A4 at 300 dots per inch; an image with more is scaled down as it is read."""
_LONG_SIDE_PT = 842.0


class _Bytes(QIODevice):
    """Bytes to read from, without a second copy of them."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self._content = memoryview(content)
        self.open(QIODevice.OpenModeFlag.ReadOnly | QIODevice.OpenModeFlag.Unbuffered)

    def isSequential(self) -> bool:
        return False

    def size(self) -> int:
        return len(self._content)

    def readData(self, length: int) -> bytes:
        place = self.pos()
        return bytes(self._content[place : place + length])

    def writeData(self, _data: bytes | bytearray | memoryview, _length: int) -> int:
        return -1


def picture_pdf(content: bytes) -> bytes:
    """Lay an image out on a page of its own proportions.

    Raises:
        Circumstance: ``document_unreadable`` where it is none.
    """
    image = _image(content)
    size = QSizeF(image.size()).scaled(_LONG_SIDE_PT, _LONG_SIDE_PT, _KEEP)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(size, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch),
            QPageLayout.Orientation.Portrait,
            QMarginsF(),
        )
    )
    painter = QPainter(writer)
    painter.drawImage(painter.viewport(), image)
    painter.end()
    return bytes(buffer.data().data())


_KEEP = Qt.AspectRatioMode.KeepAspectRatio


def _image(content: bytes) -> QImage:
    device = _Bytes(content)
    reader = QImageReader(device)
    reader.setAutoTransform(True)
    found = reader.size()
    if found.isValid() and max(found.width(), found.height()) > LONGEST_PX:
        reader.setScaledSize(found.scaled(QSize(LONGEST_PX, LONGEST_PX), _KEEP))
    image = reader.read()
    device.close()
    if image.isNull():
        raise Circumstance("document_unreadable")
    return image
