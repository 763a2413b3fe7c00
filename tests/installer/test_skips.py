"""What was skipped is named with its reason; a full run excuses absent shared data alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import NO_SHARED_DATA, ROOT

TESTS = f"""
import pytest

def test_runs():
    assert True

def test_needs_data():
    pytest.skip({NO_SHARED_DATA!r})
"""
ONE_MORE = """
@pytest.mark.skip(reason="a part is missing")
def test_needs_a_part():
    assert True
"""


def run(folder: Path, text: str, *options: str, full: bool) -> subprocess.CompletedProcess[str]:
    (folder / "test_planted.py").write_text(text)
    variables = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "NURSEAPP"))}
    variables |= {"NURSEAPP_FULL_TESTS": "1"} if full else {}
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-q", *options]
    return subprocess.run(
        [*command, "--rootdir", str(folder), "-c", os.devnull, str(folder)],
        cwd=ROOT,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("options", [(), ("-n", "1")], ids=["alone", "with a worker"])
def test_a_full_run_fails_on_a_skip_that_is_not_excused(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    done = run(tmp_path, TESTS + ONE_MORE, *options, full=True)
    assert done.returncode == 1, done.stdout
    assert "NOT EXCUSED: a part is missing\n    test_planted.py::test_needs_a_part" in done.stdout
    assert f"skipped: {NO_SHARED_DATA}\n    test_planted.py::test_needs_data" in done.stdout


def test_a_full_run_excuses_absent_shared_data(tmp_path: Path) -> None:
    done = run(tmp_path, TESTS, full=True)
    assert done.returncode == 0, done.stdout
    assert done.stdout.splitlines()[-1].startswith("1 passed, 1 skipped")


def test_an_ordinary_run_names_its_skips_and_passes(tmp_path: Path) -> None:
    done = run(tmp_path, TESTS + ONE_MORE, full=False)
    assert done.returncode == 0, done.stdout
    assert "skipped: a part is missing\n    test_planted.py::test_needs_a_part" in done.stdout
