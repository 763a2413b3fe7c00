"""Which keyring is let in: by name, from a short list, or none."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend
from keyring.backends import Windows
from keyring.errors import InitError, KeyringLocked

from nurseapp.desktop.storage import keyring_choice
from nurseapp.desktop.storage.circumstances import VaultError
from nurseapp.desktop.storage.keyring_choice import MemoryKeyring, SystemKeyring, system_keyring


class Backend(KeyringBackend):
    """A back-end that works, and keeps what it is given."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.error: Exception | None = None

    def get_password(self, service: str, username: str) -> str | None:
        """Give a secret, or fail."""
        if self.error is not None:
            raise self.error
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a secret, or fail."""
        if self.error is not None:
            raise self.error
        self.kept[service, username] = password


def test_only_four_back_ends_are_let_in() -> None:
    allowed = [f"{backend.__module__}.{backend.__name__}" for backend in keyring_choice.ALLOWED]
    assert allowed == [
        "keyring.backends.Windows.WinVaultKeyring",
        "keyring.backends.macOS.Keyring",
        "keyring.backends.SecretService.Keyring",
        "keyring.backends.kwallet.DBusKeyring",
    ]


def test_a_machine_without_any_of_them_is_told_what_was_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(keyring_choice, "ALLOWED", ())
    with pytest.raises(VaultError) as caught:
        system_keyring()
    assert caught.value.code == "keyring_missing"
    assert "." in str(caught.value.facts["found"])


def test_of_several_the_one_of_the_running_desktop_is_chosen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Weak(Backend):
        priority = 1.0

    class Strong(Backend):
        priority = 2.0

    monkeypatch.setattr(keyring_choice, "ALLOWED", (Strong, Weak))
    assert system_keyring().name.endswith("Strong")


def test_on_windows_a_secret_stays_on_this_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Locker] = []

    class Locker(Windows.WinVaultKeyring):
        priority = 5.0
        persist = ""

        def __init__(self) -> None:
            made.append(self)

    monkeypatch.setattr(keyring_choice, "ALLOWED", (Locker,))
    system_keyring()
    assert made[0].persist == "local machine"


def test_a_secret_comes_back_as_it_was_and_is_text_in_between() -> None:
    backend = Backend()
    keyring = SystemKeyring(backend)
    assert keyring.read("ana/1") is None
    keyring.keep("ana/1", bytes(range(32)))
    assert keyring.read("ana/1") == bytes(range(32))
    assert len(backend.kept["nurseapp", "ana/1"]) == 44


@pytest.mark.parametrize("error", [InitError("dismissed"), KeyringLocked("locked")], ids=repr)
def test_a_keyring_that_stays_locked_is_told_with_the_reason(error: Exception) -> None:
    backend = Backend()
    backend.error = error
    keyring = SystemKeyring(backend)
    with pytest.raises(VaultError) as reading:
        keyring.read("ana")
    with pytest.raises(VaultError) as keeping:
        keyring.keep("ana", b"")
    for caught in (reading, keeping):
        assert caught.value.code == "keyring_missing"
        assert caught.value.facts["reason"] == type(error).__name__


def test_something_else_under_our_name_is_no_secret() -> None:
    backend = Backend()
    backend.kept["nurseapp", "ana"] = "not base64!"
    with pytest.raises(VaultError) as caught:
        SystemKeyring(backend).read("ana")
    assert caught.value.code == "keyring_missing"


def test_a_keyring_in_memory_forgets_with_the_program() -> None:
    keyring = MemoryKeyring()
    keyring.keep("ana", b"secret")
    assert keyring.read("ana") == b"secret"
    assert MemoryKeyring().read("ana") is None


IN_A_SESSION = """
import secrets
from pathlib import Path
from nurseapp.desktop.storage.keyring_choice import system_keyring
from nurseapp.desktop.storage.circumstances import VaultError
from nurseapp.desktop.storage.rotation import rotate
from nurseapp.desktop.storage.vault import Argon2Cost, change_passphrase, create_vault, open_vault
from tests.desktop.storage.test_vault import ANA, PASSPHRASE

folder, cost = Path("vault"), Argon2Cost(memory_kib=64, passes=1, lanes=1)
keyring = system_keyring()
key = create_vault(folder, ANA, PASSPHRASE, keyring, secrets.token_bytes, cost)
assert open_vault(folder, PASSPHRASE, system_keyring()) == key
older = {file: file.read_bytes() for file in folder.iterdir()}
other = "eight loud herons at dusk"
change_passphrase(folder, (PASSPHRASE, other), system_keyring(), secrets.token_bytes, cost)
assert open_vault(folder, other, system_keyring()) == key
assert rotate(folder, other, system_keyring(), secrets.token_bytes, cost).number == 2
for file, content in older.items():
    file.write_bytes(content)
try:
    open_vault(folder, PASSPHRASE, system_keyring())
except VaultError as error:
    assert error.code == "older_header"
else:
    raise SystemExit("an older header opened")
print(keyring.name)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is Linux's")
def test_the_real_secret_service_keeps_the_vaults_secret(
    program: Callable[[str], Path], tmp_path: Path
) -> None:
    session, daemon = program("dbus-run-session"), program("gnome-keyring-daemon")
    script = (
        f'printf test | "{daemon}" --unlock --components=secrets >/dev/null 2>&1'
        ' && exec "$0" -c "$1"'
    )
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "XDG_RUNTIME_DIR": str(tmp_path),
        "PYTHONPATH": os.getcwd(),
    }
    done = subprocess.run(
        [session, "--", "sh", "-c", script, sys.executable, IN_A_SESSION],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "SecretService.Keyring\n"), done.stderr
