"""Half-typed text, kept by field, so that a lock or a crash loses none of it.

Called by services on the store's thread.
"""

from __future__ import annotations

from collections.abc import Mapping

from nurseapp.desktop.storage.cache import Cache

_PLACE = ":place"
_MERE_PLACE = f":{_PLACE}"
_CASE_IS_HERE = (
    "substr(key, 1, instr(key, ':') - 1) IN"
    " (SELECT c.id FROM case_row AS r JOIN held_case AS c ON c.n = r.n)"
)


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
                (f"%{_MERE_PLACE}",),
            )
            return found.first() is not None

    def keep_place(self, case: str, text: str, *, is_unsaved: bool) -> None:
        """Keep where somebody is in their work, in the place of where they were before.

        Args:
            case: the id of the open one, with which it goes; none of it is kept where it is empty.
            is_unsaved: it says something that is kept nowhere else.
        """
        place = _PLACE if is_unsaved else _MERE_PLACE
        with self._cache.write() as connection:
            connection.exec_driver_sql("DELETE FROM draft WHERE key LIKE ?", (f"%{_PLACE}",))
            if case:
                connection.exec_driver_sql(
                    "INSERT INTO draft (key, text) VALUES (?, ?)", (f"{case}{place}", text)
                )

    def place(self) -> str | None:
        """Give where somebody was in their work when it ended in the midst of it."""
        with self._cache.read() as connection:
            found = connection.exec_driver_sql(
                "SELECT text FROM draft WHERE key LIKE ?", (f"%{_PLACE}",)
            )
            text: str | None = found.scalar()
            return text

    def place_here(self) -> str | None:
        """Give that place where its case can be opened."""
        with self._cache.read() as connection:
            found = connection.exec_driver_sql(
                f"SELECT text FROM draft WHERE key LIKE ? AND {_CASE_IS_HERE}",  # noqa: S608  # made of constants
                (f"%{_PLACE}",),
            )
            text: str | None = found.scalar()
            return text

    def forget_gone(self) -> None:
        """Forget what was half typed in cases that cannot be opened."""
        with self._cache.write() as connection:
            connection.exec_driver_sql(f"DELETE FROM draft WHERE NOT {_CASE_IS_HERE}")  # noqa: S608  # made of constants

    def all(self) -> Mapping[str, str]:
        """Give all texts by key, the place among them."""
        with self._cache.read() as connection:
            found = connection.exec_driver_sql("SELECT key, text FROM draft")
            return {key: text for key, text in found}

    def clear(self) -> None:
        """Forget all texts, and the place."""
        with self._cache.write() as connection:
            connection.exec_driver_sql("DELETE FROM draft")

    def drop(self, key: str) -> None:
        """Forget a text that was saved or given up."""
        with self._cache.write() as connection:
            connection.exec_driver_sql("DELETE FROM draft WHERE key = ?", (key,))
