"""The drafts of a shared computer: besides in the cache, which is in memory, in a sealed file.

It is written whenever a draft is kept, so that neither a lock for good nor a crash loses more than
on a computer of one's own. Called by services on the store's thread.
"""

from __future__ import annotations

from nurseapp.desktop.storage.cache import Cache
from nurseapp.desktop.storage.drafts import DraftStore
from nurseapp.desktop.storage.half_typed import HalfTyped, NotReadable


class SharedDrafts(DraftStore):
    """Keeps drafts in the cache, and all of them in the file.

    Each method that keeps or forgets raises ``CacheError`` where the file cannot be written; the
    cache has it by then.

    Attributes:
        is_whole: all that an earlier program kept could be read.
    """

    def __init__(self, cache: Cache, half_typed: HalfTyped) -> None:
        """Keep nothing yet, and bring in what an earlier program kept.

        What cannot be read is nobody's any more, and is taken away.

        Raises:
            CacheError: the file cannot be read or taken away just now.
        """
        super().__init__(cache)
        self._half_typed = half_typed
        self.is_whole = True
        try:
            texts = half_typed.read()
        except NotReadable:
            half_typed.remove()
            self.is_whole = False
            return
        with self._cache.write() as connection:
            for key, text in texts.items():
                connection.exec_driver_sql("INSERT INTO draft VALUES (?, ?)", (key, text))

    def keep(self, key: str, text: str) -> None:
        """Keep a text in the place of an older one."""
        super().keep(key, text)
        self._write()

    def keep_place(self, case: str, text: str, *, is_unsaved: bool) -> None:
        """Keep where somebody is in their work, in the place of where they were before."""
        super().keep_place(case, text, is_unsaved=is_unsaved)
        self._write()

    def drop(self, key: str) -> None:
        """Forget a text that was saved or given up."""
        super().drop(key)
        self._write()

    def clear(self) -> None:
        """Forget all texts."""
        super().clear()
        self._write()

    def forget_gone(self) -> None:
        """Forget what was half typed in cases that are not here."""
        super().forget_gone()
        self._write()

    def _write(self) -> None:
        self._half_typed.hold(self.all() if self.has_texts() else {})
