"""The session with the server, kept inside the encrypted file, so that unlocking need not sign
in again while it lasts. Called by services and by the composition root.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from nurseapp.desktop.storage import settings
from nurseapp.desktop.storage.cache import Cache

_TOKEN = "session_token"  # noqa: S105  # the setting's name
_UNTIL = "session_until"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A token, and until when the server takes it."""

    token: str = field(repr=False)
    expires_at: datetime


class SessionStore:
    """Keeps one session."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def keep(self, token: str, expires_at: datetime) -> None:
        """Keep a session in the place of an older one."""
        with self._cache.write() as connection:
            settings.put(connection, _TOKEN, token)
            settings.put(connection, _UNTIL, expires_at.isoformat())

    def read(self) -> Session | None:
        """Give the session that was kept, None where there is none."""
        with self._cache.read() as connection:
            token = settings.get(connection, _TOKEN)
            until = settings.get(connection, _UNTIL)
        if token is None or until is None:
            return None
        return Session(token=token, expires_at=datetime.fromisoformat(until))

    def drop(self) -> None:
        """Forget the session."""
        with self._cache.write() as connection:
            settings.put(connection, _TOKEN, None)
            settings.put(connection, _UNTIL, None)
