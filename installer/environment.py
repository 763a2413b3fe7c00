"""The virtual environment `.venv/`: made from the lock, kept in step with it, never half-made.

Uses pip alone. Must leave the rest of the machine as it is. Called by run.py and test.py.

`installer/requirements.lock` holds every package for every system with its hashes, and no host. To
refresh it after a change of `pyproject.toml`, with uv (`pip install uv`), in the checkout:

    uv pip compile --universal --generate-hashes --python-version 3.11 --all-extras \\
        --only-binary :all: --no-annotate --no-header --no-emit-index-url \\
        pyproject.toml --output-file installer/requirements.lock

`--upgrade` takes newer versions. Then run `python3 installer/notices.py` and the full tests, which
ask the registry for a wheel of each package for each system.
"""

import hashlib
import subprocess
import sys
from pathlib import Path

from installer.progress import run_shown, say

ROOT = Path(__file__).resolve().parent.parent


class Environment:
    """Make and use the virtual environment of one checkout."""

    def __init__(self, root: Path = ROOT) -> None:
        """Name the checkout; nothing is made yet."""
        self._root = root
        self._folder = root / ".venv"
        self._stamp = self._folder / "nurseapp-stamp"
        self._lock = root / "installer" / "requirements.lock"

    def program(self, name: str) -> Path:
        """Return the path of a program installed in the environment."""
        if sys.platform == "win32":
            return self._folder / "Scripts" / f"{name}.exe"
        return self._folder / "bin" / name

    def make(self) -> None:
        """Bring the environment in step with the lock; do nothing when it is."""
        wanted = self._fingerprint()
        if self._stamped() == wanted and self.program("python").exists():
            return
        if self._stamped() is None or not self._works():
            say("Making the virtual environment .venv")
            self._create()
        self._stamp.unlink(missing_ok=True)
        self._install()
        self._stamp.write_text(wanted, encoding="utf-8")

    def _create(self) -> None:
        run_shown([sys.executable, "-m", "venv", "--clear", self._folder], lambda line: line)

    def _install(self) -> None:
        total = self._lock.read_text(encoding="utf-8").count("==")
        say(f"Installing up to {total} packages into .venv (a minute or less the first time)")
        pip = (self.program("python"), "-m", "pip", "install", "--no-deps")
        calm = ("--disable-pip-version-check", "--no-compile", "--progress-bar", "off")
        safe = ("--require-hashes", "--only-binary", ":all:")
        run_shown([*pip, *calm, *safe, "-r", self._lock], _Counter(total).news)
        run_shown(
            [*pip, *calm, "--no-build-isolation", "--editable", self._root], lambda line: None
        )

    def _fingerprint(self) -> str:
        digest = hashlib.sha256()
        for path in (self._lock, self._root / "pyproject.toml"):
            digest.update(path.read_bytes())
        return digest.hexdigest()

    def _stamped(self) -> str | None:
        """Return the fingerprint left by the last complete installation."""
        try:
            return self._stamp.read_text(encoding="utf-8")
        except (FileNotFoundError, NotADirectoryError):
            return None

    def _works(self) -> bool:
        """Say whether the environment's Python still runs: the system's may have gone."""
        try:
            asked = subprocess.run([self.program("python"), "-c", ""], check=False)
        except OSError:
            return False
        return asked.returncode == 0


class _Counter:
    """Turn pip's lines into `12/80 package==1.0`."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._seen = 0

    def news(self, line: str) -> str | None:
        first, _, rest = line.partition(" ")
        if first in {"Collecting", "Processing", "Ignoring"}:
            self._seen += 1
            return f"{self._seen}/{self._total} {Path(rest.split()[0]).name.rstrip(':')}"
        return line[:60] if line.startswith("Installing collected packages") else None
