"""Searching the cases by what is said of them. Called by services on the store's thread."""

from __future__ import annotations

import json
from collections.abc import Sequence

from nurseapp.desktop.storage.cache import Cache
from nurseapp.desktop.storage.connection import Connection
from nurseapp.desktop.storage.mirror import NUMBER_BITS
from nurseapp.domain.ids import CaseId


class SearchStore:
    """Finds cases while somebody types."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def cases(self, text: str, limit: int = 200) -> list[CaseId]:
        """Find the cases in which every word of the text begins a word.

        First those whose member is meant by all words, then the others; of each the newest
        first. Nothing is ranked: that costs more than a keystroke may.
        """
        terms = [_term(word) for word in text.split() if any(c.isalnum() for c in word)]
        if not terms:
            return []
        with self._cache.read() as connection:
            members = _newest(connection, f"who : ({' AND '.join(terms)})", limit)
            others = (
                _newest(connection, terms[0], limit)
                if len(terms) == 1
                else sorted(_in_all(connection, terms), reverse=True)
            )
            found = list(dict.fromkeys([*members, *others]))[:limit]
            return _names(connection, found)


def _term(word: str) -> str:
    """Make a word into a quoted phrase whose last part may go on, such as ``555-01``."""
    return '"' + word.replace('"', '""') + '"*'


def _newest(connection: Connection, term: str, limit: int) -> list[int]:
    """Give the last cases with a match, reading no more of the index than they take."""
    found = connection.exec_driver_sql(
        "SELECT DISTINCT rowid >> ? FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?",
        (NUMBER_BITS, term, limit),
    )
    return found.scalars()


def _in_all(connection: Connection, terms: Sequence[str]) -> set[int]:
    """Give the cases that hold a match of each term, be it in different records."""
    found = [
        connection.exec_driver_sql(
            "SELECT DISTINCT rowid >> ? FROM search WHERE search MATCH ?", (NUMBER_BITS, term)
        ).scalars()
        for term in terms
    ]
    return set.intersection(*(set(cases) for cases in found))


def _names(connection: Connection, cases: Sequence[int]) -> list[CaseId]:
    found = connection.exec_driver_sql(
        "SELECT c.id FROM json_each(?) AS j CROSS JOIN held_case AS c ON c.n = j.value"
        " ORDER BY j.key",
        (json.dumps(cases),),
    )
    return [CaseId(name) for name in found.scalars()]
