"""Makes the QApplication: named, and drawn by Fusion on every system.

Called once, by the composition root and by what measures or shows the desktop.
"""

from __future__ import annotations

from PySide6.QtWidgets import QApplication


def make_application(program: str) -> QApplication:
    """Make the application; `program` is how it was started.

    The style is named on the command line, since `setStyle` costs a tenth of the start.
    """
    app = QApplication([program, "-style", "fusion"])
    app.setApplicationName("nurseapp")
    app.setApplicationDisplayName("nurseapp")
    return app
