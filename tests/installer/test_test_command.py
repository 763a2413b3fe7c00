"""The command that tests the program: which checks it runs, what it tells pytest, when it fails."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from installer.test import REAL_PARTS
from tests.conftest import ROOT

HARNESS = """
import sys
from pathlib import Path
from installer import environment, test

class StandIn(environment.Environment):
    def make(self):
        pass
    def program(self, name):
        return Path(sys.argv[1]) / name

test.Environment = StandIn
test.REAL_PARTS = ()
test.install_provider = lambda: Path("modules")
sys.exit(test.main(sys.argv[2:]))
"""
PROGRAM = """#!{python}
import os, sys
name = os.path.basename(sys.argv[0])
full = "full" if "NURSEAPP_FULL_TESTS" in os.environ else "ordinary"
with open(os.environ["NOTES"], "a") as file:
    file.write(" ".join([name, *sys.argv[1:], full, os.environ.get("QT_QPA_PLATFORM", "")]) + "\\n")
print("this is what", name, "said", flush=True)
sys.exit(3 if name in os.environ.get("FAILING", "").split(",") else 0)
"""


def run(
    folder: Path, *arguments: str, **variables: str
) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    for name in ("ruff", "mypy", "lint-imports", "python"):
        (folder / name).write_text(PROGRAM.format(python=sys.executable))
        (folder / name).chmod(0o755)
    kept = {k: v for k, v in os.environ.items() if k not in {"CI", "NURSEAPP_FULL_TESTS"}}
    done = subprocess.run(
        [sys.executable, "-c", HARNESS, str(folder), *arguments],
        env=kept | {"NOTES": str(folder / "notes"), "PYTHONPATH": str(ROOT), **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done, (folder / "notes").read_text().splitlines()


def test_a_full_run_installs_the_programs_that_tests_ask_for_and_no_others() -> None:
    asked = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        if path.parent.name != "installer"
        for name in re.findall(r"\bprogram\(\"([^\"]+)\"\)", path.read_text("utf-8"))
    }
    assert {part.name for part in REAL_PARTS} == asked


def test_all_checks_and_then_all_tests_are_run(tmp_path: Path) -> None:
    done, called = run(tmp_path)
    assert done.returncode == 0
    assert [line.split()[0] for line in called] == [
        *("ruff", "ruff", "mypy", "lint-imports", "python")
    ]
    assert called[-1].startswith("python -m pytest -n 2 --quiet --cov=nurseapp/domain --cov-branch")
    assert called[-1].endswith("ordinary offscreen")
    assert done.stdout.splitlines()[-1] == "this is what python said"
    assert "what mypy said" not in done.stdout


def test_arguments_go_to_pytest_and_then_no_coverage_is_demanded(tmp_path: Path) -> None:
    _, called = run(tmp_path, "tests/domain", "-k", "goal")
    expected = "python -m pytest -n 2 --quiet tests/domain -k goal ordinary offscreen"
    assert called[-1] == expected


@pytest.mark.parametrize("failing", ["ruff", "mypy", "lint-imports", "python"])
def test_any_failure_fails_the_command_after_everything_was_run(
    tmp_path: Path, failing: str
) -> None:
    done, called = run(tmp_path, FAILING=failing)
    assert done.returncode != 0
    assert len(called) == 5
    assert f"this is what {failing} said" in done.stdout


@pytest.mark.parametrize("way", ["--full", "CI"])
def test_a_full_run_is_asked_for_by_option_or_by_the_environment(tmp_path: Path, way: str) -> None:
    done, called = run(tmp_path, "--full") if way == "--full" else run(tmp_path, CI="true")
    assert done.returncode == 0
    assert called[-1].endswith("full offscreen")
    assert "--full" not in called[-1]
