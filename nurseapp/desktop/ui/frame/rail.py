"""The rail at the left: the places, and at its foot the person and the lock.

Must not change pages: it asks by signal, and lights the place it is told. Used by MainWindow.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from nurseapp.desktop.ui.frame.icons import Icons
from nurseapp.desktop.ui.frame.places import Place, PlaceName
from nurseapp.desktop.ui.frame.rail_button import RailButton
from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.elided_label import ElidedLabel

WIDE_PX = 188
NARROW_PX = 56
_UP_DOWN = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class Rail(QFrame):
    """Show where one can go and who is at work.

    Signals:
        place_chosen(str): the name of the place asked for.
        lock_asked()
    """

    place_chosen = Signal(str)
    lock_asked = Signal()

    def __init__(
        self, theme: Theme, icons: Icons, lock_key: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        dress(self, Look.RAIL)
        self._theme = theme
        self._icons = icons
        self._buttons: dict[str, RailButton] = {}
        self._is_narrow = False
        self._title = QLabel("nurseapp", self)
        dress(self._title, Look.RAIL_TITLE)
        self._title.setContentsMargins(12, 4, 12, 8)
        self._person = ElidedLabel("", self)
        dress(self._person, Look.RAIL_TEXT)
        self._person.setContentsMargins(12, 0, 12, 0)
        self._lock = RailButton(theme, icons, "lock", self.tr("Lock"), self)
        native = QKeySequence(lock_key).toString(QKeySequence.SequenceFormat.NativeText)
        self._lock.set_hint(native)
        self._lock.clicked.connect(self.lock_asked)
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 12, 8, 8)
        self._column.setSpacing(4)
        self._column.addWidget(self._title)
        self._column.addLayout(self._list)
        self._column.addStretch(1)
        self._column.addWidget(self._person)
        self._column.addWidget(self._lock)
        self.setAccessibleName(self.tr("Places"))
        theme.changed.connect(self._lay_out)
        self._lay_out()

    def set_places(self, places: Sequence[Place]) -> None:
        """Show these places, none of them lit."""
        for button in self._buttons.values():
            button.setParent(None)
            button.deleteLater()
        self._buttons = {}
        for place in places:
            button = RailButton(self._theme, self._icons, place.name.value, place.words, self)
            button.set_icon_only(self._is_narrow)
            button.asked.connect(self.place_chosen)
            self._list.addWidget(button)
            self._buttons[place.name.value] = button

    def light(self, name: PlaceName | None) -> None:
        """Show where the nurse is; None when the page belongs to no place."""
        for key, button in self._buttons.items():
            button.setChecked(key == name)

    def set_count(self, name: PlaceName, count: int) -> None:
        """Show how much waits in a place; a place that is not shown changes nothing."""
        if name.value in self._buttons:
            self._buttons[name.value].set_count(count)

    def set_person(self, name: str) -> None:
        """Show who is at work."""
        self._person.set_text(name)

    def set_narrow(self, is_narrow: bool) -> None:
        """Show icons alone, or icons with words."""
        if self._is_narrow != is_narrow:
            self._is_narrow = is_narrow
            self._lay_out()

    def take_focus(self) -> None:
        """Put the focus on the lit place, or on the first."""
        lit = [button for button in self._buttons.values() if button.isChecked()]
        for button in (lit or list(self._buttons.values()))[:1]:
            button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        stops = [*self._buttons.values(), self._lock]
        at = [place for place, button in enumerate(stops) if button.hasFocus()]
        step = _UP_DOWN.get(Qt.Key(event.key()))
        if step is None or not at:
            super().keyPressEvent(event)
            return
        stops[(at[0] + step) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)

    def _lay_out(self) -> None:
        self.setFixedWidth(self._theme.typography.px(NARROW_PX if self._is_narrow else WIDE_PX))
        self._title.setVisible(not self._is_narrow)
        self._person.setVisible(not self._is_narrow)
        for button in (*self._buttons.values(), self._lock):
            button.set_icon_only(self._is_narrow)
        self._lock.setToolTip(f"{self._person.text()}   {self._lock.toolTip()}".strip())
