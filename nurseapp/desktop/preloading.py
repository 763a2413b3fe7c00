"""Loads modules and classes while nothing else happens, a portion at a turn of the event loop.

On the main thread, for classes of Qt are made by it alone; between two portions a key that was
pressed is taken. Called by the composition root while a passphrase is typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QScrollArea


class Preloading(QObject):
    """Load in order; what is wanted before its turn is loaded when it is wanted."""

    def __init__(self, wanted: Sequence[str], parent: QObject) -> None:
        """Name modules, or `module:class` for a class that the binding makes when it is named."""
        super().__init__(parent)
        self._wanted = list(wanted)
        self._turn = QTimer(self)
        self._turn.timeout.connect(self._load_next)

    def start(self) -> None:
        """Begin with the next turn."""
        self._turn.start()

    def _load_next(self) -> None:
        if self._wanted:
            module, _, name = self._wanted.pop(0).partition(":")
            loaded = import_module(module)
            if name:
                getattr(loaded, name)
        else:
            self._turn.stop()
            # To say of what class a widget is that Qt made, the binding loads every class it has.
            QScrollArea().viewport()
