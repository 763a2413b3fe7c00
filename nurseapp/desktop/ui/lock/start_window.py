"""The window before the unlocking; the main window takes its place afterwards.

Made by the composition root.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QWidget

SIZE = (1366, 768)


class StartWindow(QMainWindow):
    """Show one of the lock pages."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("nurseapp")
        self.setMinimumSize(480, 400)
        self.resize(*SIZE)

    def show_page(self, page: QWidget) -> None:
        """Show a page in place of the one before, which lives on."""
        if (shown := self.takeCentralWidget()) is not None and shown is not page:
            shown.hide()
        self.setCentralWidget(page)
        page.show()
        page.setFocus(Qt.FocusReason.OtherFocusReason)
