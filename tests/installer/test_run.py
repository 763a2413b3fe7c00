"""The command that runs the program: what it starts, in which order it stops it, what it says."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from installer.run import has_display
from tests.conftest import ROOT

HARNESS = """
import sys
from pathlib import Path
from installer import environment, run

class StandIn(environment.Environment):
    def make(self):
        pass
    def program(self, name):
        return Path(sys.argv[1]) / name

run.Environment = StandIn
run.DATA = Path(sys.argv[1]) / "var"
run.LOG = run.DATA / "api.log"
sys.exit(run.main(sys.argv[2:]))
"""

SERVER = """
import os, signal, sys, time
from pathlib import Path
if sys.argv[1:] == ["demo", "--show-credentials"]:
    print("nurse: ana, password: example")
    sys.exit(int(os.environ.get("CREDENTIALS_EXIT", 0)))
assert sys.argv[1:4] == ["serve", "--demo", "--data"], sys.argv
assert sys.argv[5:8] == ["--port", "0", "--port-file"], sys.argv
assert Path(sys.argv[4]).is_dir(), sys.argv
awaited = {signal.SIGTERM, signal.SIGINT}
signal.pthread_sigmask(signal.SIG_BLOCK, awaited)
note("server started")
print("this is for the log", file=sys.stderr)
if "SERVER_EXIT" in os.environ:
    sys.exit(int(os.environ["SERVER_EXIT"]))
if "SERVER_LOADS" not in os.environ:
    Path(sys.argv[8]).write_text("54321\\n")
signal.sigwait(awaited)
note("server ended")
"""

DESKTOP = """
import json, os, signal, sys
if "DESKTOP_WAITS" in os.environ:
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
note("desktop " + json.dumps([sys.argv[1:], os.environ.get("QT_QPA_PLATFORM")]))
if "DESKTOP_WAITS" in os.environ:
    signal.sigwait({signal.SIGTERM})
    note("desktop ended")
sys.exit(7)
"""

NOTE = """#!{python}
import os
def note(text):
    with open(os.environ["NOTES"], "a") as file:
        file.write(text + "\\n")
"""


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    folder = tmp_path / "programs"
    folder.mkdir()
    for name, body in (("nurseapp-server", SERVER), ("nurseapp", DESKTOP)):
        (folder / name).write_text(NOTE.format(python=sys.executable) + body)
        (folder / name).chmod(0o755)
    return folder


def start(
    programs: Path, *arguments: str, variables: Mapping[str, str] | None = None
) -> subprocess.Popen[str]:
    environment = {k: v for k, v in os.environ.items() if not k.endswith("DISPLAY")}
    environment |= {"NOTES": str(programs / "notes"), "PYTHONPATH": str(ROOT), **(variables or {})}
    return subprocess.Popen(
        [sys.executable, "-c", HARNESS, str(programs), *arguments],
        env=environment,
        cwd=programs,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def notes(programs: Path) -> list[str]:
    path = programs / "notes"
    return path.read_text().splitlines() if path.exists() else []


def at_work(programs: Path) -> list[str]:
    vaults = str(programs / "var" / "desktop")
    return ["--server", "http://127.0.0.1:54321", "--demo", "--data", vaults]


def await_note(programs: Path, beginning: str) -> None:
    while not any(note.startswith(beginning) for note in notes(programs)):
        time.sleep(0.02)


def test_without_a_display_the_tour_is_taken_and_said(programs: Path) -> None:
    process = start(programs, variables={"QT_QPA_PLATFORM": "offscreen"})
    said, _ = process.communicate()
    assert process.returncode == 7
    assert "no display, so this takes the tour" in said
    assert "nurse: ana, password: example" in said
    assert "for the log" not in said
    opened = ["tour", str(ROOT / "tour"), *at_work(programs)]
    assert notes(programs) == [
        "server started",
        "desktop " + json.dumps([opened, "offscreen"]),
        "server ended",
    ]


def test_with_a_display_the_desktop_is_opened(programs: Path) -> None:
    variables = {"DISPLAY": ":7", "QT_QPA_PLATFORM": "xcb"}
    process = start(programs, variables=variables)
    said, _ = process.communicate()
    assert "no display" not in said
    assert notes(programs)[1] == "desktop " + json.dumps([at_work(programs), "xcb"])


def test_the_tour_is_taken_into_the_folder_asked_for(programs: Path) -> None:
    process = start(programs, "--tour", "my tour", variables={"DISPLAY": ":7"})
    process.communicate()
    arguments, platform = json.loads(notes(programs)[1].removeprefix("desktop "))
    assert arguments[:2] == ["tour", str(programs / "my tour")]
    assert platform == "offscreen"


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stop_ends_the_desktop_and_then_the_server(programs: Path, sign: signal.Signals) -> None:
    process = start(programs, "--tour", "t", variables={"DESKTOP_WAITS": "1"})
    await_note(programs, "desktop")
    process.send_signal(sign)
    process.send_signal(sign)
    process.communicate()
    assert process.returncode == 130
    assert notes(programs)[2:] == ["desktop ended", "server ended"]


def test_a_stop_while_the_server_is_loading_ends_it(programs: Path) -> None:
    process = start(programs, "--tour", "t", variables={"SERVER_LOADS": "1"})
    await_note(programs, "server")
    process.send_signal(signal.SIGINT)
    process.communicate()
    assert process.returncode == 130
    assert notes(programs) == ["server started", "server ended"]


def test_a_server_that_ends_early_is_said_to_have(programs: Path) -> None:
    process = start(programs, "--tour", "t", variables={"SERVER_EXIT": "3"})
    said, _ = process.communicate()
    assert process.returncode == 1
    assert "this is for the log\nThe central API ended before it was ready." in said
    assert notes(programs) == ["server started"]


def test_credentials_that_cannot_be_had_stop_the_server_again(programs: Path) -> None:
    process = start(programs, "--tour", "t", variables={"CREDENTIALS_EXIT": "4"})
    said, _ = process.communicate()
    assert process.returncode == 1
    assert "The example organisation does not say who signs in how." in said
    assert notes(programs) == ["server started", "server ended"]


@pytest.mark.parametrize(
    ("platform", "variables", "answer"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"QT_QPA_PLATFORM": "offscreen"}, False),
        ("linux", {"QT_QPA_PLATFORM": "vnc"}, True),
        ("darwin", {}, True),
        ("win32", {}, True),
    ],
)
def test_a_display_is_known_by_the_system(
    platform: str, variables: dict[str, str], answer: bool
) -> None:
    assert has_display(platform, variables) is answer
