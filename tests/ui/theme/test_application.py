"""The application is drawn by Fusion everywhere, and named for the system."""

import subprocess
import sys

ASKED = """
from nurseapp.desktop.ui.theme.application import make_application
app = make_application("nurseapp")
print(app.style().objectName(), app.applicationName())
"""


def test_fusion_draws_it_whatever_the_system_prefers() -> None:
    done = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["fusion", "nurseapp"]
