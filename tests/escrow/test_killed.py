"""A program that is killed at any step loses nothing that it said was saved, nor with its vault."""

from pathlib import Path

import pytest

from tests.desktop.storage.files import make_template
from tests.escrow.killing import faults, run

KILLS = 20


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_template(tmp_path_factory.mktemp("template"))


def test_what_was_saved_is_in_the_escrow_or_at_the_server_whatever_step_a_kill_comes_at(
    template: Path, tmp_path: Path
) -> None:
    (tmp_path / "whole").mkdir()
    (tmp_path / "whole" / template.name).write_bytes(template.read_bytes())
    steps = run(tmp_path / "whole", 0).steps
    assert steps >= 200
    found = []
    for kill in range(KILLS):
        # Spread over the work, and another step of an act each time.
        at = 1 + kill * steps // KILLS
        found += faults(template, tmp_path / str(kill), at)

    assert found == []
