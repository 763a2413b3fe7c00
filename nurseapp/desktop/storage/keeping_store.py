"""What this computer keeps: since when and how much, and what became of what was refused.

Runs on the store's thread. Called by services and by the composition root.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nurseapp.desktop.storage import outbox, settings
from nurseapp.desktop.storage.cache import Cache
from nurseapp.domain.events import Event
from nurseapp.domain.ids import EventId

_SINCE = "kept_since"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """How much is here: ``size`` of the encrypted file in bytes, ``since`` when, aware UTC."""

    size: int
    since: datetime | None


class KeepingStore:
    """The cache as a whole, and the refused events in it."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def begin(self, at: datetime) -> None:
        """Note since when something is kept here; later calls change nothing."""
        with self._cache.read() as connection:
            is_known = settings.get(connection, _SINCE) is not None
        if not is_known:
            with self._cache.write() as connection:
                settings.put(connection, _SINCE, at.isoformat())

    def held(self) -> Held:
        """Tell how much is kept, and since when."""
        with self._cache.read() as connection:
            since = settings.get(connection, _SINCE)
            size = connection.exec_driver_sql(
                "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
            ).scalar_one()
        return Held(size=size, since=None if since is None else datetime.fromisoformat(since))

    def refused(self, event: EventId) -> Event:
        """Give an event that the server refused; ``no_such_entry`` is refused."""
        with self._cache.read() as connection:
            return outbox.refused(connection, event)

    def withdraw(self, event: EventId, why: str) -> None:
        """Take a refused event off the list, with the reason; ``no_such_entry`` is refused."""
        with self._cache.write() as connection:
            outbox.withdraw(connection, event, why)
