"""The heads over the answers of a form: what all items share, and always the points."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.domain.form import Form


class ColumnHeads(QWidget):
    """Show a head over each column of answers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heads: list[QLabel] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addStretch(1)

    def show_form(self, form: Form) -> None:
        """Show the heads of another form."""
        for head in self._heads:
            head.setParent(None)
            head.deleteLater()
        shared = shared_answers(form)
        self._heads = [self._head(shared, points) for points in range(form.policy.highest + 1)]
        for head in self._heads:
            self._row.addWidget(head)

    def fit(self, width: int, trailing: int) -> None:
        """Give each head the width of its column, leaving room for a scroll bar."""
        self._row.setContentsMargins(0, 0, trailing, 0)
        for head in self._heads:
            head.setFixedWidth(width)

    def _head(self, shared: tuple[str, ...], points: int) -> QLabel:
        head = QLabel(f"{shared[points]}  {points}" if shared else str(points), self)
        head.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom)
        head.setWordWrap(True)
        head.setTextFormat(Qt.TextFormat.PlainText)
        dress(head, Look.DIM)
        return head


def shared_answers(form: Form) -> tuple[str, ...]:
    """Give the answers that all scored items share, or nothing where they differ."""
    texts = {tuple(o.text for o in item.options) for item in form.items if item.scored}
    return texts.pop() if len(texts) == 1 else ()
