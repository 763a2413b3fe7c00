"""The mark in the cache: how far it has come, in its own count and in time, and its lease.

The count is kept in the keyring too, so that an older copy of the file is known as one. The latest
time that was seen and the lease, which the server signs and each manifest renews, tell whether the
vault may be opened without asking the server. Called by services, and by the sync store.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from nurseapp.desktop.storage import listing, settings
from nurseapp.desktop.storage.cache import Cache
from nurseapp.desktop.storage.circumstances import VaultError
from nurseapp.desktop.storage.connection import Connection
from nurseapp.desktop.storage.keyring_choice import Keyring
from nurseapp.desktop.storage.witness import Witness, keep_witness, read_witness

TOLERANCE = timedelta(minutes=5)
"""How far back a clock may be set, as computers do by themselves."""
KEY_LASTS = timedelta(days=365)
"""After which the data key is changed at the next unlocking."""
_KEY_SINCE = "key_since"
_COUNT = "mark_count"
_SEEN = "mark_seen"
_LEASE = "lease_until"
_ETAG = "manifest_etag"


class Mark:
    """The mark of one vault."""

    def __init__(self, cache: Cache, keyring: Keyring, item: str) -> None:
        """Take the cache and where the keyring keeps the witness."""
        self._cache = cache
        self._keyring = keyring
        self._item = item

    def check_copy(self) -> None:
        """Check that the cache is the newest that there was.

        Raises:
            VaultError: ``older_copy``.
        """
        witness = read_witness(self._keyring, self._item)
        if witness is not None and self._count() < witness.count:
            raise VaultError("older_copy")

    def accept(self) -> None:
        """Go on with an older copy: all that the server has is fetched and compared anew."""
        witness = read_witness(self._keyring, self._item)
        with self._cache.write() as connection:
            listing.refill_every(connection)
            settings.put(connection, _ETAG, None)
            settings.put(connection, _COUNT, str(0 if witness is None else witness.count))

    def check_time(self, now: datetime) -> None:
        """Check that the vault may be opened without asking the server.

        Raises:
            VaultError: ``lease_over`` with the time ``until`` which it could be, or ``clock_back``
                for a clock that is behind what it showed before.
        """
        with self._cache.read() as connection:
            known = settings.get_all(connection, (_LEASE, _SEEN))
        if _SEEN in known and now < datetime.fromisoformat(known[_SEEN]) - TOLERANCE:
            raise VaultError("clock_back")
        if _LEASE in known and now > datetime.fromisoformat(known[_LEASE]):
            raise VaultError("lease_over", until=known[_LEASE])

    def is_key_old(self, now: datetime) -> bool:
        """Tell whether the data key has been in use for long enough."""
        with self._cache.read() as connection:
            since = settings.get(connection, _KEY_SINCE)
        return since is not None and now - datetime.fromisoformat(since) > KEY_LASTS

    def begin_key(self, now: datetime) -> None:
        """Note that the data key is a new one."""
        with self._cache.write() as connection:
            settings.put(connection, _KEY_SINCE, now.isoformat())

    def ask_anew(self) -> None:
        """Let the next manifest be a whole one, which renews the lease."""
        with self._cache.write() as connection:
            settings.put(connection, _ETAG, None)

    def advance(self, now: datetime) -> None:
        """Count on, here first and then in the keyring, and keep the latest time."""
        with self._cache.write() as connection:
            count = int(settings.get(connection, _COUNT) or 0) + 1
            settings.put(connection, _COUNT, str(count))
            if settings.get(connection, _KEY_SINCE) is None:
                settings.put(connection, _KEY_SINCE, now.isoformat())
            seen = settings.get(connection, _SEEN)
            if seen is None or datetime.fromisoformat(seen) < now:
                settings.put(connection, _SEEN, now.isoformat())
        witness = read_witness(self._keyring, self._item)
        generation = 1 if witness is None else witness.generation
        keep_witness(self._keyring, self._item, Witness(generation=generation, count=count))

    def _count(self) -> int:
        with self._cache.read() as connection:
            return int(settings.get(connection, _COUNT) or 0)


def renew_lease(connection: Connection, until: datetime, server_time: datetime) -> None:
    """Note a lease, and the server's time as the latest: a clock that ran ahead is forgiven.

    A function over a connection, in the caller's transaction.
    """
    settings.put(connection, _LEASE, until.isoformat())
    settings.put(connection, _SEEN, server_time.isoformat())
