"""The provider of OpenID Connect that tests sign in at: a program for Node, and for tests alone.

`installer/node/package-lock.json` pins it and all that it needs by their hashes, and names no host.
To take a newer one, change `package.json` beside it, and there run
`npm install --package-lock-only --omit-lockfile-registry-resolved`. Called by test.py.
"""

import shutil
from pathlib import Path

from installer.environment import ROOT
from installer.progress import run_shown, say

PINNED = ROOT / "installer" / "node"
FILES = ("package.json", "package-lock.json")


def install_provider(place: Path = ROOT / "var" / "node") -> Path:
    """Bring a folder in step with the lock; return where its modules are."""
    modules = place / "node_modules"
    is_done = place / "installed-lock.json"
    lock = (PINNED / FILES[1]).read_bytes()
    if not (is_done.is_file() and is_done.read_bytes() == lock):
        say(f"Installing the sign-in provider of the tests with npm into {place}")
        place.mkdir(parents=True, exist_ok=True)
        for name in FILES:
            shutil.copy(PINNED / name, place / name)
        npm = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
        run_shown([*npm, "--prefix", place], lambda _line: None)
        is_done.write_bytes(lock)
    return modules
