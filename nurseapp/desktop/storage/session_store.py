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
_REFRESH = "session_refresh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A token, until when the server takes it, and what gets the next; empty where nothing does."""

    token: str = field(repr=False)
    expires_at: datetime
    refresh: str = field(default="", repr=False)


class SessionStore:
    """Keeps one session."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def keep(self, session: Session) -> None:
        """Keep a session in the place of an older one."""
        with self._cache.write() as connection:
            settings.put(connection, _TOKEN, session.token)
            settings.put(connection, _UNTIL, session.expires_at.isoformat())
            settings.put(connection, _REFRESH, session.refresh)

    def read(self) -> Session | None:
        """Give the session that was kept, None where there is none."""
        with self._cache.read() as connection:
            kept = settings.get_all(connection, (_TOKEN, _UNTIL, _REFRESH))
        if _TOKEN not in kept or _UNTIL not in kept:
            return None
        return Session(
            token=kept[_TOKEN],
            expires_at=datetime.fromisoformat(kept[_UNTIL]),
            refresh=kept.get(_REFRESH, ""),
        )

    def drop(self) -> None:
        """Forget the session."""
        with self._cache.write() as connection:
            for name in (_TOKEN, _UNTIL, _REFRESH):
                settings.put(connection, name, None)
