"""What is half typed on a shared computer: its author finds it again, and nobody else does."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nurseapp.desktop.storage import escrow
from nurseapp.desktop.storage.cache import Cache, open_cache_in_memory
from nurseapp.desktop.storage.half_typed import FILE_NAME, HalfTyped, NotReadable, salt_in
from nurseapp.desktop.storage.lost_vaults import put_aside
from nurseapp.desktop.storage.shared_drafts import SharedDrafts
from nurseapp.desktop.storage.vault import DataKey
from nurseapp.domain.circumstance import Circumstance

TEXT = "Slept on the sofa, the stairs are too much."
NOTE = "case-2:note:"
_texts = st.dictionaries(st.text(), st.text(), min_size=1, max_size=5)
_keys = st.binary(min_size=32, max_size=32)


@pytest.fixture
def half(tmp_path: Path) -> HalfTyped:
    """Give her file, which is not there yet."""
    salt, key = os.urandom(32), os.urandom(32)
    return HalfTyped(file=tmp_path / FILE_NAME, salt=salt, key=key, random=os.urandom)


def drafts_over(half: HalfTyped) -> tuple[Cache, SharedDrafts]:
    """Begin a program of hers, whose cache is in memory."""
    cache = open_cache_in_memory(DataKey(raw=os.urandom(32), vault="ab" * 16))
    return cache, SharedDrafts(cache, half)


def files(half: HalfTyped) -> list[str]:
    """Name what lies in the folder."""
    return [path.name for path in half.file.parent.iterdir()]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(texts=_texts)
def test_what_was_held_is_read_again(half: HalfTyped, texts: dict[str, str]) -> None:
    half.hold(texts)
    assert half.read() == texts
    assert salt_in(half.file) == half.salt


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(other=_keys)
def test_another_key_never_opens_it(half: HalfTyped, other: bytes) -> None:
    half.hold({NOTE: TEXT})
    with pytest.raises(NotReadable):
        replace(half, key=other).read()
    with pytest.raises(NotReadable):
        replace(half, key=other, salt=other).read()


def test_nothing_in_it_can_be_read_nor_how_much_it_is(half: HalfTyped) -> None:
    half.hold({NOTE: TEXT})
    short = half.file.read_bytes()
    assert not any(word.encode() in short for word in (TEXT, "Slept", "stairs", "case-2"))
    half.hold({NOTE: TEXT * 50})
    assert len(half.file.read_bytes()) == len(short)
    assert half.file.stat().st_mode & 0o077 == 0


def test_each_time_it_is_sealed_anew(half: HalfTyped) -> None:
    half.hold({NOTE: TEXT})
    once = half.file.read_bytes()
    half.hold({NOTE: TEXT})
    assert half.file.read_bytes() != once


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "emptied": lambda _held: b"",
    "cut off in its mark": lambda held: held[:10],
    "cut off in its salt": lambda held: held[:40],
    "cut off in its nonce": lambda held: held[:60],
    "cut off in its text": lambda held: held[:-1],
    "another mark": lambda held: b"x" + held[1:],
    "another salt": lambda held: held[:30] + bytes([held[30] ^ 1]) + held[31:],
    "another text": lambda held: held[:-1] + bytes([held[-1] ^ 1]),
    "something else": lambda held: b"{}" * len(held),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_noticed_and_the_next_text_takes_its_place(
    half: HalfTyped, damage: str
) -> None:
    half.hold({NOTE: TEXT})
    half.file.write_bytes(DAMAGES[damage](half.file.read_bytes()))

    again = replace(half, salt=salt_in(half.file) or half.salt)
    cache, drafts = drafts_over(again)

    assert not drafts.is_whole
    assert files(half) == []
    assert drafts.take(NOTE) is None
    drafts.keep(NOTE, TEXT)
    assert again.read() == {NOTE: TEXT}
    cache.close()


def test_every_flipped_bit_of_a_file_is_noticed(half: HalfTyped) -> None:
    half.hold({NOTE: TEXT})
    held = half.file.read_bytes()
    for at in range(0, len(held), 7):
        half.file.write_bytes(held[:at] + bytes([held[at] ^ 1 << at % 8]) + held[at + 1 :])
        with pytest.raises(NotReadable):
            half.read()


def test_the_next_program_has_what_the_one_that_was_killed_kept(half: HalfTyped) -> None:
    cache, drafts = drafts_over(half)
    drafts.keep(NOTE, TEXT)
    drafts.keep_place("case-2", "in the notes", is_unsaved=False)
    cache.close()

    cache, drafts = drafts_over(half)

    assert drafts.is_whole
    assert (drafts.take(NOTE), drafts.place()) == (TEXT, "in the notes")
    cache.close()


def test_without_anything_half_typed_there_is_no_file(half: HalfTyped) -> None:
    cache, drafts = drafts_over(half)
    drafts.keep_place("case-2", "in the notes", is_unsaved=False)
    assert files(half) == []
    drafts.keep_place("case-2", "in the notes", is_unsaved=True)
    assert files(half) == [FILE_NAME]
    drafts.keep_place("", "", is_unsaved=False)
    assert files(half) == []
    drafts.keep(NOTE, TEXT)
    drafts.keep("case-3:note:", TEXT)
    drafts.drop(NOTE)
    assert half.read() == {"case-3:note:": TEXT}
    drafts.keep("case-3:note:", "  ")
    assert files(half) == []
    drafts.keep(NOTE, TEXT)
    drafts.clear()
    assert files(half) == []
    cache.close()


def test_what_belongs_to_a_case_that_cannot_be_opened_is_forgotten(half: HalfTyped) -> None:
    cache, drafts = drafts_over(half)
    with cache.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO held_case (n, id) VALUES (1, 'case-2'), (2, 'case-22')"
        )
        connection.exec_driver_sql("INSERT INTO case_row VALUES (1, 0, '{}')")
    for case in ("case-2", "case-22", "case-3"):
        drafts.keep(f"{case}:note:", TEXT)
    drafts.keep_place("case-3", "elsewhere", is_unsaved=True)
    assert drafts.place_here() is None

    drafts.forget_gone()

    assert half.read() == {NOTE: TEXT}
    drafts.keep_place("case-2", "in the notes", is_unsaved=False)
    assert drafts.place_here() == "in the notes"
    cache.close()


def test_a_disk_that_takes_nothing_leaves_what_it_holds_and_says_so(
    half: HalfTyped, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache, drafts = drafts_over(half)
    drafts.keep(NOTE, TEXT)

    def full(_file: Path, _content: bytes) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr(escrow, "_append", full)
    with pytest.raises(Circumstance) as caught:
        drafts.keep(NOTE, "more")
    assert caught.value.code == "disk_full"
    assert (half.read(), drafts.take(NOTE)) == ({NOTE: TEXT}, "more")
    cache.close()


def test_a_program_killed_while_it_writes_leaves_what_was_there_before(half: HalfTyped) -> None:
    half.hold({NOTE: TEXT})
    half.file.with_name(f"{FILE_NAME}.new").write_bytes(half.file.read_bytes()[:99])
    assert half.read() == {NOTE: TEXT}
    half.remove()
    assert files(half) == []


def test_it_stays_at_its_place_when_a_vault_is_put_aside(half: HalfTyped) -> None:
    half.hold({NOTE: TEXT})
    (half.file.parent / escrow.FILE_NAME).write_bytes(b"sealed\n")
    put_aside(half.file.parent, "abcd")
    assert sorted(files(half)) == [FILE_NAME, "lost-abcd"]
    assert half.read() == {NOTE: TEXT}
