"""A paper on the screen: its pages, and the buttons that print and save it.

Before a page with identifiers leaves the screen, it asks in a line of the page whether it is the
right person's. Must not print or save: it says what is wanted.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from nurseapp.desktop.ui.printing.page_preview import PagePreview
from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.buttons import ActionButton, KeyButton
from nurseapp.desktop.ui.widgets.chip import StatusLine
from nurseapp.desktop.ui.widgets.chip_face import ChipFace, ChipKind
from nurseapp.desktop.ui.widgets.panel import Panel


class PaperPanel(Panel):
    """Show a paper.

    Attributes:
        preview: its pages.

    Signals:
        confirmed(): it is the right person's; go on.
    """

    confirmed = Signal()

    def __init__(
        self, theme: Theme, print_it: QAction, save_it: QAction, parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent)
        self.set_title(self.tr("Preview"))
        self.preview = PagePreview(theme, self.tr("Preview"), self)
        self._question = QLabel(self)
        self._question.setWordWrap(True)
        self._yes = KeyButton(self.tr("Yes, go on"), look=Look.PRIMARY, parent=self)
        no = KeyButton(self.tr("No"), parent=self)
        self._asking = QFrame(self)
        dress(self._asking, Look.NOTICE)
        row = QHBoxLayout(self._asking)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(8)
        row.addWidget(self._question, 1)
        row.addWidget(self._yes)
        row.addWidget(no)
        self._asking.hide()
        self._told = StatusLine(theme, self)
        self._told.hide()
        for sign, words, act in (
            ("−", self.tr("Smaller"), self.preview.zoom_out),
            ("+", self.tr("Larger"), self.preview.zoom_in),
        ):
            button = KeyButton(sign, parent=self)
            button.setAccessibleName(words)
            button.setToolTip(words)
            button.clicked.connect(act)
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            self.add_button(button)
        self.add_button(ActionButton(save_it, parent=self))
        self.add_button(ActionButton(print_it, look=Look.PRIMARY, parent=self))
        self.body.addWidget(self._asking)
        self.body.addWidget(self._told)
        self.body.addWidget(self.preview, 1)
        self._yes.clicked.connect(self._confirm)
        no.clicked.connect(self._asking.hide)

    def ask(self, question: str) -> None:
        """Ask whether it is the right person's; Enter says yes, Escape no."""
        self._question.setText(question)
        self._asking.setAccessibleName(question)
        self._yes.setAccessibleDescription(question)
        self._asking.show()
        self._yes.setFocus(Qt.FocusReason.OtherFocusReason)

    def tell(self, kind: ChipKind, words: str) -> None:
        """Say what became of printing or saving."""
        self._told.set_face(ChipFace(kind=kind, words=words))
        self._told.show()

    def stop_asking(self) -> None:
        """Put the question away unanswered, and what was told of the paper before."""
        self._asking.hide()
        self._told.hide()

    def is_asking(self) -> bool:
        """Tell whether the question is open."""
        return not self._asking.isHidden()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.is_asking():
            self.stop_asking()
            self.preview.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def _confirm(self) -> None:
        self._asking.hide()
        self.confirmed.emit()
