"""On what both commands run at all is said in one sentence, before anything is installed."""

import subprocess
import sys

from tests.architecture.project import ROOT

INTEL_MAC = "sys.platform = 'darwin'; platform.machine = lambda: 'x86_64'"
APPLE_SILICON = "sys.platform = 'darwin'; platform.machine = lambda: 'arm64'"


def begun(*, where: str) -> subprocess.CompletedProcess[str]:
    """Begin as both commands do, on a machine that says this of itself."""
    return subprocess.run(
        [sys.executable, "-c", f"import platform, sys; {where}; import installer"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_intel_mac_is_told_that_there_is_no_build_for_it() -> None:
    refused = begun(where=INTEL_MAC)

    assert refused.returncode == 1
    assert refused.stderr == (
        "On a Mac this needs Apple silicon: what is locked here has no build for Intel Macs.\n"
    )


def test_a_python_that_is_too_old_is_told_which_are_not() -> None:
    refused = begun(where="sys.version_info = (3, 10)")

    assert refused.returncode == 1
    assert refused.stderr.startswith("Python 3.11, 3.12, 3.13 or 3.14 is needed; this is 3.10.")


def test_a_mac_with_apple_silicon_is_served() -> None:
    assert begun(where=APPLE_SILICON).returncode == 0
