"""Which keyring of the operating system keeps the device's secret.

Only back-ends that encrypt are let in, by name; plug-ins are never used. Where none of them
works there is no vault: nothing is ever kept in a plain file instead. Called by the composition
root and by the vault.
"""

from __future__ import annotations

import base64
import binascii
from typing import Protocol

from keyring.backend import KeyringBackend
from keyring.backends import SecretService, Windows, kwallet, macOS
from keyring.core import get_keyring
from keyring.errors import KeyringError

from nurseapp.desktop.storage.circumstances import VaultError

SERVICE = "nurseapp"
ALLOWED: tuple[type[KeyringBackend], ...] = (
    Windows.WinVaultKeyring,
    macOS.Keyring,
    SecretService.Keyring,
    kwallet.DBusKeyring,
)


class Keyring(Protocol):
    """Keeps small secrets by name; what it keeps survives the process.

    Attributes:
        name: of the back-end, as the vault's header records it.
    """

    @property
    def name(self) -> str:
        """The back-end's name."""

    def read(self, item: str) -> bytes | None:
        """Give a secret, or None where there is none."""

    def keep(self, item: str, secret: bytes) -> None:
        """Keep a secret under a name, in the place of an older one."""

    def drop(self, item: str) -> None:
        """Forget a secret; nothing happens where there is none."""


class SystemKeyring:
    """The keyring of the operating system."""

    def __init__(self, backend: KeyringBackend) -> None:
        self._backend = backend

    @property
    def name(self) -> str:
        """The back-end's module and class."""
        return _name_of(type(self._backend))

    def read(self, item: str) -> bytes | None:
        """Give a secret; raise :class:`VaultError` ``keyring_missing`` when it stays locked."""
        try:
            text = self._backend.get_password(SERVICE, item)
            return None if text is None else base64.b64decode(text, validate=True)
        except (KeyringError, binascii.Error) as error:
            raise _locked(self.name, error) from error

    def keep(self, item: str, secret: bytes) -> None:
        """Keep a secret; raise :class:`VaultError` ``keyring_missing`` when it stays locked."""
        try:
            self._backend.set_password(SERVICE, item, base64.b64encode(secret).decode())
        except KeyringError as error:
            raise _locked(self.name, error) from error

    def drop(self, item: str) -> None:
        """Forget a secret; raise :class:`VaultError` ``keyring_missing`` when it stays locked."""
        try:
            if self._backend.get_password(SERVICE, item) is not None:
                self._backend.delete_password(SERVICE, item)
        except KeyringError as error:
            raise _locked(self.name, error) from error


class MemoryKeyring:
    """A keyring that forgets with the process; for the example organisation alone."""

    name = "memory"

    def __init__(self) -> None:
        self._secrets: dict[str, bytes] = {}

    def read(self, item: str) -> bytes | None:
        """Give a secret, or None where there is none."""
        return self._secrets.get(item)

    def keep(self, item: str, secret: bytes) -> None:
        """Keep a secret until the process ends."""
        self._secrets[item] = secret

    def drop(self, item: str) -> None:
        """Forget a secret."""
        self._secrets.pop(item, None)


def system_keyring() -> SystemKeyring:
    """Choose the operating system's keyring.

    Raises:
        VaultError: ``keyring_missing`` where no allowed one works, with the one ``found``.
    """
    usable = [backend for backend in ALLOWED if backend.viable]
    if not usable:
        raise VaultError("keyring_missing", found=_name_of(type(get_keyring())))
    backend = max(usable, key=lambda b: b.priority)()
    if isinstance(backend, Windows.WinVaultKeyring):
        # The default would let the secret roam to every computer of the Windows account.
        backend.persist = "local machine"
    return SystemKeyring(backend)


def _name_of(backend: type[KeyringBackend]) -> str:
    return f"{backend.__module__.removeprefix('keyring.backends.')}.{backend.__qualname__}"


def _locked(name: str, error: Exception) -> VaultError:
    return VaultError("keyring_missing", found=name, reason=type(error).__name__)
