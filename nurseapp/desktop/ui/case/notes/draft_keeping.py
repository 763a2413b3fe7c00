"""Keeps half-typed text within a second, and brings it back: a crash loses less than a line.

Drafts are read and written on the store thread. Must not know what the text is for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from nurseapp.desktop.ui.case.case_holder import CaseHolder

KEPT_AFTER_MS = 700
T = TypeVar("T")


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
        self._saved: dict[str, str] = {}  # by key; for the store's thread alone
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEPT_AFTER_MS)
        self._timer.timeout.connect(self.keep_now)

    def begin(self, key: str) -> None:
        """Turn to another field and ask for what was kept of it."""
        self.keep_now()
        self._key = key
        self._holder.ask(lambda: self._take(key), self._restore)

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
            key, text = self._key, self._text
            self._text = None
            self._holder.ask(lambda: self._put(key, text), self._rest)

    def saving(self, text: str, save: Callable[[], T]) -> Callable[[], T]:
        """Give what saves the text of the field, and then forgets it, whatever is shown by then.

        What was typed behind it stays; where the saving fails, all of it does.
        """
        self.keep_now()
        key = self._key

        def saved() -> T:
            done = save()
            self._saved[key] = text
            self._put(key, self._keeper.take(key) or "")
            return done

        return saved

    def drop(self) -> None:
        """Forget the text: it was saved."""
        self._timer.stop()
        self._text = None
        keeper, key = self._keeper, self._key
        self._holder.ask(lambda: keeper.drop(key), self._rest)

    def _take(self, key: str) -> tuple[str, str | None]:
        self._saved.pop(key, None)
        return key, self._keeper.take(key)

    def _put(self, key: str, text: str) -> None:
        """Keep what was not saved of a text."""
        saved = self._saved.get(key, "")
        rest = text.lstrip()
        if saved and rest.startswith(saved):
            text = rest.removeprefix(saved).lstrip()
        if text:
            self._keeper.keep(key, text)
        else:
            self._keeper.drop(key)

    def _restore(self, kept: tuple[str, str | None]) -> None:
        key, text = kept
        if key == self._key and text:
            self.restored.emit(text)

    def _rest(self, _nothing: object) -> None:
        """Nothing is left to do."""
