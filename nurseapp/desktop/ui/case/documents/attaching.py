"""Attaches files one after the other: chosen or dropped, looked at, named, taken in.

Taking in a large file runs beside the store, so that nothing that is written meanwhile waits.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from nurseapp.desktop.services.documents import Documents, TakenIn
from nurseapp.desktop.ui.case.case_holder import CaseHolder
from nurseapp.desktop.ui.case.reason_asker import ReasonAsker
from nurseapp.desktop.ui.runner import Runner
from nurseapp.domain.ids import CaseId, RecordId


class Attaching(QObject):
    """Take files from the desk into the open case.

    Signals:
        attached(object): the id of the new document.
    """

    attached = Signal(object)

    def __init__(
        self, asker: ReasonAsker, holder: CaseHolder, documents: Documents, beside: Runner
    ) -> None:
        super().__init__(asker)
        self._asker = asker
        self._holder = holder
        self._documents = documents
        self._beside = beside
        self._waiting: deque[Path] = deque()
        self._chosen: Path | None = None
        asker.given.connect(self._take_in)
        asker.put_away.connect(self._go_on)

    @Slot(object)
    def begin(self, paths: Sequence[Path]) -> None:
        """Attach these files, each after a title was typed for it."""
        self._waiting.extend(paths)
        if self._chosen is None:
            self._go_on()

    def give_up(self) -> None:
        """Attach nothing more: another case is shown."""
        self._waiting.clear()
        self._chosen = None
        self._asker.hide()

    @Slot()
    def _go_on(self) -> None:
        self._chosen = self._waiting.popleft() if self._waiting else None
        if self._chosen is not None:
            path = self._chosen
            self._beside.submit(lambda: self._check(path), self._ask_title, self._refused)

    def _check(self, path: Path) -> Path:
        self._documents.check(path)
        return path

    def _ask_title(self, path: Path) -> None:
        if path == self._chosen:
            self._asker.propose(path.stem)

    def _refused(self, error: Exception) -> None:
        self._holder.tell(error)
        self._go_on()

    @Slot(str)
    def _take_in(self, title: str) -> None:
        path, case = self._chosen, self._holder.case
        if path is not None and case is not None:
            name = case.id
            self._beside.submit(
                lambda: (name, self._documents.take_in(path), title), self._attach, self._refused
            )

    def _attach(self, taken: tuple[CaseId, TakenIn, str]) -> None:
        case, file, title = taken
        if self._holder.case is None or self._holder.case.id != case:
            self._beside.submit(lambda: self._documents.discard(file), self._passed, self._refused)
            return
        self._holder.act(lambda: self._documents.attach(case, file, title), self._told)
        self._go_on()

    def _passed(self, _nothing: None) -> None:
        """The case was left before its file was taken in: nothing was attached."""

    def _told(self, document: RecordId) -> None:
        self.attached.emit(document)
