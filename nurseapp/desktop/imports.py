"""Imports as Python makes them, without what the binding of Qt adds to each.

The binding puts an import of its own in the place of Python's. It reads the source of every module
that is imported from then on, in search of its own name, for a feature that is not used here; what
was read stays in memory, 18 MiB of it, and reading it takes a good part of the time that loading
takes. Called by the command before it loads the desktop.
"""

from __future__ import annotations

import builtins


def import_plainly() -> None:
    """Load the binding, and take its import away again."""
    import PySide6.QtCore  # noqa: F401  # puts its import in place

    builtins.__import__ = vars(builtins).get("__orig_import__", builtins.__import__)
