"""Why an entry was refused, in full: what happened, what is safe, the next step."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from nurseapp.desktop.ui.sync.reason_words import reason_words
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.chip import StatusLine
from nurseapp.desktop.ui.widgets.chip_face import ChipFace, ChipKind
from nurseapp.desktop.ui.widgets.panel import Panel


class RefusedPanel(Panel):
    """Explain the chosen entry."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.set_title(self.tr("The server refused this entry"))
        self._why = StatusLine(theme, self)
        safe = QLabel(self)
        safe.setWordWrap(True)
        safe.setText(
            self.tr(
                "It is not shown in the case any more. The server keeps every word of it, with "
                "the reason. If it should stand, open the case and write it anew."
            )
        )
        self.body.addWidget(self._why)
        self.body.addWidget(safe)

    def show_reason(self, code: str) -> None:
        """Show a reason by its code."""
        self._why.set_face(ChipFace(kind=ChipKind.OVERDUE, words=reason_words(code)))

    def words(self) -> str:
        """Return the reason that is shown."""
        return self._why.words()
