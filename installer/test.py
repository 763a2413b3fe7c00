"""Set everything up and test it: `python3 installer/test.py [--full] [pytest arguments]`.

Runs all that this machine can run and names what it skipped, and why. With `--full`, or with CI set
in the environment, installs the real parts that tests use first; then only tests of shared data
that is absent may be skipped. Holds no test.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from installer.environment import ROOT, Environment
from installer.progress import StoppedError, say
from installer.provider import install_provider
from installer.system_parts import QT, VENV, program, provide

REAL_PARTS = (
    program("dbus-run-session", "dbus"),
    program("gnome-keyring-daemon", "gnome-keyring"),
    program("fiu-run", "fiu-utils"),
    program("faketime", "faketime"),
    program("node", "nodejs"),
    program("npm", "npm"),
    program("chromium", "chromium"),
)
CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("lint-imports",),
)
DOMAIN_COVERAGE = (
    "--cov=nurseapp/domain",
    "--cov-branch",
    "--cov-fail-under=100",
    "--cov-report=term-missing:skip-covered",
)


def main(arguments: Sequence[str]) -> int:
    """Run the checks and the tests; return 0 only if all of them hold."""
    parser = argparse.ArgumentParser(prog="test.py", description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--full", action="store_true", help="install the real parts, excuse no skip"
    )
    asked, for_pytest = parser.parse_known_args(arguments)
    is_full = asked.full or bool(os.environ.get("CI"))
    try:
        provide((*VENV, *QT, *(REAL_PARTS if is_full else ())))
        environment = Environment()
        environment.make()
        modules = install_provider() if is_full else None
    except StoppedError as stopped:
        print(stopped, file=sys.stderr)
        return 1
    failed = [check for check in CHECKS if not _holds(environment, check)]
    tests = _run_tests(environment, for_pytest, modules)
    for check in failed:
        say(f"FAILED: {' '.join(check)}")
    return tests or int(bool(failed))


def _holds(environment: Environment, check: Sequence[str]) -> bool:
    """Run one check; show what it says only when it fails."""
    begun = time.monotonic()
    done = subprocess.run(
        [environment.program(check[0]), *check[1:]],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        say(done.stdout)
    result = "ok" if done.returncode == 0 else "FAILED"
    say(f"{' '.join(check)}: {result} ({time.monotonic() - begun:.0f} s)")
    return done.returncode == 0


def _run_tests(environment: Environment, arguments: Sequence[str], modules: Path | None) -> int:
    """Run the tests, in full where there are modules of Node for them."""
    variables = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    if modules is not None:
        variables["NURSEAPP_FULL_TESTS"] = "1"
        variables["NURSEAPP_NODE_MODULES"] = str(modules)
    extra = arguments or DOMAIN_COVERAGE
    python = str(environment.program("python"))
    command = [python, "-m", "pytest", "-n", "2", "--quiet", *extra]
    return subprocess.run(command, cwd=ROOT, env=variables, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
