"""What a visit needs: which cases are to be fetched first, and how much of them is not here yet.

Runs on the store's thread; the round reads the marks. Called by services.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass

from nurseapp.desktop.storage.cache import Cache
from nurseapp.domain.attachment import Attachment
from nurseapp.domain.ids import CaseId
from nurseapp.wire.attachments import CHUNK

_USUAL_BYTES = 500
"""Of a record, where none is here to go by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """How much of a case is not here: about so many bytes; and whether it is to come first."""

    size: int
    is_wanted: bool


class VisitStore:
    """The cases in the cache, by what a visit needs of them."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def want(self, cases: Collection[CaseId]) -> None:
        """Have these cases, and no others, fetched before the rest."""
        with self._cache.write() as connection:
            connection.exec_driver_sql(
                "UPDATE held_case SET wanted = id IN (SELECT value FROM json_each(?))",
                (json.dumps(sorted(cases)),),
            )

    def missing(self) -> dict[CaseId, Missing]:
        """Tell of each case how much is to be fetched.

        Each revision that is missing counts as one record of the usual size, which is rather too
        much; of documents what is not on the disk.
        """
        with self._cache.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT c.id, c.wanted,"
                " (SELECT coalesce(sum(max(0, server_head - iif(refill, 0, head))), 0)"
                "  FROM stream WHERE case_n = c.n AND listed)"
                " * (SELECT coalesce(avg(length(body)), ?) FROM record),"
                " (SELECT coalesce(sum(max(0, (CAST(r.body AS TEXT) ->> 'size')"
                "  - coalesce(f.held, 0) * ?)), 0)"
                "  FROM stream AS s JOIN record AS r ON r.stream_n = s.n LEFT JOIN held_file AS f"
                "  ON f.sha256 = CAST(r.body AS TEXT) ->> 'sha256'"
                "  WHERE s.case_n = c.n AND r.kind = ? AND NOT r.deleted"
                "  AND CAST(r.body AS TEXT) ->> 'withdrawn_reason' IS NULL)"
                " FROM held_case AS c",
                (_USUAL_BYTES, CHUNK, Attachment.KIND),
            )
            return {
                case: Missing(size=round(records) + files, is_wanted=bool(wanted))
                for case, wanted, records, files in rows
            }
