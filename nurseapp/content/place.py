"""Where the resources are: inside the installed package, or beside it in a checkout.

Called by the two programs, which hand the folder on; nothing else looks for it.
"""

from __future__ import annotations

from pathlib import Path


def resources_folder() -> Path:
    """Find the folder of forms, handouts, fonts and the rest."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_resources"
    return installed if installed.is_dir() else package.parent / "resources"
