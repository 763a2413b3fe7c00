"""Half-typed text, kept by field, so that a lock or a crash loses none of it.

Called by services on the store's thread.
"""

from __future__ import annotations

from nurseapp.desktop.storage.cache import Cache

_PLACE = ":place"


class DraftStore:
    """Keeps one text for each field that somebody is typing in."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def keep(self, key: str, text: str) -> None:
        """Keep a text in the place of an older one.

        Args:
            key: names the field; it begins with the case's id, with which the draft goes.
        """
        with self._cache.write() as connection:
            connection.exec_driver_sql(
                "INSERT INTO draft (key, text) VALUES (?, ?)"
                " ON CONFLICT (key) DO UPDATE SET text = excluded.text",
                (key, text),
            )

    def take(self, key: str) -> str | None:
        """Give a text that was kept; it stays."""
        with self._cache.read() as connection:
            found = connection.exec_driver_sql("SELECT text FROM draft WHERE key = ?", (key,))
            text: str | None = found.scalar()
            return text

    def has_texts(self) -> bool:
        """Tell whether any field holds text that was not saved."""
        with self._cache.read() as connection:
            found = connection.exec_driver_sql(
                "SELECT 1 FROM draft WHERE key NOT LIKE ? AND trim(text) <> '' LIMIT 1",
                (f"%{_PLACE}",),
            )
            return found.first() is not None

    def keep_place(self, case: str, text: str) -> None:
        """Keep where somebody is in their work, in the place of where they were before.

        Args:
            case: the id of the open one, with which it goes; none of it is kept where it is empty.
        """
        with self._cache.write() as connection:
            connection.exec_driver_sql("DELETE FROM draft WHERE key LIKE ?", (f"%{_PLACE}",))
            if case:
                connection.exec_driver_sql(
                    "INSERT INTO draft (key, text) VALUES (?, ?)", (f"{case}{_PLACE}", text)
                )

    def place(self) -> str | None:
        """Give where somebody was in their work when it ended in the midst of it."""
        with self._cache.read() as connection:
            found = connection.exec_driver_sql(
                "SELECT text FROM draft WHERE key LIKE ?", (f"%{_PLACE}",)
            )
            text: str | None = found.scalar()
            return text

    def drop(self, key: str) -> None:
        """Forget a text that was saved or given up."""
        with self._cache.write() as connection:
            connection.exec_driver_sql("DELETE FROM draft WHERE key = ?", (key,))
