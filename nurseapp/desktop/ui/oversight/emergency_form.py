"""What somebody says to open a case in an emergency: of whom, what it is, why, and who they are.

Must not ask the server: the room does. The password is read once and cleared.
"""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QWidget

from nurseapp.desktop.ui.lock.secret_field import SecretField
from nurseapp.desktop.ui.oversight.whom_field import WhomField
from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.buttons import KeyButton
from nurseapp.desktop.ui.widgets.chip import StatusLine
from nurseapp.desktop.ui.widgets.chip_face import ChipFace, ChipKind
from nurseapp.desktop.ui.widgets.panel import Panel
from nurseapp.desktop.ui.wording.filling import filled
from nurseapp.desktop.ui.wording.seen import emergency_words
from nurseapp.domain.emergency_access import SHORTEST_REASON, Emergency

WIDEST_PX = 720


class EmergencyForm(Panel):
    """Take what is asked for.

    Attributes:
        whom, reason, password: the fields.
        open_it: the button.

    Signals:
        asked(object, object, str, str): the number or a NamedPerson, Emergency, reason, password.
    """

    asked = Signal(object, object, str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setMaximumWidth(theme.typography.px(WIDEST_PX))
        self.set_title(self.tr("What you can do, and what follows"))
        self.whom = WhomField(theme, self)
        self._emergency = QComboBox(self)
        self.reason = QLineEdit(self)
        self.password = SecretField(self.tr("Your password, once more"), self)
        for emergency in Emergency:
            self._emergency.addItem(emergency_words(emergency.value), emergency)
        self._still = QLabel(self)
        dress(self._still, Look.DIM)
        self.open_it = KeyButton(
            self.tr("Open for an hour"), key="Ctrl+Return", look=Look.PRIMARY, parent=self
        )
        self._lay_out(theme)
        self._is_busy = False
        for changed in (self.whom.changed, self.reason.textChanged):
            changed.connect(self._follow)
        self.password.changed.connect(self._follow)
        self.password.submitted.connect(self._ask)
        self.open_it.clicked.connect(self._ask)
        self._follow()

    def begin(self, today: date, number: str = "") -> None:
        """Take another one; nothing of the one before stays."""
        self.whom.begin(number, today)
        self.reason.clear()
        self.password.clear()
        self._emergency.setCurrentIndex(0)
        self.set_busy(False)
        self.whom.entry.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_busy(self, is_busy: bool) -> None:
        """Take no second one while the first is asked for."""
        self._is_busy = is_busy
        self._follow()

    def still_words(self) -> str:
        """Return what the reason still lacks, or nothing."""
        return self._still.text()

    def _lay_out(self, theme: Theme) -> None:
        rules = StatusLine(theme, self)
        words = self.tr(
            "You can read the case for an hour; you cannot write in it, and nothing of it stays "
            "on this computer. Everybody who sees the case is told who opened it and why, and a "
            "supervisor will ask you about it."
        )
        rules.set_face(ChipFace(kind=ChipKind.DUE, words=words))
        self.body.addWidget(rules)
        self.body.addWidget(self.whom)
        for words, field in (
            (self.tr("What &is it"), self._emergency),
            (self.tr("&Why do you need this case now"), self.reason),
        ):
            label = QLabel(words, self)
            dress(label, Look.FIELD_LABEL)
            label.setBuddy(field)
            field.setAccessibleName(words.replace("&", ""))
            self.body.addWidget(label)
            self.body.addWidget(field)
        self.body.addWidget(self._still)
        self.body.addWidget(self.password)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.open_it)
        self.body.addLayout(row)

    def _follow(self) -> None:
        """Say what the reason still lacks; it can be asked once all is there."""
        left = SHORTEST_REASON - len(self.reason.text().strip())
        words = self.tr("In your words, %1 letters more. They are read at the review.")
        enough = self.tr("It is read at the review.")
        self._still.setText(filled(words, left) if left > 0 else enough)
        is_whole = left <= 0 and self.whom.whom() is not None and self.password.text()
        self.open_it.setEnabled(bool(is_whole) and not self._is_busy)

    def _ask(self) -> None:
        if self.open_it.isEnabled():
            password = self.password.text()
            self.password.clear()
            emergency = Emergency(self._emergency.currentData())
            self.asked.emit(self.whom.whom(), emergency, self.reason.text().strip(), password)
