"""The Qt binding keeps its references: 6.12.0 lost one to True and to None at each emitted signal.

On Python 3.11 that ended the interpreter after some 570 signals, hence the bound in pyproject.toml.
"""

import subprocess
import sys

PROGRAM = """
from PySide6.QtCore import QObject, Signal

class Bell(QObject):
    rung = Signal(object)

heard = []
bell = Bell()
bell.rung.connect(heard.append)
for _ in range(5000):
    bell.rung.emit(True)
    bell.rung.emit(None)
print(len(heard), set(map(repr, heard)) == {"True", "None"})
"""


def test_ten_thousand_signals_with_true_and_none_are_survived() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "10000 True\n"), done.stderr
