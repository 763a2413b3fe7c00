"""The look in force: applies palette, fonts and style sheet to the application, and changes them.

Must not read or write settings: the composition root stores `choice` when `changed` is emitted.
Made once by the composition root, before the first window, and handed to every painted widget.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from nurseapp.desktop.ui.theme.drawing import Drawing
from nurseapp.desktop.ui.theme.palette import Palette, Scheme
from nurseapp.desktop.ui.theme.style_sheet import style_sheet
from nurseapp.desktop.ui.theme.typography import Typography, next_zoom


@dataclass(frozen=True, slots=True, kw_only=True)
class LookChoice:
    """What the person at this computer chose.

    Attributes:
        scheme: None follows the system.
        zoom: per cent.
    """

    scheme: Scheme | None = None
    zoom: int = 100


class Theme(QObject):
    """Keep one look in force for the whole application.

    Attributes:
        palette, typography: what is in force now; read them when painting, keep no copy.
        drawing: the same as fonts and colours ready to paint with; replaced with the look.
        choice: what was chosen, for the settings.

    Signals:
        changed(): colours or sizes are new; repaint, and lay out what is sized in pixels.
    """

    changed = Signal()

    def __init__(
        self,
        app: QApplication,
        palettes: Mapping[Scheme, Palette],
        typography: Typography,
        icons: Path,
        choice: LookChoice = LookChoice(),  # a frozen value
    ) -> None:
        super().__init__(app)
        self._app = app
        self._palettes = palettes
        self._icons = icons
        self.choice = choice
        self.typography = replace(typography, zoom=choice.zoom)
        self.palette = palettes[Scheme.LIGHT]
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._follow_system)
        hints.accessibility().contrastPreferenceChanged.connect(self._follow_system)
        self._apply()

    def choose_scheme(self, scheme: Scheme | None) -> None:
        """Put a scheme in force; None follows the system from now on."""
        self._choose(replace(self.choice, scheme=scheme))

    def zoom_in(self) -> None:
        """Make everything one step larger, up to 200 %."""
        self._choose(replace(self.choice, zoom=next_zoom(self.choice.zoom, 1)))

    def zoom_out(self) -> None:
        """Make everything one step smaller, down to 100 %."""
        self._choose(replace(self.choice, zoom=next_zoom(self.choice.zoom, -1)))

    def zoom_reset(self) -> None:
        """Go back to 100 %."""
        self._choose(replace(self.choice, zoom=100))

    def _choose(self, choice: LookChoice) -> None:
        if choice != self.choice:
            self.choice = choice
            self._apply()

    def _follow_system(self) -> None:
        if self.choice.scheme is None:
            self._apply()

    def _apply(self) -> None:
        self.palette = self._palettes[self.choice.scheme or self._system_scheme()]
        self.typography = replace(self.typography, zoom=self.choice.zoom)
        self.drawing = Drawing(self.typography)
        self._app.setFont(self.typography.font())
        self._app.setPalette(_qt_palette(self.palette))
        self._app.setStyleSheet(style_sheet(self.palette, self.typography, self._icons))
        self.changed.emit()

    def _system_scheme(self) -> Scheme:
        hints = self._app.styleHints()
        if hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast:
            return Scheme.HIGH_CONTRAST
        dark = hints.colorScheme() is Qt.ColorScheme.Dark
        return Scheme.DARK if dark else Scheme.LIGHT


def _qt_palette(palette: Palette) -> QPalette:
    """Tell the parts that Fusion paints without the style sheet which colours to take."""
    roles = QPalette.ColorRole
    colours = {
        roles.Window: palette.bg,
        roles.WindowText: palette.ink,
        roles.Base: palette.panel,
        roles.AlternateBase: palette.bg,
        roles.Text: palette.ink,
        roles.PlaceholderText: palette.dim,
        roles.Button: palette.panel,
        roles.ButtonText: palette.ink,
        roles.BrightText: palette.on_accent,
        roles.ToolTipBase: palette.ink,
        roles.ToolTipText: palette.panel,
        roles.Highlight: palette.accent,
        roles.HighlightedText: palette.on_accent,
        roles.Accent: palette.accent,
        roles.Link: palette.accent,
        roles.LinkVisited: palette.accent,
        roles.Light: palette.panel,
        roles.Midlight: palette.line,
        roles.Mid: palette.line,
        roles.Dark: palette.edge,
        roles.Shadow: palette.line,
    }
    made = QPalette()
    for role, colour in colours.items():
        made.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(palette.dim))
    return made
