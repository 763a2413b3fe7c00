"""The member's name over every room of their case: the guard against the wrong patient.

It never scrolls away, is never cut, and is the same on every tab. Must not decide anything: it
shows a case and says when its safety button is pressed.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QWidget

from nurseapp.desktop.services.cases import OpenCase
from nurseapp.desktop.ui.case.member_lines import MemberLines
from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.buttons import ActionButton
from nurseapp.desktop.ui.widgets.chip import ChipRow
from nurseapp.desktop.ui.wording.marks import mark_faces
from nurseapp.desktop.ui.wording.people import (
    SEPARATOR,
    allergy_words,
    consent_words,
    identity_words,
    language_words,
    name_words,
)

CHIPS_BELOW_PX = 900


class MemberHeader(QFrame):
    """Show who the case is about, and what it asks for."""

    def __init__(self, theme: Theme, safety: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        dress(self, Look.PANEL)
        self._lines = MemberLines(theme, self)
        self._chips = ChipRow(theme, self)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._lay_out(ActionButton(safety, parent=self))
        theme.changed.connect(self._fold)

    def show_case(self, case: OpenCase) -> None:
        """Show the member of a case."""
        member = case.member
        name = name_words(member.family_name, member.given_name)
        identity = identity_words(member, case.today)
        facts = (
            language_words(member.language, interpreter=member.interpreter),
            member.place or "",
            consent_words(case.consents, case.today),
            allergy_words(case.allergies()),
        )
        self._lines.set_words(name, identity, SEPARATOR.join(fact for fact in facts if fact))
        self._chips.set_faces(mark_faces(case.marks))
        self.setAccessibleName(f"{name} {identity}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _lay_out(self, safety: ActionButton) -> None:
        ends = QHBoxLayout()
        ends.setSpacing(8)
        ends.addWidget(self._chips, 0, Qt.AlignmentFlag.AlignVCenter)
        ends.addWidget(safety)
        ends.addStretch(0)
        self._box.setContentsMargins(16, 8, 16, 10)
        self._box.setSpacing(8)
        self._box.addWidget(self._lines, 1)
        self._box.addLayout(ends)
        self._box.setAlignment(ends, Qt.AlignmentFlag.AlignVCenter)

    def _fold(self) -> None:
        """Put the chips under the lines where the two would crowd each other."""
        direction = QBoxLayout.Direction
        folded = self.width() / self._theme.typography.scale < CHIPS_BELOW_PX
        self._box.setDirection(direction.TopToBottom if folded else direction.LeftToRight)
