"""Cards and the head of a page. Used by rooms; they hold what they are given, nothing else."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.widgets.elided_label import ElidedLabel


class Panel(QFrame):
    """A card: a title, words beside it, room at the right for buttons, and a body.

    Attributes:
        body: the layout to put things into.
    """

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, Look.PANEL)
        self._title = QLabel(title, self)
        dress(self._title, Look.PANEL_TITLE)
        self._aside = ElidedLabel("", self)
        dress(self._aside, Look.DIM)
        self._head = QHBoxLayout()
        self._head.setSpacing(8)
        self._head.addWidget(self._title)
        self._head.addWidget(self._aside, 1)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 12)
        column.setSpacing(8)
        column.addLayout(self._head)
        column.addLayout(self.body, 1)
        self.set_title(title)

    def set_title(self, title: str, aside: str = "") -> None:
        """Change the title and the dim words beside it."""
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self._aside.set_text(aside)
        self._aside.setVisible(bool(title))
        self.setAccessibleName(title)

    def add_button(self, button: QWidget) -> None:
        """Put a button at the right of the title."""
        self._head.addWidget(button)


class TableFrame(QFrame):
    """A card without a title, filled by one table or list to its edge."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, Look.PANEL)
        column = QVBoxLayout(self)
        # The corners of the card are round, those of the table are not.
        column.setContentsMargins(1, 4, 1, 4)
        column.addWidget(content)


class PageHeader(QWidget):
    """The head of a page: title, dim subtitle, and at the right a search field and buttons."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel(title, self)
        dress(self._title, Look.PAGE_TITLE)
        self._subtitle = ElidedLabel("", self)
        dress(self._subtitle, Look.DIM)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(12)
        self._row.addWidget(self._title)
        self._row.addWidget(self._subtitle, 1)

    def set_title(self, title: str) -> None:
        """Change the title."""
        self._title.setText(title)

    def set_subtitle(self, subtitle: str) -> None:
        """Change the dim words beside the title."""
        self._subtitle.set_text(subtitle)

    def add_widget(self, widget: QWidget) -> None:
        """Put a field or a button at the right."""
        self._row.addWidget(widget)
