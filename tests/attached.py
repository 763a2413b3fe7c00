"""Files for the tests of attachments: as large as asked for, each like no other."""

from __future__ import annotations

import random
from hashlib import sha256

from nurseapp.domain.attachment import DocumentAttached, MediaType
from nurseapp.domain.ids import RecordId

PNG = b"\x89PNG\r\n\x1a\n"


def image_bytes(size: int, seed: int = 1) -> bytes:
    """Make up a file that begins like an image."""
    return PNG + random.Random(seed).randbytes(size - len(PNG))  # noqa: S311  # made-up bytes must repeat


def attaching(
    record: str, content: bytes, title: str = "X-ray of the left wrist"
) -> DocumentAttached:
    """Attach a file that is an image."""
    return DocumentAttached(
        attachment=RecordId(record),
        title=title,
        media=MediaType.PNG,
        size=len(content),
        sha256=sha256(content).hexdigest(),
    )
