"""Choose the cases of today's visits; they are fetched before all others."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from nurseapp.desktop.services.visits import Visit, seconds_for
from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.buttons import KeyButton
from nurseapp.desktop.ui.widgets.panel import Panel
from nurseapp.desktop.ui.wording.filling import filled
from nurseapp.desktop.ui.wording.people import SEPARATOR

_ROWS_SEEN = 6
_ROW_PX = 30
_MINUTE_S = 60


class VisitsPanel(Panel):
    """List the cases with a box to tick, and say how much the chosen ones are.

    Signals:
        prepared(object): the ids of the chosen cases.
    """

    prepared = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.set_title(
            self.tr("Prepare for visits"), self.tr("What is ticked is fetched before the rest.")
        )
        self._boxes: list[tuple[QCheckBox, Visit]] = []
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFixedHeight(theme.typography.px(_ROWS_SEEN * _ROW_PX))
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._sum = QLabel(self)
        self._sum.setWordWrap(True)
        dress(self._sum, Look.DIM)
        self.button = KeyButton(self.tr("Fetch these first"), parent=self)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._sum, 1)
        row.addWidget(self.button)
        self.body.addWidget(self._area)
        self.body.addLayout(row)
        self.button.clicked.connect(self._tell)

    def show_visits(self, visits: Sequence[Visit]) -> None:
        """Show the cases, those that are proposed ticked."""
        rows = QWidget(self._area)
        column = QVBoxLayout(rows)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._boxes = [(QCheckBox(self._line(visit), rows), visit) for visit in visits]
        for box, visit in self._boxes:
            box.setChecked(visit.is_chosen)
            box.toggled.connect(self._add_up)
            column.addWidget(box)
        column.addStretch(1)
        self._area.setWidget(rows)
        self._add_up()

    def take_focus(self) -> None:
        """Give the keys to the first case."""
        for box, _ in self._boxes[:1]:
            box.setFocus()

    def words(self) -> str:
        """Return what is said of the chosen cases."""
        return self._sum.text()

    def lines(self) -> list[tuple[str, bool]]:
        """Return what is said of each case, and whether it is ticked."""
        return [(box.text(), box.isChecked()) for box, _ in self._boxes]

    def _line(self, visit: Visit) -> str:
        parts = [visit.name]
        if visit.is_today:
            parts.append(self.tr("today"))
        if visit.size:
            parts.append(filled(self.tr("%1 to fetch"), _size_words(visit.size)))
        else:
            parts.append(self.tr("all here"))
        return SEPARATOR.join(parts)

    def _chosen(self) -> list[Visit]:
        return [visit for box, visit in self._boxes if box.isChecked()]

    def _add_up(self) -> None:
        """Say how much is chosen, and how long it takes at the most."""
        chosen = self._chosen()
        size = sum(visit.size for visit in chosen)
        parts = [filled(self.tr("%1 chosen"), len(chosen))]
        if not size:
            parts.append(self.tr("all of it is here"))
        else:
            parts += [filled(self.tr("%1 to fetch"), _size_words(size)), self._time_words(size)]
        self._sum.setText(SEPARATOR.join(parts))

    def _time_words(self, size: int) -> str:
        minutes = round(seconds_for(size) / _MINUTE_S)
        if minutes < 1:
            return self.tr("under a minute, even on a slow line")
        return filled(self.tr("up to %1 min on a slow line"), minutes)

    def _tell(self) -> None:
        self.prepared.emit(tuple(visit.case for visit in self._chosen()))


def _size_words(size: int) -> str:
    return QLocale().formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
