"""Scans and images for the documents room, and a drawer that has them at every stage."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

from PySide6.QtCore import QBuffer, QIODevice, QPointF
from PySide6.QtGui import QColor, QImage, QPainter, QRadialGradient

from nurseapp.desktop.storage.file_rows import Goal, HeldFile
from nurseapp.domain.attachment import DocumentAttached, DocumentWithdrawn, media_type_of
from nurseapp.domain.events import Event
from nurseapp.domain.ids import EventId, RecordId, UserId
from nurseapp.domain.streams import StreamKind, stream_of
from nurseapp.wire.attachments import CHUNK
from tests.ui.case.desk import CaseDesk
from tests.ui.case.elena import AMARA, CASE, NOW

CARE = stream_of(CASE, StreamKind.CARE)


def x_ray(width: int = 900, height: int = 1200) -> bytes:
    """Paint what looks a little like an x-ray image."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#101418"))
    painter = QPainter(image)
    painter.setPen(QColor("#00000000"))
    for place in range(5):
        middle = QPointF(width * (0.22 + 0.14 * place), height * (0.3 + 0.02 * (place % 3)))
        glow = QRadialGradient(middle, width * 0.11)
        glow.setColorAt(0.0, QColor("#E8EEF2"))
        glow.setColorAt(1.0, QColor("#00101418"))
        painter.setBrush(glow)
        painter.drawEllipse(middle, width * 0.06, height * 0.24)
    painter.end()
    return _written(image, "PNG")


def _written(image: QImage, kind: str) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, kind)  # type: ignore[call-overload]  # the stubs want bytes, Qt a name
    return bytes(buffer.data().data())


class Scans:
    """Put documents into a desk's case, each at a stage of its way."""

    def __init__(self, desk: CaseDesk) -> None:
        self._desk = desk
        self._count = 0

    def attach(
        self,
        title: str,
        content: bytes,
        goal: Goal | None,
        *,
        held: int = 1,
        sent: int = 0,
        size: int | None = None,
        by: UserId = AMARA,
    ) -> RecordId:
        """Attach a document whose file is so far on its way; None where nobody asked for it."""
        record = RecordId(f"document-{self._count + 1}")
        name = sha256(content).hexdigest()
        body = DocumentAttached(
            attachment=record,
            title=title,
            media=media_type_of(content),
            size=size or len(content),
            sha256=name,
        )
        self._take(body, by)
        self._desk.drawer.contents[name] = content
        if goal is not None:
            file = HeldFile(sha256=name, size=body.size, name="", key=b"", held=held)
            self._desk.drawer.place(CARE, record, file, goal, sent)
        return record

    def withdraw(self, record: RecordId, reason: str) -> None:
        """Withdraw a document, as a sync brings it."""
        self._take(DocumentWithdrawn(attachment=record, reason=reason), AMARA)

    def every_stage(self, pdf: bytes) -> None:
        """Attach one document at each stage."""
        wrong = self.attach("Letter about another member", x_ray(60, 80), Goal.KEEP)
        self.withdraw(wrong, "Belongs to another member")
        self.attach("MRI of the knee, report", x_ray(61, 80), None, size=18_874_368)
        self.attach(
            "Discharge letter, March", x_ray(62, 80), Goal.FETCH, held=2, size=5 * CHUNK - 9
        )
        self.attach("Insurance card, scanned", x_ray(63, 80), Goal.STUCK, held=0)
        self.attach("Laboratory results 3 Mar", pdf, Goal.KEEP)
        self.attach(
            "Wound, left heel", x_ray(64, 80), Goal.SEND, held=5, sent=2, size=5 * CHUNK - 1
        )
        self.attach("X-ray of the left wrist", x_ray(), Goal.SEND)

    def _take(self, body: DocumentAttached | DocumentWithdrawn, by: UserId) -> None:
        self._count += isinstance(body, DocumentAttached)
        self._desk.store.take(
            Event(
                id=EventId(f"scan-{self._count}-{type(body).__name__}"),
                stream=CARE,
                at=NOW - timedelta(hours=9) + timedelta(minutes=self._count),
                author=by,
                body=body,
            )
        )
