"""The steps of the safety panel: tick what was done, name whom where it matters."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from nurseapp.desktop.ui.wording.safety import WITH_NAME, SafetyStep, kept_step, step_words


class SafetySteps(QWidget):
    """Show the steps.

    Signals:
        changed(): a step was ticked or unticked, or a name typed.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._boxes: dict[SafetyStep, QCheckBox] = {}
        self._names: dict[SafetyStep, QLineEdit] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for step in SafetyStep:
            column.addLayout(self._row(step))
        least = max(box.sizeHint().width() for box in self._boxes.values())
        for box in self._boxes.values():
            box.setMinimumWidth(least)
        self.setFocusProxy(self._boxes[SafetyStep.THOUGHTS])

    def clear(self) -> None:
        """Begin anew."""
        for box in self._boxes.values():
            box.setChecked(False)
        for name in self._names.values():
            name.clear()

    def ticked(self) -> tuple[str, ...]:
        """Give the ticked steps as they are kept, in their order."""
        return tuple(
            kept_step(step, self._names[step].text() if step in self._names else "")
            for step, box in self._boxes.items()
            if box.isChecked()
        )

    def _row(self, step: SafetyStep) -> QHBoxLayout:
        box = QCheckBox(step_words(step), self)
        box.toggled.connect(self.changed)
        self._boxes[step] = box
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(box)
        if step in WITH_NAME:
            name = QLineEdit(self)
            name.setPlaceholderText(self.tr("whom"))
            name.setAccessibleName(f"{step_words(step)}: {self.tr('whom')}")
            name.textEdited.connect(self._tick_named)
            self._names[step] = name
            row.addWidget(name, 1)
        else:
            row.addStretch(1)
        return row

    def _tick_named(self) -> None:
        """Tick a step once somebody is named; to name is to have done it."""
        for step, name in self._names.items():
            if name.text().strip():
                self._boxes[step].setChecked(True)
        self.changed.emit()
