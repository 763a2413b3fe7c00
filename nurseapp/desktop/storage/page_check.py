"""Looks through every page of the cache once a day, so that damage is told before it is needed.

A page that nobody reads may be damaged for long. And lets go of the pages that are in memory. Runs
on the sync's thread, between two rounds; called by services.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from nurseapp.desktop.storage import settings
from nurseapp.desktop.storage.cache import Cache

EVERY = timedelta(days=1)
_CHECKED = "pages_checked"


class PageCheck:
    """Checks one cache."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def run(self, now: datetime) -> None:
        """Check every page, where that was not done within a day; a new cache is whole.

        Raises:
            CacheError: ``cache_damaged``; it is looked at again with the next round.
        """
        with self._cache.read(following=True) as connection:
            checked = settings.get(connection, _CHECKED)
        if checked is not None:
            if now - datetime.fromisoformat(checked) < EVERY:
                return
            self._cache.check()
        with self._cache.follow() as connection:
            settings.put(connection, _CHECKED, now.isoformat())

    def let_go(self) -> None:
        """Give back the memory that a first fill took, which the next rounds do not need."""
        self._cache.let_go()
