"""The one style sheet, written from a palette and a typography.

In the rules below `@name` is a colour of the palette, `@due.ground` one of a pair, `@icons` the
folder of the scheme's marks, and `13sp` a length that grows with the zoom, where `1px` does not.
Must not know a room. Called by Theme.
"""

from __future__ import annotations

import re
from pathlib import Path

from nurseapp.desktop.ui.theme.palette import PAIRS, Pair, Palette
from nurseapp.desktop.ui.theme.typography import Typography

_BARS = """
QMainWindow, QDialog { background: @bg; }
QMenuBar { background: @panel; border-bottom: 1px solid @line; padding: 0 8px; }
QMenuBar::item { padding: 4sp 8px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: @menu; color: @menu_ink; }
QMenu { background: @panel; border: 1px solid @line; padding: 4px; }
QMenu::item { padding: 6sp 24px 6sp 12px; border-radius: 4px; }
QMenu::item:selected { background: @menu; color: @menu_ink; }
QMenu::item:disabled { color: @dim; background: transparent; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QStatusBar { background: @panel; border-top: 1px solid @line; color: @dim; }
QStatusBar::item { border: none; }
QToolTip { background: @ink; color: @panel; border: 1px solid @panel; padding: 4px 8px; }
"""

_TEXT = """
QLabel { background: transparent; }
*[look="page-title"] { font-size: 20sp; font-weight: 600; }
*[look="panel-title"] { font-size: 15sp; font-weight: 600; }
Panel > QLabel[look="panel-title"] { min-height: 34sp; }
*[look="brand"] { font-size: 16sp; font-weight: 600; color: @accent; }
*[look="strong"] { font-weight: 600; }
*[look="field-label"] { min-height: 24sp; }
*[look="dim"] { color: @dim; }
*[look="small"] { color: @dim; font-size: 12sp; }
*[look="overdue-text"] { color: @overdue.bare; }
QLabel[look="key"] { border: 1px solid @edge; border-radius: 4px; padding: 1sp 6px;
    font-size: 12sp; color: @ink; background: @panel; }
"""

_SURFACES = """
QFrame[look="panel"] { background: @panel; border: 1px solid @line; border-radius: 8px; }
QFrame[look="notice"] { background: @due.ground; border: 1px solid @due.text; border-radius: 8px; }
QFrame[look="toast"] { background: @panel; border: 1px solid @edge; border-radius: 8px; }
QFrame[look="sheet"] { background: @panel; border: 1px solid @edge; border-radius: 8px; }
QFrame[look="rail"] { background: @rail; border: none; border-right: 1px solid @rail_line; }
QLabel[look="rail-title"] { color: @rail_ink; font-size: 16sp; font-weight: 600; }
QLabel[look="rail-text"] { color: @rail_ink; font-weight: 600; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
"""

_BUTTONS = """
QAbstractButton, QComboBox, QTabBar { outline: none; }
QPushButton { border: 1px solid @line; border-radius: 6px; background: @panel; color: @ink;
    padding: 6sp 13px; min-height: 18sp; }
QPushButton:hover { background: @bg; border-color: @edge; }
QPushButton:pressed { background: @soft; }
QPushButton:focus { border: 2px solid @accent; padding: 5sp 12px; }
QPushButton[look="primary"] { background: @accent; border-color: @accent; color: @on_accent;
    font-weight: 600; }
QPushButton[look="primary"]:hover { background: @accent_hover; border-color: @accent_hover; }
QPushButton[look="primary"]:pressed { background: @accent_hover; }
QPushButton:disabled, QPushButton[look="primary"]:disabled { background: @neutral.ground;
    color: @neutral.text; border: 1px @disabled_line @line; }
QPushButton[look="link"] { border: 1px solid transparent; background: transparent;
    color: @accent; padding: 2sp 5px; }
QPushButton[look="link"]:disabled { border-color: transparent; background: transparent;
    color: @dim; }
QPushButton[look="link"]:hover { text-decoration: underline; }
QPushButton[look="link"]:focus { border: 2px solid @accent; padding: 1sp 4px; }
QCheckBox, QRadioButton { spacing: 8px; padding: 3px; border: 2px solid transparent;
    border-radius: 4px; min-height: 18sp; }
QCheckBox:focus, QRadioButton:focus { border-color: @accent; }
QCheckBox::indicator, QRadioButton::indicator { width: 16sp; height: 16sp; background: @panel;
    border: 1px solid @edge; }
QCheckBox::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: @off_radiuspx; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent;
    image: url("@icons/check.svg"); }
QRadioButton::indicator:checked { background: @on_accent; border: 4sp solid @accent;
    width: 10sp; height: 10sp; border-radius: @on_radiuspx; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: @line; }
"""

_FIELDS = """
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox { background: @panel; color: @ink;
    border: 1px solid @edge; border-radius: 6px; padding: 6sp 11px; min-height: 18sp;
    selection-background-color: @accent; selection-color: @on_accent;
    placeholder-text-color: @dim; }
QPlainTextEdit, QTextEdit { padding: 4sp 7px; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus { border: 2px solid @accent;
    padding: 5sp 10px; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid @accent; padding: 3sp 6px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled, QComboBox:disabled,
QAbstractSpinBox:disabled { background: @neutral.ground; color: @neutral.text;
    border: 1px @disabled_line @line; }
QLineEdit[readOnly="true"] { border-color: @line; background: @bg; }
QComboBox::drop-down, QDateEdit::drop-down { border: none; width: 28sp; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: url("@icons/chevron-down.svg");
    width: 16sp; height: 16sp; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; width: 24sp;
    background: transparent; subcontrol-origin: border; }
QAbstractSpinBox::up-button { subcontrol-position: top right; margin: 2px 2px 0 0; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; margin: 0 2px 2px 0; }
QAbstractSpinBox::up-arrow { image: url("@icons/chevron-up.svg"); width: 12sp; height: 12sp; }
QAbstractSpinBox::down-arrow { image: url("@icons/chevron-down.svg"); width: 12sp; height: 12sp; }
QProgressBar { background: @neutral.ground; border: 1px solid @line; border-radius: 4px;
    max-height: 6px; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }
"""

_LISTS = """
QAbstractItemView { background: @panel; color: @ink; border: none; outline: none;
    alternate-background-color: @panel; selection-background-color: @soft; selection-color: @ink; }
QHeaderView { background: @panel; border: none; }
QHeaderView::section { background: @panel; color: @dim; border: none;
    border-bottom: 1px solid @line; padding: 0 6px 0 12px; font-size: 12sp; font-weight: 600; }
QListView[look="list"] { border: 2px solid transparent; border-radius: 8px; }
QListView[look="list"]:focus { border-color: @accent; }
QListView[look="list"]::item { padding: 6sp 12px; border-radius: 6px; color: @ink; }
QListView[look="list"]::item:selected { background: @menu; color: @menu_ink; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 2px; }
QScrollBar::handle { background: @edge; border-radius: 4px; min-height: 32px; min-width: 32px; }
QScrollBar::handle:hover { background: @dim; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QTabBar::scroller { width: 56sp; }
QTabBar QToolButton { background: @panel; border: 1px solid @line; border-radius: 6px; }
QSplitter::handle { background: transparent; }
"""

_RULES = _BARS + _TEXT + _SURFACES + _BUTTONS + _FIELDS + _LISTS
_SCALED = re.compile(r"(\d+)sp\b")
_NAMED = re.compile(r"@((?:off|on)_radius(?=px)|[a-z_]+(?:\.[a-z]+)?)")


def style_sheet(palette: Palette, typography: Typography, icons: Path) -> str:
    """Write the style sheet for one palette and one scale, with the marks of a folder of icons.

    Raises KeyError when a rule names a colour that the palette does not have.
    """
    named = _named(palette)
    named["icons"] = (icons / palette.scheme.value).as_posix()
    # Qt draws a square where a radius is more than half the box, so round ones are reckoned.
    named["off_radius"] = str(typography.px(16) // 2 + 1)
    named["on_radius"] = str((typography.px(10) + 2 * typography.px(4)) // 2)
    scaled = _SCALED.sub(lambda match: f"{typography.px(int(match[1]))}px", _RULES)
    return _NAMED.sub(lambda match: named[match[1]], scaled)


def _named(palette: Palette) -> dict[str, str]:
    """Return every colour by its name in the rules, with what a rule must not decide itself."""
    named = {
        name: value
        for name in palette.__slots__
        if isinstance(value := getattr(palette, name), str)
    }
    for name in PAIRS:
        pair: Pair = getattr(palette, name)
        named |= {
            f"{name}.text": pair.text,
            f"{name}.ground": pair.ground,
            f"{name}.bare": pair.bare,
        }
    if palette.outlined:
        named |= {"menu": palette.accent, "menu_ink": palette.on_accent}
        named |= {"rail_line": palette.line, "disabled_line": "dashed"}
    else:
        named |= {"menu": palette.soft, "menu_ink": palette.ink}
        named |= {"rail_line": palette.rail, "disabled_line": "solid"}
    return named
