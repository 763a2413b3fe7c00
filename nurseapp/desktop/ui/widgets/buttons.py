"""Buttons that carry their key in the label, alone or as the face of an action.

Must not hold an act of their own: they emit `clicked` or trigger the action. Used by rooms.
"""

from __future__ import annotations

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from nurseapp.desktop.ui.theme.looks import Look
from nurseapp.desktop.ui.widgets.push_button import PushButton


class KeyButton(PushButton):
    """A push button that shows its key after its words.

    `key` is written as Qt's portable text, such as `Ctrl+N`; it works wherever the button is seen.
    """

    def __init__(
        self,
        words: str,
        *,
        key: str = "",
        look: Look = Look.PLAIN,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", look, parent)
        self._shown_key = QKeySequence(key)
        self.set_words(words)
        self.setShortcut(self._shown_key)

    def set_words(self, words: str) -> None:
        """Change the words, keeping the key."""
        shortcut = self.shortcut()
        key = self._shown_key.toString(QKeySequence.SequenceFormat.NativeText)
        self.setText(f"{words}   {key}" if key else words)
        self.setAccessibleName(words.replace("&", ""))
        self.setShortcut(shortcut)  # QAbstractButton.setText forgets it


class ActionButton(KeyButton):
    """The face of an action: its words, its key, and whether it can be done.

    The key belongs to the action, so that menus, the command palette and the button agree.
    """

    def __init__(
        self, action: QAction, *, look: Look = Look.PLAIN, parent: QWidget | None = None
    ) -> None:
        super().__init__(action.text(), look=look, parent=parent)
        self._action = action
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self._shown_key = self._action.shortcut()
        self.set_words(self._action.text().replace("&", ""))
        self.setToolTip(self._action.statusTip())
        self.setAccessibleDescription(self._action.statusTip())
        self.setEnabled(self._action.isEnabled())
        self.setVisible(self._action.isVisible())
