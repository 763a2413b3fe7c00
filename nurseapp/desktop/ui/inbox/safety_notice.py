"""An open safety concern in the inbox: what it is, and the way to it."""

from __future__ import annotations

from datetime import date, tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from nurseapp.desktop.ui.caseload.line_words import list_name
from nurseapp.desktop.ui.inbox.inbox_lines import InboxLine
from nurseapp.desktop.ui.theme.looks import Look
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.buttons import KeyButton
from nurseapp.desktop.ui.widgets.chip import StatusLine
from nurseapp.desktop.ui.widgets.chip_face import ChipFace, ChipKind
from nurseapp.desktop.ui.widgets.panel import Panel
from nurseapp.desktop.ui.wording.days import moment_words
from nurseapp.desktop.ui.wording.filling import filled


class SafetyNotice(Panel):
    """Lead to the case of an open safety concern.

    Signals:
        open_asked(): somebody wants to go there.
    """

    open_asked = Signal()

    def __init__(self, theme: Theme, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._zone = zone
        self._line = StatusLine(theme, self)
        button = KeyButton(self.tr("Open the case"), look=Look.PRIMARY, parent=self)
        button.clicked.connect(self.open_asked)
        self.body.addWidget(self._line)
        self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
        self.body.addStretch(1)

    def show_concern(self, line: InboxLine, today: date) -> None:
        """Show whose concern it is, and since when."""
        self.set_title(self.tr("Safety questions"), list_name(line.row))
        words = self.tr(
            "A safety question was answered above zero, %1. It stays open until somebody says "
            "what was done, or who took over. Enter opens the case."
        )
        when = moment_words(line.since, today, self._zone)
        self._line.set_face(ChipFace(kind=ChipKind.SAFETY, words=filled(words, when)))

    def words(self) -> str:
        """Return what is said."""
        return self._line.words()
