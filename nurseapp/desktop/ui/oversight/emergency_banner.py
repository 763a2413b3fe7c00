"""Stands over a case that is open in an emergency: until when, and the way to end it before."""

from __future__ import annotations

from datetime import datetime, tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.buttons import KeyButton
from nurseapp.desktop.ui.widgets.chip import StatusLine
from nurseapp.desktop.ui.widgets.chip_face import ChipFace, ChipKind
from nurseapp.desktop.ui.wording.days import time_words
from nurseapp.desktop.ui.wording.filling import filled

_MINUTE_S = 60
ALMOST_OVER_MIN = 5


class EmergencyBanner(QFrame):
    """Say how long a case stays open.

    Signals:
        ended(): somebody closes it now.
    """

    ended = Signal()

    def __init__(self, theme: Theme, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        dress(self, Look.NOTICE)
        self._line = StatusLine(theme, self)
        end = KeyButton(self.tr("Close it now"), key="Ctrl+Shift+X", parent=self)
        end.clicked.connect(self.ended)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 8, 6)
        row.setSpacing(12)
        row.addWidget(self._line, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(end)

    def show_left(self, until: datetime, now: datetime) -> None:
        """Say until when it is open, and how long that is."""
        minutes = max(0, int((until - now).total_seconds() + _MINUTE_S - 1) // _MINUTE_S)
        words = self.tr(
            "Emergency access: you may read, not write, until %1 (%2 min left). "
            "Nothing of it stays on this computer."
        )
        said = filled(words, time_words(until, self._zone), minutes)
        self._line.set_face(ChipFace(kind=ChipKind.OVERDUE, words=said))
        self.setAccessibleName(said)

    def words(self) -> str:
        """Return what is said."""
        return self._line.words()
