"""The virtual environment: made once, kept in step, begun again when it was left half-made."""

import sys
import venv
from pathlib import Path

import pytest

from installer.environment import Environment
from installer.progress import StoppedError


class Recorded(Environment):
    """An environment with an interpreter and nothing else: its packages are only asked for."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.installations = 0
        self.fails = False

    def _create(self) -> None:
        venv.create(self._folder, clear=True)

    def _install(self) -> None:
        self.installations += 1
        if self.fails:
            raise StoppedError("the connection is lost")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "installer").mkdir()
    (tmp_path / "installer" / "requirements.lock").write_text("a==1\n")
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    return tmp_path


def test_an_environment_is_made_once_and_kept_in_step(checkout: Path) -> None:
    environment = Recorded(checkout)
    environment.make()
    environment.make()
    assert environment.installations == 1
    assert environment.program("python").exists()

    left = checkout / ".venv" / "left"
    left.touch()
    (checkout / "installer" / "requirements.lock").write_text("a==2\n")
    environment.make()
    (checkout / "pyproject.toml").write_text("[project]\nname = 'a'\n")
    environment.make()
    assert environment.installations == 3
    assert left.exists(), "what works is not thrown away"


def test_an_interrupted_installation_is_begun_again_from_nothing(checkout: Path) -> None:
    environment = Recorded(checkout)
    environment.fails = True
    with pytest.raises(StoppedError, match="connection is lost"):
        environment.make()
    half = checkout / ".venv" / "half"
    half.touch()
    environment.fails = False
    environment.make()
    assert environment.installations == 2
    assert not half.exists()


@pytest.mark.parametrize("kind", ["folder", "broken python"])
def test_what_is_no_environment_is_replaced(checkout: Path, kind: str) -> None:
    environment = Recorded(checkout)
    python = environment.program("python")
    python.parent.mkdir(parents=True)
    if kind == "broken python":
        python.write_text("not a program")
    environment.make()
    assert environment.installations == 1
    assert python.exists()


def test_programs_are_found_where_each_system_puts_them(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = Environment(checkout)
    assert environment.program("ruff") == checkout / ".venv" / "bin" / "ruff"
    monkeypatch.setattr(sys, "platform", "win32")
    assert environment.program("ruff") == checkout / ".venv" / "Scripts" / "ruff.exe"
