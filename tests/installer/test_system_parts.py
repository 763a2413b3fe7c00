"""What the machine itself must have: found by looking, installed by apt, or asked for in a line."""

import io
import os
import sys
from pathlib import Path

import pytest

from installer import system_parts
from installer.progress import StoppedError
from installer.system_parts import library, module, program, provide

APT_CACHE = '#!/bin/sh\n[ "$2" = known ] && echo "Package: known" || exit 100\n'
APT_GET = (
    '#!/bin/sh\necho "$@" >>"$NOTES"\n[ "$1" = install ] && touch "$BIN/tool"; chmod +x "$BIN"/*\n'
)
SUDO = '#!/bin/sh\n[ "$1" = -n ] && exit "$SUDO_ANSWER"\necho "sudo $*" >>"$NOTES"\nexec "$@"\n'


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in for a machine with apt and sudo, of which only the given folder is on the path."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, text in (("apt-cache", APT_CACHE), ("apt-get", APT_GET), ("sudo", SUDO)):
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    for name in ("env", "sh", "touch", "chmod"):
        (folder / name).symlink_to(Path("/usr/bin") / name)
    monkeypatch.setenv("BIN", str(folder))
    monkeypatch.setenv("NOTES", str(tmp_path / "notes"))
    monkeypatch.setenv("SUDO_ANSWER", "0")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    return tmp_path


def notes(machine: Path) -> str:
    path = machine / "notes"
    return path.read_text() if path.exists() else ""


def test_parts_are_known_by_themselves_and_not_by_a_package() -> None:
    assert library("libc.so.6").is_there() or sys.platform != "linux"
    assert not library("libnothing.so.9").is_there()
    assert module("venv").is_there()
    assert not module("nothing_of_the_kind").is_there()
    assert program("python3").is_there() or sys.platform == "win32"
    assert not program("nothing-of-the-kind").is_there()


def test_nothing_is_asked_of_apt_where_nothing_is_missing(machine: Path) -> None:
    provide([program("sh", "known")])
    assert notes(machine) == ""


def test_root_installs_the_first_package_that_apt_knows(
    machine: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    provide([program("tool", "newer", "known", "older")])
    assert notes(machine).splitlines() == ["update", "install -y --no-install-recommends known"]
    assert "Installing with apt: known" in capsys.readouterr().out


def test_sudo_is_used_where_it_may_be_and_said(
    machine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    provide([program("tool", "known")])
    assert "sudo env DEBIAN_FRONTEND=noninteractive apt-get update" in notes(machine)
    assert "Installing with apt through sudo: known" in capsys.readouterr().out


def test_without_root_the_line_to_run_is_told(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUDO_ANSWER", "1")
    with pytest.raises(StoppedError) as stopped:
        provide([program("tool", "newer", "known"), program("other", "another")])
    assert str(stopped.value).splitlines() == [
        "Missing on this system: tool, other. Run this line, then this command again:",
        "    sudo apt-get install -y --no-install-recommends another known",
    ]
    assert notes(machine) == ""


def test_where_there_is_no_apt_the_missing_parts_are_named(machine: Path) -> None:
    (machine / "bin" / "apt-get").unlink()
    with pytest.raises(StoppedError, match=r"tool\..*its package manager"):
        provide([program("tool", "known")])


def test_a_part_that_apt_does_not_know_is_named(machine: Path) -> None:
    with pytest.raises(StoppedError, match="no package for tool: tried newer, older"):
        provide([program("tool", "newer", "older")])


def test_a_part_that_is_missing_after_the_installation_is_named(machine: Path) -> None:
    with pytest.raises(StoppedError, match="Still missing after the installation: other"):
        provide([program("other", "known")])


def test_other_systems_have_what_they_need(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    provide([*system_parts.QT_WINDOWS, program("tool", "known")])
    assert notes(machine) == ""
