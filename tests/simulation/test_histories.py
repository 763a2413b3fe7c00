"""A few histories of the field, as the normal run has time for; the command runs many."""

import subprocess
import sys

import pytest

SEED = 11


@pytest.mark.parametrize("histories", [4])
def test_nothing_is_lost_doubled_or_shown_to_whom_it_is_not(histories: int) -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tests.simulation"),
            *("--histories", str(histories), "--seed", str(SEED), "--clients", "3"),
        ],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert (done.returncode, "violations 0" in done.stdout) == (0, True), done.stdout + done.stderr
