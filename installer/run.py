"""Set everything up and open the program: `python3 installer/run.py`.

Starts the central API with its embedded PostgreSQL on this machine alone, loads the example
organisation once, and opens the desktop as one of its nurses; with no display, or with
`--tour DIR`, takes the tour instead. Stops at the end what it started, also after Ctrl+C.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import IO

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from installer.environment import ROOT, Environment
from installer.progress import StoppedError, say
from installer.system_parts import (
    QT,
    QT_WINDOWS,
    VENV,
    provide,
)

DATA = ROOT / "var"
LOG = DATA / "api.log"


def main(arguments: Sequence[str]) -> int:
    """Run the program and return its exit code."""
    asked = _parse(arguments)
    tour = _tour_folder(asked.tour)
    try:
        provide((*VENV, *QT) if tour else (*VENV, *QT, *QT_WINDOWS))
        environment = Environment()
        environment.make()
        return _run(environment, tour)
    except StoppedError as stopped:
        print(stopped, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="run.py", description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--tour",
        metavar="DIR",
        type=Path,
        help="take the tour: every screen as a PNG and every print as a PDF into DIR",
    )
    return parser.parse_args(arguments)


def _tour_folder(asked: Path | None) -> Path | None:
    """Choose the tour where it is asked for and where there is no display to open a window on."""
    if asked:
        return asked.absolute()
    if has_display(sys.platform, os.environ):
        return None
    say("There is no display, so this takes the tour. Its pictures and prints go to tour/.")
    return ROOT / "tour"


def has_display(platform: str, environment: Mapping[str, str]) -> bool:
    """Say whether a window can be opened: always but on a Linux that names no display."""
    return (
        platform != "linux"
        or any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
        or environment.get("QT_QPA_PLATFORM", "offscreen") not in {"offscreen", "minimal"}
    )


class _WishToStop:
    """A wish to stop, by Ctrl+C or a signal: noted at once, obeyed between two steps.

    An exception raised by a signal could come between starting a program and noting that it runs.
    """

    def __init__(self) -> None:
        self._is_there = False
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self._note)

    def _note(self, number: int, frame: FrameType | None) -> None:
        self._is_there = True

    def obey(self) -> None:
        """Wait a moment, then raise KeyboardInterrupt if there is the wish."""
        time.sleep(0.02)
        if self._is_there:
            raise KeyboardInterrupt


def _run(environment: Environment, tour: Path | None) -> int:
    running: list[subprocess.Popen[bytes]] = []
    wish = _WishToStop()
    try:
        with tempfile.TemporaryDirectory(prefix="nurseapp-") as folder:
            port_file = Path(folder) / "port"
            running.append(_serve(environment, port_file))
            running.append(_ask_for_credentials(environment))
            address = f"http://127.0.0.1:{_wait_for_port(running[0], port_file, wish)}"
        credentials, _ = running[1].communicate()
        if running[1].returncode != 0:
            raise StoppedError("The example organisation does not say who signs in how.")
        sys.stdout.buffer.write(credentials)
        sys.stdout.flush()
        wish.obey()
        running.append(_open(environment, address, tour))
        while running[-1].poll() is None:
            wish.obey()
        return running[-1].returncode
    finally:
        for process in reversed(running):
            _stop(process)


def _serve(environment: Environment, port_file: Path) -> subprocess.Popen[bytes]:
    say("Starting the central API on this machine")
    if not DATA.exists():
        DATA.mkdir()
        DATA.chmod(0o711)  # root's PostgreSQL runs as another account, which must pass here
    options = ("--demo", "--data", str(DATA), "--port", "0", "--port-file", str(port_file))
    with LOG.open("wb") as log:
        return _start([str(environment.program("nurseapp-server")), "serve", *options], log=log)


def _ask_for_credentials(environment: Environment) -> subprocess.Popen[bytes]:
    """Ask while the API starts: the answer needs no database."""
    program = str(environment.program("nurseapp-server"))
    return _start([program, "demo", "--show-credentials"], answer=subprocess.PIPE)


def _wait_for_port(server: subprocess.Popen[bytes], port_file: Path, wish: _WishToStop) -> int:
    """Wait until the API has written its port, which it does when it is ready to answer."""
    while server.poll() is None:
        try:
            return int(port_file.read_text(encoding="ascii"))
        except (FileNotFoundError, ValueError):
            wish.obey()
    said = LOG.read_text(encoding="utf-8", errors="replace").splitlines()[-20:]
    raise StoppedError("\n".join([*said, "The central API ended before it was ready."]))


def _open(environment: Environment, address: str, tour: Path | None) -> subprocess.Popen[bytes]:
    program = str(environment.program("nurseapp"))
    options = ("--server", address, "--demo", "--data", str(DATA / "desktop"))
    if tour is None:
        return _start([program, *options])
    return _start([program, "tour", str(tour), *options], platform="offscreen")


def _start(
    command: Sequence[str],
    *,
    answer: int | None = None,
    log: IO[bytes] | None = None,
    platform: str | None = None,
) -> subprocess.Popen[bytes]:
    """Start a program out of reach of the keyboard's Ctrl+C, so that we end all in order."""
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | ({"QT_QPA_PLATFORM": platform} if platform else {}),
        stdin=subprocess.DEVNULL,
        stdout=answer,
        stderr=log,
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    )


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End a program in order; by force after half a minute."""
    if process.poll() is None:
        process.send_signal(getattr(signal, "CTRL_BREAK_EVENT", signal.SIGTERM))
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
