"""The page of the screening room: the chooser or the open form, and the score beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from nurseapp.desktop.ui.case.reason_asker import ReasonAsker
from nurseapp.desktop.ui.case.screening.form_chooser import FormChooser
from nurseapp.desktop.ui.case.screening.form_sheet import FormSheet
from nurseapp.desktop.ui.case.screening.score_panel import ScorePanel
from nurseapp.desktop.ui.case.screening.screening_actions import ScreeningActions
from nurseapp.desktop.ui.case.side_by_side import SideBySide
from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.buttons import ActionButton
from nurseapp.desktop.ui.widgets.panel import Panel
from nurseapp.desktop.ui.wording.filling import filled
from nurseapp.domain.form import Form

SCORE_PX = 300
FORM_PX = 560


class ScreeningView(QWidget):
    """Show the screening room.

    Attributes:
        chooser, sheet, score: its parts.

    Signals:
        decline_given(str): the reason why the form is declined.
        closed(): somebody wants to go back to the forms.
    """

    decline_given = Signal(str)
    closed = Signal()

    def __init__(
        self, theme: Theme, actions: ScreeningActions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.chooser = FormChooser(theme, self)
        self.sheet = FormSheet(theme, self)
        self.score = ScorePanel(theme, self)
        self._panel = Panel("", self)
        self._keys = QLabel(self)
        self._why_not = QLabel(self)
        self._asker = ReasonAsker(
            self.tr("Why is it declined?"), self.tr("Record as declined"), self
        )
        self._foot = QWidget(self)
        self._main = QStackedWidget(self)
        self._lay_out(theme, actions)
        self._asker.given.connect(self.decline_given)
        self._asker.put_away.connect(self._back_to_sheet)

    def show_chooser(self) -> None:
        """Show the forms."""
        self._main.setCurrentWidget(self.chooser)
        self.score.show_no_score()
        self.setFocusProxy(self.chooser)

    def show_form(self, form: Form) -> None:
        """Show a form to be filled."""
        self._panel.set_title(form.short, form.title)
        keys = self.tr(
            "0–%1 answer and go on · Backspace back · R repeat question · D declined · Esc forms"
        )
        self._keys.setText(filled(keys, form.policy.highest))
        self._asker.hide()
        self._foot.show()
        self.sheet.show_form(form)
        self._main.setCurrentWidget(self._panel)
        self.setFocusProxy(self.sheet)

    def show_signed(self, words: str) -> None:
        """Say at the foot of the form that it is signed."""
        self._keys.setText(words)
        self._why_not.hide()

    def set_why_not(self, words: str) -> None:
        """Say why the form cannot be signed yet; nothing when it can."""
        self._why_not.setText(words)
        self._why_not.setVisible(bool(words))

    def ask_reason(self) -> None:
        """Ask why the form is declined."""
        self._foot.hide()
        self._asker.ask()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._main.currentWidget() is self._panel:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _lay_out(self, theme: Theme, actions: ScreeningActions) -> None:
        dress(self._keys, Look.DIM)
        self._keys.setWordWrap(True)
        dress(self._why_not, Look.DIM)
        self._why_not.hide()
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._keys, 1)
        row.addWidget(self._why_not)
        row.addWidget(ActionButton(actions.sign, look=Look.PRIMARY, parent=self))
        self._panel.add_button(ActionButton(actions.hand_over, look=Look.LINK, parent=self))
        self._panel.add_button(ActionButton(actions.close_form, look=Look.LINK, parent=self))
        self._panel.body.addWidget(self.sheet, 1)
        self._panel.body.addWidget(self._asker)
        self._panel.body.addWidget(self._foot)
        self._main.addWidget(self.chooser)
        self._main.addWidget(self._panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(
            SideBySide(
                theme,
                self._main,
                self.score,
                side_px=SCORE_PX,
                folded_main_px=FORM_PX,
                parent=self,
            )
        )

    def _back_to_sheet(self) -> None:
        self._foot.show()
        self.sheet.setFocus()
