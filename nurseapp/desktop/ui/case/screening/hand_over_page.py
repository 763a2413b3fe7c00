"""What the member sees of a form that was handed over: the questions, and how to give it back.

No score, no names of answers' meaning for care, no other place to go to. Made by the hand-over.
"""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from nurseapp.desktop.services.screenings import OpenScreening
from nurseapp.desktop.ui.case.screening.form_sheet import FormSheet
from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.panel import Panel
from nurseapp.desktop.ui.widgets.push_button import PushButton
from nurseapp.desktop.ui.wording.filling import filled
from nurseapp.domain.form import Form


class HandOverPage(QWidget):
    """Show one form to one member.

    Attributes:
        sheet: the form.

    Signals:
        given_back(): the member is done, or wants to be.
        ended(): the nurse is back; said by who hid the work.
    """

    given_back = Signal()
    ended = Signal()

    def __init__(
        self, theme: Theme, form: Form, given_name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.sheet = FormSheet(theme, self)
        self.sheet.show_form(form)
        self._foot = QLabel(self)
        self._foot.setWordWrap(True)
        dress(self._foot, Look.STRONG)
        panel = Panel("", self)
        panel.set_title(filled(self.tr("For %1"), given_name), form.title)
        panel.body.addWidget(self.sheet, 1)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._foot, 1)
        give_back = PushButton(self.tr("Give back to the nurse"), Look.PRIMARY, self)
        give_back.clicked.connect(self.given_back)
        row.addWidget(give_back)
        panel.body.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.addWidget(panel)
        self.setFocusProxy(self.sheet)

    @Slot(object)
    def show_progress(self, kept: OpenScreening) -> None:
        """Say how far it is, in the member's terms."""
        score = kept.score
        if score.complete:
            words = self.tr("Thank you. Please give the computer back.")
        else:
            words = filled(self.tr("%1 of %2 answered"), score.answered, score.items)
        self._foot.setText(words)
