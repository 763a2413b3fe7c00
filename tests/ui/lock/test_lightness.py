"""The lock page stays light: what it loads decides how fast the program starts."""

import subprocess
import sys

LISTED = "import sys, {module}; print('\\n'.join(sys.modules))"
TOO_HEAVY = (
    "PySide6.QtNetwork",
    "PySide6.QtPrintSupport",
    "PySide6.QtSvg",
    "email",
    "httpx",
    "json",
    "keyring",
    "msgspec",
    "nurseapp.desktop.services",
    "nurseapp.desktop.storage",
    "nurseapp.desktop.ui.frame",
    "nurseapp.desktop.ui.widgets.chip",
    "nurseapp.desktop.ui.widgets.data_table",
    "nurseapp.domain",
    "reportlab",
    "sqlalchemy",
    "urllib3",
)


def test_the_lock_page_loads_nothing_of_the_rooms_and_no_store() -> None:
    listing = LISTED.format(module="nurseapp.desktop.ui.lock.lock_page")
    done = subprocess.run(
        [sys.executable, "-c", listing], capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert "nurseapp.desktop.ui.lock.lock_page" in loaded
    assert not loaded & set(TOO_HEAVY)
