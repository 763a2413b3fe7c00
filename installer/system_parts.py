"""What the machine itself must have: shared libraries, Python modules, programs.

Finds out by looking for the thing, never for a package; installs with apt where there is apt. Must
change nothing without saying what. Called by run.py and test.py.
"""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from installer.progress import StoppedError, run_shown, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Name a thing, how to tell that it is there, and the Debian packages that bring it.

    The first package that apt knows is taken: newer systems have renamed some.
    """

    name: str
    packages: tuple[str, ...]
    is_there: Callable[[], bool]


def library(name: str, *packages: str) -> Part:
    """Describe a shared library by its file name."""

    def loads() -> bool:
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return Part(name=name, packages=packages, is_there=loads)


def module(name: str, *packages: str) -> Part:
    """Describe a module of the running Python."""
    return Part(
        name=f"Python's {name}",
        packages=packages,
        is_there=lambda: importlib.util.find_spec(name) is not None,
    )


def program(name: str, *packages: str) -> Part:
    """Describe a program by its name on the path."""
    return Part(name=name, packages=packages, is_there=lambda: shutil.which(name) is not None)


VENV = (
    module(
        "ensurepip", f"python{sys.version_info.major}.{sys.version_info.minor}-venv", "python3-venv"
    ),
)
QT = (
    library("libglib-2.0.so.0", "libglib2.0-0t64", "libglib2.0-0"),
    library("libGL.so.1", "libgl1"),
    library("libEGL.so.1", "libegl1"),
    library("libdbus-1.so.3", "libdbus-1-3"),
    library("libgssapi_krb5.so.2", "libgssapi-krb5-2"),
    library("libfontconfig.so.1", "libfontconfig1"),
    library("libxkbcommon.so.0", "libxkbcommon0"),
)
QT_WINDOWS = (
    library("libxcb-cursor.so.0", "libxcb-cursor0"),
    library("libxcb-icccm.so.4", "libxcb-icccm4"),
    library("libxcb-keysyms.so.1", "libxcb-keysyms1"),
    library("libxcb-shape.so.0", "libxcb-shape0"),
    library("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    library("libwayland-cursor.so.0", "libwayland-cursor0"),
    library("libcups.so.2", "libcups2t64", "libcups2"),
)


def provide(parts: Sequence[Part]) -> None:
    """Install what is missing of these; do nothing but on Linux.

    Raises StoppedError, with the line to run, where we are neither root nor able to use sudo.
    """
    missing = [part for part in parts if not part.is_there()] if sys.platform == "linux" else []
    if not missing:
        return
    names = ", ".join(part.name for part in missing)
    if not shutil.which("apt-get"):
        raise StoppedError(
            f"Missing on this system: {names}. Install them with its package manager "
            "and run this command again."
        )
    as_root = _way_to_root()
    if as_root is None:
        packages = " ".join(sorted({part.packages[-1] for part in missing}))
        raise StoppedError(
            f"Missing on this system: {names}. Run this line, then this command again:\n"
            f"    sudo apt-get install -y --no-install-recommends {packages}"
        )
    say(f"Missing on this system: {names}.")
    _install(missing, as_root)
    still = ", ".join(part.name for part in missing if not part.is_there())
    if still:
        raise StoppedError(f"Still missing after the installation: {still}.")


def _way_to_root() -> list[str] | None:
    """Return what goes before a command to run it as root, or None where we cannot."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    asks_no_password = subprocess.run(
        ["sudo", "-n", "true"], stderr=subprocess.DEVNULL, check=False
    )
    if asks_no_password.returncode == 0:
        return ["sudo"]
    if sys.stdin.isatty() and subprocess.run(["sudo", "-v"], check=False).returncode == 0:
        return ["sudo"]
    return None


def _install(parts: Sequence[Part], as_root: list[str]) -> None:
    apt = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    run_shown([*apt, "update"], _apt_news)
    packages = sorted({_known_package(part) for part in parts})
    say(f"Installing with apt{' through sudo' if as_root else ''}: {' '.join(packages)}")
    run_shown([*apt, "install", "-y", "--no-install-recommends", *packages], _apt_news)
    importlib.invalidate_caches()


def _known_package(part: Part) -> str:
    for package in part.packages:
        shown = subprocess.run(["apt-cache", "show", package], capture_output=True, check=False)
        if shown.returncode == 0 and shown.stdout:
            return package
    raise StoppedError(f"apt knows no package for {part.name}: tried {', '.join(part.packages)}.")


def _apt_news(line: str) -> str | None:
    return line if line.startswith(("Reading", "Unpacking", "Setting up", "Processing")) else None
