"""What is saved and what waits, as one line at the foot of a room."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo

from PySide6.QtCore import QObject, Signal, Slot

from nurseapp.desktop.services.cases import OpenCase
from nurseapp.desktop.ui.case.case_holder import CaseHolder
from nurseapp.desktop.ui.wording.days import time_words
from nurseapp.desktop.ui.wording.filling import filled


class SavedWords(QObject):
    """Word how the open case stands between this device and the server.

    Signals:
        changed(str): the words.
    """

    changed = Signal(str)

    def __init__(
        self, holder: CaseHolder, clock: Callable[[], datetime], zone: tzinfo, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._zone = zone
        self._case: OpenCase | None = None
        self._saved_at: datetime | None = None
        holder.acted.connect(self._on_acted)
        holder.opened.connect(self._on_opened)

    def words(self) -> str:
        """Say it now."""
        if self._case is None:
            return ""
        if not self._case.may_write:
            return self.tr("For reading only")
        waits = self._waiting_words(self._case.waiting)
        if self._saved_at is None:
            return waits[:1].upper() + waits[1:]
        saved = self.tr("✓ Saved on this device %1")
        return f"{filled(saved, time_words(self._saved_at, self._zone))} · {waits}"

    def _waiting_words(self, waiting: int) -> str:
        if self._saved_at is not None and waiting:
            return self.tr("waiting to sync")
        if not waiting:
            return self.tr("nothing waits to sync")
        if waiting == 1:
            return self.tr("1 entry is waiting to sync")
        return self.tr("%n entries are waiting to sync", "", waiting)

    @Slot(object)
    def _on_acted(self, _case_id: object) -> None:
        self._saved_at = self._clock()

    @Slot(object)
    def _on_opened(self, case: OpenCase) -> None:
        if self._case is None or self._case.id != case.id:
            self._saved_at = None
        self._case = case
        self.changed.emit(self.words())
