"""Stands in the place of a case that could not be read: why, what is safe, and the way back.

Must not show anybody: who was shown before would be taken for who was asked for. Used by the case
page.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nurseapp.desktop.ui.case.announcing import announce
from nurseapp.desktop.ui.case.case_holder import CaseHolder
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.buttons import ActionButton
from nurseapp.desktop.ui.widgets.states import ProblemState
from nurseapp.desktop.ui.wording.circumstances import circumstance_words
from nurseapp.desktop.ui.wording.refusals import refusal_words
from nurseapp.domain.circumstance import Circumstance
from nurseapp.domain.refusal import DomainError


class NotRead(QWidget):
    """Say why nobody is shown, until somebody is."""

    def __init__(self, theme: Theme, holder: CaseHolder, back: QAction, parent: QWidget) -> None:
        """Follow a holder.

        Args:
            back: leads to where the case was opened from.
        """
        super().__init__(parent)
        self._problem = ProblemState(theme, self)
        self._back = ActionButton(back, parent=self)
        self._problem.add_button(self._back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._problem)
        column.addStretch(1)
        holder.not_read.connect(self._say)
        holder.opened.connect(self.hide)
        self.hide()

    def words(self) -> str:
        """Return what is said, or nothing."""
        return "" if self.isHidden() else self._problem.accessibleName()

    @Slot(object)
    def _say(self, error: Exception) -> None:
        if isinstance(error, DomainError):
            refused = refusal_words(error)
            self._problem.set_problem(refused.sentence, "", refused.step)
        else:
            circumstance = error if isinstance(error, Circumstance) else Circumstance("bug")
            told = circumstance_words(circumstance)
            self._problem.set_problem(told.happened, told.safe, told.step)
        self.show()
        if self.isVisible():
            self._back.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self._problem, self._problem.accessibleName())
