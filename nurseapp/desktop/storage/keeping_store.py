"""What this computer keeps: since when and how much, and what became of what was refused.

Runs on the store's thread. Called by services and by the composition root.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from nurseapp.desktop.storage import outbox, settings
from nurseapp.desktop.storage.cache import Cache
from nurseapp.desktop.storage.connection import Connection
from nurseapp.domain.events import Event
from nurseapp.domain.ids import EventId

RETRIED = "retried"
"""What is kept in the place of a reason with a refused event that was said anew."""
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

    def event(self, event: EventId) -> Event | None:
        """Give an event of the outbox, None where its words are no longer here."""
        with self._cache.read() as connection:
            return outbox.body_of(connection, event)

    def standing(self, event: EventId) -> Event | None:
        """Give an event that is on its way, None for one that was refused or is not here."""
        with self._cache.read() as connection:
            if not outbox.stands(connection, event):
                return None
            return outbox.body_of(connection, event)

    def refused(self, event: EventId) -> Event:
        """Give an event that the server refused; ``no_such_entry`` is refused."""
        with self._cache.read() as connection:
            return outbox.refused(connection, event)

    def settling(self, event: EventId) -> Callable[[Connection], None]:
        """Give what takes a refused event off the list beside the act that says it anew.

        It refuses ``no_such_entry`` for one that was not refused.
        """
        return lambda connection: outbox.withdraw(connection, event, RETRIED)

    def withdraw(self, event: EventId, why: str, withdrawal: Event) -> None:
        """Take a refused event off the list, with the reason; ``no_such_entry`` is refused.

        Args:
            withdrawal: the event that says so, which goes up like any other, also where its case
                is no longer here.
        """
        with self._cache.write() as connection:
            outbox.withdraw(connection, event, why)
            outbox.add(connection, [withdrawal])
