"""The clock of the server: handed in everywhere, read for real only by the composition root."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Give the time, aware UTC."""
    return datetime.now(UTC)
