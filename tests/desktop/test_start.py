"""Coming in as the example's first nurse: by what the server knows, leaving nothing behind."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from nurseapp.desktop.start import demo_enrolling, demo_vaults
from nurseapp.desktop.storage import keyring_choice
from nurseapp.desktop.storage.circumstances import VaultError
from nurseapp.desktop.storage.keyring_choice import MemoryKeyring
from nurseapp.desktop.ui.entrance import LEAST_LENGTH
from nurseapp.server.demo.staff import demo_credentials

RESOURCES = Path(__file__).resolve().parents[2] / "resources"


def test_the_desktop_knows_the_example_as_the_server_made_it() -> None:
    known = tomllib.loads((RESOURCES / "demo" / "desktop.toml").read_text("utf-8"))
    credentials = demo_credentials()
    people = {str(p.login): (p.password, p.role) for p in credentials.people}

    typed = demo_enrolling(RESOURCES, "http://127.0.0.1:8765")

    assert people[typed.user] == (typed.password, "nurse")
    assert people[known["supervisor_login"]] == (known["supervisor_password"], "supervisor")
    assert typed.passphrase == credentials.passphrase
    assert len(typed.passphrase) >= LEAST_LENGTH


def test_without_a_keyring_the_examples_vault_goes_with_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_keyring() -> None:
        raise VaultError("keyring_missing", found="none")

    monkeypatch.setattr(keyring_choice, "system_keyring", no_keyring)

    with demo_vaults(tmp_path) as folder:
        assert folder is not None
        assert folder != tmp_path
        (folder / "vault.json").touch()

    assert not folder.exists()


def test_with_a_keyring_it_stays_where_vaults_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyring_choice, "system_keyring", MemoryKeyring)

    with demo_vaults(tmp_path) as folder:
        assert folder == tmp_path

    assert tmp_path.exists()
