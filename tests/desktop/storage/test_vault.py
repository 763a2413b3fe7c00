"""The vault: opens with the passphrase and the keyring's secret together, and never else."""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from nurseapp.desktop.storage import vault as module
from nurseapp.desktop.storage.circumstances import VaultError
from nurseapp.desktop.storage.folders import owners_in, unreadable_in, vault_folder
from nurseapp.desktop.storage.keyring_choice import MemoryKeyring
from nurseapp.desktop.storage.vault import (
    Argon2Cost,
    DataKey,
    Owner,
    create_vault,
    open_vault,
    read_owner,
)
from nurseapp.desktop.storage.vault_header import FILE_NAME, FILE_NAMES

CHEAP = Argon2Cost(memory_kib=64, passes=1, lanes=1)
PASSPHRASE = "correct horse battery staple"
ANA = Owner(
    user="nurse.ana",
    name="Ana Souza",
    server="https://nurse.example",
    device="d0d0",
    organisation="St. Brigid",
    is_example=False,
    roles=("nurse",),
    team="north",
)


class WatchedKeyring(MemoryKeyring):
    """A keyring that tells what it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[str, bytes] = {}

    def keep(self, item: str, secret: bytes) -> None:
        super().keep(item, secret)
        self.kept[item] = secret


def random() -> Random:
    return Random(7)  # noqa: S311  # a test must repeat


def make(folder: Path, keyring: MemoryKeyring, passphrase: str = PASSPHRASE) -> DataKey:
    return create_vault(folder, ANA, passphrase, keyring, random().randbytes, CHEAP)


def refused(folder: Path, keyring: MemoryKeyring, passphrase: str = PASSPHRASE) -> VaultError:
    with pytest.raises(VaultError) as caught:
        open_vault(folder, passphrase, keyring)
    return caught.value


def test_the_passphrase_and_the_keyrings_secret_give_the_key_again(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    key = make(tmp_path / "v", keyring)
    assert open_vault(tmp_path / "v", PASSPHRASE, keyring) == key
    assert len(key.raw) == 32


def test_two_vaults_have_different_keys_and_ids(tmp_path: Path) -> None:
    one = create_vault(tmp_path / "a", ANA, PASSPHRASE, MemoryKeyring(), os.urandom, CHEAP)
    two = create_vault(tmp_path / "b", ANA, PASSPHRASE, MemoryKeyring(), os.urandom, CHEAP)
    assert one.raw != two.raw
    assert one.vault != two.vault


def test_a_passphrase_is_the_same_whichever_keyboard_typed_its_letters(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    composed = "canção de ninar à noite"
    key = make(tmp_path / "v", keyring, composed)
    typed = unicodedata.normalize("NFD", composed)
    assert typed != composed
    assert open_vault(tmp_path / "v", typed, keyring) == key


def test_a_wrong_passphrase_is_told_as_such(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    make(tmp_path / "v", keyring)
    error = refused(tmp_path / "v", keyring, PASSPHRASE + "x")
    assert error.code == "wrong_passphrase"
    assert error.facts == {"user": "nurse.ana"}


def test_the_passphrase_alone_opens_nothing(tmp_path: Path) -> None:
    make(tmp_path / "v", MemoryKeyring())
    assert refused(tmp_path / "v", MemoryKeyring()).code == "secret_missing"


def test_another_secret_in_the_keyring_opens_nothing(tmp_path: Path) -> None:
    keyring = WatchedKeyring()
    make(tmp_path / "v", keyring)
    (item,) = (item for item in keyring.kept if not item.endswith("/witness"))
    keyring.keep(item, bytes(32))
    assert refused(tmp_path / "v", keyring).code == "wrong_passphrase"


def test_a_vault_stays_with_the_kind_of_keyring_that_it_was_made_with(tmp_path: Path) -> None:
    class OtherKeyring(MemoryKeyring):
        name = "SecretService.Keyring"

    make(tmp_path / "v", MemoryKeyring())
    error = refused(tmp_path / "v", OtherKeyring())
    assert error.code == "keyring_missing"
    assert error.facts == {"found": "SecretService.Keyring", "expected": "memory"}


@pytest.mark.parametrize("passphrase", ["", "fourteen chars", "e\u0301" * 14])
def test_a_short_passphrase_is_refused_and_nothing_is_left(tmp_path: Path, passphrase: str) -> None:
    keyring = WatchedKeyring()
    with pytest.raises(VaultError) as caught:
        make(tmp_path / "v", keyring, passphrase)
    assert caught.value.code == "passphrase_too_short"
    assert caught.value.facts == {"minimum": 15}
    assert not (tmp_path / "v").exists()
    assert keyring.kept == {}


def test_a_vault_is_never_made_over_another(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    key = make(tmp_path / "v", keyring)
    with pytest.raises(VaultError) as caught:
        make(tmp_path / "v", keyring)
    assert caught.value.code == "exists"
    assert open_vault(tmp_path / "v", PASSPHRASE, keyring) == key


def test_an_empty_folder_has_no_vault(tmp_path: Path) -> None:
    assert refused(tmp_path, MemoryKeyring()).code == "no_vault"


def spoil(folder: Path, names: Iterable[str], place: int) -> None:
    """Change one bit of each of these files."""
    for name in names:
        changed = bytearray((folder / name).read_bytes())
        changed[place] ^= 1
        (folder / name).write_bytes(changed)


def test_any_changed_byte_of_both_copies_is_damage_and_never_a_wrong_passphrase(
    tmp_path: Path,
) -> None:
    keyring = MemoryKeyring()
    make(tmp_path / "v", keyring)
    length = (tmp_path / "v" / FILE_NAME).stat().st_size
    for place in random().sample(range(length), 60):
        spoil(tmp_path / "v", FILE_NAMES, place)
        error = refused(tmp_path / "v", keyring)
        assert error.code == "vault_damaged", place
        assert error.facts["file"] == FILE_NAME
        spoil(tmp_path / "v", FILE_NAMES, place)


@pytest.mark.parametrize("name", FILE_NAMES)
def test_one_damaged_copy_is_mended_from_the_other(tmp_path: Path, name: str) -> None:
    keyring = MemoryKeyring()
    key = make(tmp_path / "v", keyring)
    whole = (tmp_path / "v" / name).read_bytes()
    spoil(tmp_path / "v", [name], 99)
    assert read_owner(tmp_path / "v") == ANA
    assert refused(tmp_path / "v", keyring, PASSPHRASE + "x").code == "wrong_passphrase"
    assert open_vault(tmp_path / "v", PASSPHRASE, keyring) == key
    assert (tmp_path / "v" / name).read_bytes() == whole


@pytest.mark.parametrize("name", FILE_NAMES)
def test_one_missing_copy_is_written_again(tmp_path: Path, name: str) -> None:
    keyring = MemoryKeyring()
    key = make(tmp_path / "v", keyring)
    (tmp_path / "v" / name).unlink()
    assert open_vault(tmp_path / "v", PASSPHRASE, keyring) == key
    assert len({(tmp_path / "v" / each).read_bytes() for each in FILE_NAMES}) == 1


@pytest.mark.parametrize("length", [0, 1, 100, -1])
def test_a_cut_header_is_damage(tmp_path: Path, length: int) -> None:
    keyring = MemoryKeyring()
    make(tmp_path / "v", keyring)
    for name in FILE_NAMES:
        file = tmp_path / "v" / name
        file.write_bytes(file.read_bytes()[:length])
    assert refused(tmp_path / "v", keyring).code == "vault_damaged"


def test_a_header_of_another_version_is_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "VERSION", 2)
    make(tmp_path / "v", MemoryKeyring())
    error = refused(tmp_path / "v", MemoryKeyring())
    assert (error.code, error.facts["reason"]) == ("vault_damaged", "version")


def test_a_vault_of_another_account_of_this_computer_is_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(_path: Path) -> bytes:
        raise PermissionError

    make(tmp_path / "v", MemoryKeyring())
    monkeypatch.setattr(Path, "read_bytes", forbidden)
    assert refused(tmp_path / "v", MemoryKeyring()).code == "other_user"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes of files")
def test_nobody_else_may_read_the_vault(tmp_path: Path) -> None:
    make(tmp_path / "v", MemoryKeyring())
    assert (tmp_path / "v").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "v" / FILE_NAME).stat().st_mode & 0o777 == 0o600


def test_no_secret_is_in_the_header_or_in_what_is_shown_of_a_key(tmp_path: Path) -> None:
    keyring = WatchedKeyring()
    key = make(tmp_path / "v", keyring)
    raw = (tmp_path / "v" / FILE_NAME).read_bytes()
    (secret,) = (kept for item, kept in keyring.kept.items() if not item.endswith("/witness"))
    for hidden in (key.raw, secret, PASSPHRASE.encode()):
        assert hidden not in raw
        assert hidden.hex().encode() not in raw
    assert key.raw.hex() not in repr(key)
    assert repr(key.raw) not in repr(key)


def test_whose_it_is_can_be_read_without_the_passphrase(tmp_path: Path) -> None:
    make(tmp_path / "v", MemoryKeyring())
    assert read_owner(tmp_path / "v") == ANA


def test_the_header_says_what_deriving_the_key_costs(tmp_path: Path) -> None:
    make(tmp_path / "v", MemoryKeyring())
    header = json.loads((tmp_path / "v" / FILE_NAME).read_bytes())["header"]
    assert header["cost"] == {"memory_kib": 64, "passes": 1, "lanes": 1}
    assert Argon2Cost() == Argon2Cost(memory_kib=131_072, passes=3, lanes=4)


def test_people_of_this_computer_are_listed_by_name_and_the_damaged_by_folder(
    tmp_path: Path,
) -> None:
    names = {"nurse.zoe": "Ann", "nurse.ben": "Zack", "nurse.kim": "Kim", "nurse.liv": "Liv"}
    for user, name in names.items():
        owner = replace(ANA, user=user, name=name)
        folder = vault_folder(tmp_path, user, ANA.server)
        create_vault(folder, owner, PASSPHRASE, MemoryKeyring(), os.urandom, CHEAP)
    kim, liv = (vault_folder(tmp_path, user, ANA.server) for user in ("nurse.kim", "nurse.liv"))
    for file in FILE_NAMES:
        (kim / file).write_bytes(b"{}")
    (liv / FILE_NAME).write_bytes(b"{}")
    assert [owner.name for owner in owners_in(tmp_path)] == ["Ann", "Liv", "Zack"]
    assert list(unreadable_in(tmp_path)) == [("nurse.kim", kim)]
    assert list(owners_in(tmp_path / "nowhere")) == []
    assert list(unreadable_in(tmp_path / "nowhere")) == []


def test_a_folder_is_one_persons_at_one_server_however_its_address_was_typed() -> None:
    data = Path("data")
    folder = vault_folder(data, "nurse.ana", "https://nurse.example")
    assert folder == vault_folder(data, "nurse.ana", " HTTPS://nurse.example/ ")
    assert folder != vault_folder(data, "nurse.ben", "https://nurse.example")
    assert folder != vault_folder(data, "nurse.ana", "https://other.example")
    assert vault_folder(data, "../../etc", "https://nurse.example").parent == data
