"""The names by which the style sheet knows a widget, and the one way to give a widget such a name.

Must not hold colours or sizes: those are the style sheet's. Called by every view.
"""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


class Look(StrEnum):
    """A dress for a widget; the style sheet has a rule for each."""

    PAGE_TITLE = "page-title"
    PANEL_TITLE = "panel-title"
    BRAND = "brand"
    STRONG = "strong"
    FIELD_LABEL = "field-label"
    DIM = "dim"
    SMALL = "small"
    PANEL = "panel"
    NOTICE = "notice"
    TOAST = "toast"
    PRIMARY = "primary"
    PLAIN = "plain"
    LINK = "link"
    RAIL = "rail"
    RAIL_TITLE = "rail-title"
    RAIL_TEXT = "rail-text"
    SHEET = "sheet"
    OVERDUE_TEXT = "overdue-text"
    KEY = "key"
    LIST = "list"


def dress(widget: QWidget, look: Look) -> None:
    """Give a widget its look, also when it is already on the screen."""
    if widget.property("look") == look.value:
        return
    widget.setProperty("look", look.value)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        style = widget.style()
        style.unpolish(widget)
        style.polish(widget)
