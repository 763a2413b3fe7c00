"""A crash leaves no memory behind."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such proofs")
PROGRAM = """
import os, resource, signal, sys
from nurseapp.desktop.no_dumps import forbid_dumps
resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
if sys.argv[1] == "forbid":
    forbid_dumps()
import ctypes
dumpable = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)
print(dumpable, resource.getrlimit(resource.RLIMIT_CORE)[0], flush=True)
os.kill(os.getpid(), signal.SIGSEGV)
"""


def crash(order: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, order],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@ON_LINUX
def test_a_crash_of_the_desktop_writes_no_memory(tmp_path: Path) -> None:
    done = crash("forbid", tmp_path)

    assert done.returncode == -signal.SIGSEGV
    assert done.stdout.split() == ["0", "0"]
    assert list(tmp_path.iterdir()) == []


@ON_LINUX
def test_without_it_the_system_would_be_allowed_to(tmp_path: Path) -> None:
    assert crash("", tmp_path).stdout.split()[0] == "1"
