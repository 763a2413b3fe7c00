"""A vault that is killed or damaged: one passphrase opens it, or it says what is the matter."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from nurseapp.desktop.storage.circumstances import VaultError
from tests.vault.damaging import cut_off, flip_bits
from tests.vault.killing import Change, assert_usable, change, kill_after, kill_at_step
from tests.vault.place import Place, make_place

LONGEST_S = {Change.PASSPHRASE: 0.02, Change.KEY: 0.2}
KILLS = {Change.PASSPHRASE: 10, Change.KEY: 20}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Make a vault to copy."""
    return make_place(tmp_path_factory.mktemp("whole") / "computer")


@pytest.mark.parametrize("what", Change)
def test_a_change_that_is_killed_before_any_of_its_steps_leaves_one_usable_vault(
    whole: Place, tmp_path: Path, what: Change
) -> None:
    step = 1
    while True:
        place = whole.copy(tmp_path / str(step))
        was_killed = kill_at_step(place, what, step)
        assert_usable(place, what)
        if not was_killed:
            break
        step += 1
    assert step > 12


@pytest.mark.parametrize("what", Change)
def test_a_change_that_is_killed_at_any_moment_leaves_one_usable_vault(
    whole: Place, tmp_path: Path, what: Change
) -> None:
    random = Random(what)  # noqa: S311  # a test must repeat
    for number in range(KILLS[what]):
        place = whole.copy(tmp_path / str(number))
        kill_after(place, what, random.random() * LONGEST_S[what])
        assert_usable(place, what)


def test_every_flipped_bit_is_noticed_and_named(whole: Place, tmp_path: Path) -> None:
    found = flip_bits(whole.copy(tmp_path / "flipped"), 30, Random(1))  # noqa: S311  # a test must repeat
    assert (found.noticed, found.wrong) == (30, [])
    assert found.mended > 5


def test_every_cut_file_is_noticed_and_named(whole: Place, tmp_path: Path) -> None:
    found = cut_off(whole.copy(tmp_path / "cut"), 12, Random(2))  # noqa: S311  # a test must repeat
    assert (found.noticed, found.wrong) == (12, [])


@pytest.mark.parametrize("what", Change)
def test_an_older_header_does_not_open_again_after_a_change(
    whole: Place, tmp_path: Path, what: Change
) -> None:
    place = whole.copy(tmp_path / "now")
    older = {file.name: file.read_bytes() for file in place.vault.iterdir()}
    change(place, what)
    for file in list(place.vault.iterdir()):
        file.unlink()
    for name, content in older.items():
        (place.vault / name).write_bytes(content)
    with pytest.raises(VaultError) as caught, place.opened():
        pass
    assert caught.value.code == "older_header"
