"""Flipping bits of a vault's files and cutting them off: never unnoticed, never misnamed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from random import Random

from nurseapp.desktop.storage.cache import FILE_NAME as CACHE_NAME
from nurseapp.desktop.storage.vault_header import FILE_NAMES
from nurseapp.domain.circumstance import Circumstance
from tests.vault.place import Place, read_all

Change = Callable[[bytes], bytes]
_DAMAGED = {CACHE_NAME: "cache_damaged"} | dict.fromkeys(FILE_NAMES, "vault_damaged")


@dataclass(slots=True)
class Damages:
    """What came of damaging files.

    Attributes:
        wrong: what was not noticed, or was told as something else.
        mended: copies of the header that the other one made good.
    """

    tried: int = 0
    noticed: int = 0
    mended: int = 0
    wrong: list[str] = field(default_factory=list)


def flip_bits(place: Place, times: int, random: Random) -> Damages:
    """Flip one bit of the cache, or of the header's two copies, so many times."""
    found = Damages()
    for _ in range(times):
        names = random.choice([(CACHE_NAME,), FILE_NAMES])
        place_in_file = random.randrange(_length(place, names))
        _damage(place, names, partial(_flipped, place_in_file, random.randrange(8)), found)
    return found


def cut_off(place: Place, times: int, random: Random) -> Damages:
    """Cut the cache, or the header's two copies, at so many places."""
    found = Damages()
    for _ in range(times):
        names = random.choice([(CACHE_NAME,), FILE_NAMES])
        length = random.randrange(_length(place, names))
        _damage(place, names, partial(_cut, length), found)
    return found


def _damage(place: Place, names: Sequence[str], change: Change, found: Damages) -> None:
    """Damage files, look what is said, and put everything back, one file after the other."""
    whole = {name: (place.vault / name).read_bytes() for name in names}
    for name in names:
        (place.vault / name).write_bytes(change(whole[name]))
    said = _what_is_said(place)
    found.tried += 1
    found.noticed += said == _DAMAGED[names[0]]
    if said != _DAMAGED[names[0]]:
        found.wrong.append(f"{names[0]}: {said}")
    for name in names:
        (place.vault / name).write_bytes(whole[name])
        if _what_is_said(place) is None:
            found.mended += len(names) > 1
            break
    for name in names:
        (place.vault / name).write_bytes(whole[name])


def _what_is_said(place: Place) -> str | None:
    try:
        with place.opened() as cache:
            read_all(cache)
    except Circumstance as circumstance:
        return circumstance.code
    return None


def _length(place: Place, names: Sequence[str]) -> int:
    return min((place.vault / name).stat().st_size for name in names)


def _flipped(place: int, bit: int, raw: bytes) -> bytes:
    changed = bytearray(raw)
    changed[place] ^= 1 << bit
    return bytes(changed)


def _cut(length: int, raw: bytes) -> bytes:
    return raw[:length]
