"""Where somebody types the value that shall stand, in the place of the buttons of a conflict.

Must not settle anything: it hands on what was typed. Enter lets it stand, Escape goes back.
"""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from nurseapp.desktop.services.conflicts import OpenConflict
from nurseapp.desktop.ui.case.editor_fields import DayField, EditorField
from nurseapp.desktop.ui.inbox.deciding import may_be_empty
from nurseapp.desktop.ui.inbox.value_fields import value_field
from nurseapp.desktop.ui.theme.looks import Look
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.buttons import ActionButton, KeyButton
from nurseapp.domain.revising import FieldValue


class ValueEditor(QFrame):
    """One field with its two buttons.

    Signals:
        given(object, object): the OpenConflict as it was when typing began, and the value.
        put_away()
    """

    given = Signal(object, object)
    put_away = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._field: EditorField | None = None
        self._shown: OpenConflict | None = None
        self._give = QAction(self.tr("Let this stand"), self)
        self._give.setShortcuts([QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")])
        self._give.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._give.triggered.connect(self._hand_on)
        self.addAction(self._give)
        give = ActionButton(self._give, look=Look.PRIMARY, parent=self)
        back = KeyButton(self.tr("Back"), look=Look.LINK, parent=self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(12)
        for button in (give, back):
            self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        back.clicked.connect(self.put_away)
        self.hide()

    def begin(self, shown: OpenConflict, today: date) -> None:
        """Take a value for a conflict, beginning with the one that stands."""
        self.end()
        field = value_field(self._theme, shown)
        if isinstance(field, DayField):
            field.set_today(today)
        field.set_value(shown.stands)
        field.edited.connect(self._follow)
        self._row.insertWidget(0, field, 1)
        self._field, self._shown = field, shown
        self._follow()
        self.show()
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def end(self) -> None:
        """Let go of what was typed."""
        if self._field is not None:
            self._field.setParent(None)
            self._field.deleteLater()
        self._field = self._shown = None
        self.hide()

    def shown(self) -> OpenConflict | None:
        """Give the conflict for which a value is being typed, as it was when typing began."""
        return self._shown

    def typed(self) -> FieldValue:
        """Read what was typed, None for nothing and for what is no value."""
        if self._field is None or self._shown is None or not self._field.is_readable():
            return None
        value = self._field.value()
        return None if value == "" and may_be_empty(self._shown) else value

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.put_away.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._hand_on()
        else:
            super().keyPressEvent(event)

    def _follow(self) -> None:
        field, shown = self._field, self._shown
        self._give.setEnabled(
            field is not None
            and shown is not None
            and field.is_readable()
            and (self.typed() is not None or may_be_empty(shown))
        )

    def _hand_on(self) -> None:
        if self._give.isEnabled():
            self.given.emit(self._shown, self.typed())
