"""The vault with the real Secret Service, in a session of its own, under kills.

    dbus-run-session -- sh -c '... gnome-keyring-daemon ...; python -m tests.vault.secret_service N'

prints how many changes were killed, how many went through, and how many vaults were usable.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from random import Random
from shutil import which
from tempfile import TemporaryDirectory

from nurseapp.desktop.storage.keyring_choice import Keyring, system_keyring
from tests.vault.killing import Change, assert_usable, kill_after
from tests.vault.place import Place, make_place

PROGRAMS = ("dbus-run-session", "gnome-keyring-daemon")
LONGEST_S = 0.4
_SCRIPT = (
    "printf test | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1"
    ' && exec "$0" -m tests.vault.secret_service "$1"'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RealPlace(Place):
    """A vault of which the operating system keeps the secret."""

    @property
    def keyring(self) -> Keyring:
        """The Secret Service of the session."""
        return system_keyring()


def run_in_session(times: int, home: Path) -> str | None:
    """Run it in a private session and give what it printed; None where a program is missing."""
    if any(which(program) is None for program in PROGRAMS):
        return None
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "TMPDIR": str(home),
        "XDG_RUNTIME_DIR": str(home),
        "PYTHONPATH": os.getcwd(),
    }
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", _SCRIPT, sys.executable, str(times)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return done.stdout.strip()


def main() -> int:
    """Be inside the session."""
    times, random, killed = int(sys.argv[1]), Random(8), 0  # noqa: S311  # a run must repeat
    with TemporaryDirectory() as folder:
        for number in range(times):
            what = Change.KEY if number % 2 else Change.PASSPHRASE
            root = Path(folder) / str(number)
            make_place(root, RealPlace(root=root))
            killed += kill_after(RealPlace(root=root), what, random.random() * LONGEST_S)
            assert_usable(RealPlace(root=root), what)
    print(
        f"{system_keyring().name}: {times} changes, {killed} killed on the way,"
        f" {times} vaults usable"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
