"""A desk that is locked for good: its process is gone, and what was half typed is not."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.vault.computer import set_up
from tests.vault.locking import lock_once
from tests.vault.place import CHEAP


@pytest.mark.skipif(sys.platform != "linux", reason="reads another program's memory as Linux does")
def test_nothing_of_a_half_typed_note_is_in_memory_and_it_is_there_again_at_its_field(
    tmp_path: Path,
) -> None:
    set_up(tmp_path, CHEAP)
    text = "Zweifelsohne said that 8841 steps are too many"

    locked = lock_once(tmp_path, text)

    assert locked.found_locked == 0
    assert locked.found_shown > 0
    assert locked.resumed == f"New note {text}"
