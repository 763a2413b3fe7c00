"""The command of the desktop: which sub-command does what, and what is not loaded before."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import nurseapp
from nurseapp.content import place
from nurseapp.content.place import resources_folder
from nurseapp.desktop.main import main

LISTED = "import sys, nurseapp.desktop.main; print('\\n'.join(sys.modules))"


def test_score_prints_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", "audit-c", "0", "-", "-", "--sex", "female"]) == 0

    said = json.loads(capsys.readouterr().out)
    assert (said["complete"], said["total"], said["positive"]) == (True, 0, False)


def test_self_check_says_what_it_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["self-check"]) == 0

    assert "ok  Qt: 6" in capsys.readouterr().out


def test_help_names_the_sub_commands(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])

    assert ended.value.code == 0
    assert "tour, self-check, score" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (["scroe"], "unrecognized arguments: scroe"),
        (["tour", "pictures"], "--server is needed"),
        (["tour"], "the following arguments are required: DIR"),
    ],
)
def test_what_cannot_be_understood_is_said_and_nothing_starts(
    capsys: pytest.CaptureFixture[str], given: list[str], sentence: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(given)

    assert ended.value.code == 2
    assert sentence in capsys.readouterr().err


def test_the_resources_are_found_in_a_checkout_and_in_an_installed_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout = Path(nurseapp.__file__).resolve().parents[1]
    assert resources_folder() == checkout / "resources"

    package = tmp_path / "nurseapp"
    (package / "_resources").mkdir(parents=True)
    monkeypatch.setattr(place, "__file__", str(package / "content" / "place.py"))

    assert resources_folder() == package / "_resources"


def test_next_to_nothing_is_loaded_before_the_command_is_understood() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LISTED], capture_output=True, text=True, check=True
    )

    loaded = {name for name in done.stdout.split() if name.partition(".")[0] == "nurseapp"}
    assert loaded == {
        "nurseapp",
        "nurseapp.content",
        "nurseapp.content.place",
        "nurseapp.desktop",
        "nurseapp.desktop.main",
    }
    assert not {"PySide6", "msgspec", "sqlalchemy"} & set(done.stdout.split())
