"""Keeps half-typed text within a second, and brings it back: a crash loses less than a line.

Drafts are read and written on the store thread. Must not know what the text is for.
"""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from nurseapp.desktop.ui.case.case_holder import CaseHolder

KEPT_AFTER_MS = 700


class DraftKeeper(Protocol):
    """What keeps drafts; its calls run on the store thread."""

    def keep(self, key: str, text: str) -> None:
        """Keep a text under a key."""

    def take(self, key: str) -> str | None:
        """Give the text under a key, which stays kept."""

    def drop(self, key: str) -> None:
        """Forget the text under a key."""


class DraftKeeping(QObject):
    """Keep the text of one field at a time.

    Signals:
        restored(str): what was half typed in the field before.
    """

    restored = Signal(str)

    def __init__(self, keeper: DraftKeeper, holder: CaseHolder, parent: QObject) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._holder = holder
        self._key = ""
        self._text: str | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEPT_AFTER_MS)
        self._timer.timeout.connect(self.keep_now)

    def begin(self, key: str) -> None:
        """Turn to another field and ask for what was kept of it."""
        self.keep_now()
        self._key = key
        keeper = self._keeper
        self._holder.ask(lambda: (key, keeper.take(key)), self._restore)

    @Slot(str)
    def keep(self, text: str) -> None:
        """Keep what stands in the field, in a moment."""
        self._text = text
        self._timer.start()

    @Slot()
    def keep_now(self) -> None:
        """Keep it at once, such as before the room is left."""
        self._timer.stop()
        if self._text is not None:
            keeper, key, text = self._keeper, self._key, self._text
            self._text = None
            self._holder.ask(lambda: keeper.keep(key, text), self._rest)

    def drop(self) -> None:
        """Forget the text: it was saved."""
        self._timer.stop()
        self._text = None
        keeper, key = self._keeper, self._key
        self._holder.ask(lambda: keeper.drop(key), self._rest)

    def _restore(self, kept: tuple[str, str | None]) -> None:
        key, text = kept
        if key == self._key and text:
            self.restored.emit(text)

    def _rest(self, _nothing: object) -> None:
        """Nothing is left to do."""
