"""The attachment: a scanned page, an image or a PDF that belongs to a case.

The record tells what it is and names its file by the SHA-256 of its bytes; the bytes travel apart
from the records. It is only ever added; one that does not belong here is withdrawn, with a
reason, and from then on names no file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from nurseapp.domain.events import Event
from nurseapp.domain.ids import RecordId, UserId
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.streams import Stream, StreamKind

MAX_SIZE = 100 << 20
"""Bytes of the largest file that can be attached."""
BEGINNING = 1024
"""Bytes of a file's beginning by which its type can be told."""
_SHA256 = re.compile(r"[0-9a-f]{64}")


class MediaType(StrEnum):
    """What a file may be."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One attached file.

    Attributes:
        title: what it is, in the nurse's words.
        size: in bytes.
        sha256: of the bytes, in hexadecimal.
        withdrawn_reason: why it was withdrawn; then its file is nobody's to read any more.
    """

    KIND: ClassVar[str] = "attachment"

    id: RecordId
    title: str
    media: MediaType
    size: int
    sha256: str
    at: datetime
    by: UserId
    withdrawn_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentAttached:
    """A file was attached; its bytes follow."""

    STREAM: ClassVar[StreamKind] = StreamKind.CARE

    attachment: RecordId
    title: str
    media: MediaType
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentWithdrawn:
    """The file does not belong here, or is the wrong one."""

    STREAM: ClassVar[StreamKind] = StreamKind.CARE

    attachment: RecordId
    reason: str


def media_type_of(beginning: bytes) -> MediaType:
    """Tell what a file is by its first bytes, never by its name.

    The marks are those of ISO 32000-2 (7.5.2; readers look for it in the first 1024 bytes),
    PNG (W3C, third edition, 5.2) and JPEG (ITU-T T.81, B.1.1.3).

    Raises:
        DomainError: ``document_type`` for anything else.
    """
    if beginning.startswith(b"\x89PNG\r\n\x1a\n"):
        return MediaType.PNG
    if beginning.startswith(b"\xff\xd8\xff"):
        return MediaType.JPEG
    if b"%PDF-" in beginning[:BEGINNING]:
        return MediaType.PDF
    raise DomainError("document_type")


def check_size(size: int) -> None:
    """Refuse a file that is ``document_empty`` or ``document_too_large`` (limit, in bytes)."""
    if size < 1:
        raise DomainError("document_empty")
    if size > MAX_SIZE:
        raise DomainError("document_too_large", limit=MAX_SIZE)


def attached(stream: Stream, event: Event, body: DocumentAttached) -> Stream:
    """Add an attachment; refuse ``bad_value`` without a title or with a hash that is none."""
    if not body.title.strip():
        raise DomainError("bad_value", kind=Attachment.KIND, field="title")
    if not _SHA256.fullmatch(body.sha256):
        raise DomainError("bad_value", kind=Attachment.KIND, field="sha256")
    check_size(body.size)
    return stream.add(
        Attachment(
            id=body.attachment,
            title=body.title,
            media=body.media,
            size=body.size,
            sha256=body.sha256,
            at=event.at,
            by=event.author,
        )
    )


def withdrawn(stream: Stream, _event: Event, body: DocumentWithdrawn) -> Stream:
    """Withdraw an attachment; the first reason stays. Refuse ``bad_value`` without a reason."""
    if not body.reason.strip():
        raise DomainError("bad_value", kind=Attachment.KIND, field="reason")
    attachment = stream.get(Attachment, body.attachment)
    if attachment.withdrawn_reason is not None:
        return stream
    return stream.put(replace(attachment, withdrawn_reason=body.reason))
