"""A keyring that outlives a process that is killed: a file of a test's computer."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FileKeyring:
    """Keeps secrets in a file; for computers of people who do not exist."""

    path: Path
    name: str = "file"

    def read(self, item: str) -> bytes | None:
        """Give a secret, or None where there is none."""
        text = self._all().get(item)
        return None if text is None else base64.b64decode(text)

    def keep(self, item: str, secret: bytes) -> None:
        """Keep a secret under a name."""
        self._put(self._all() | {item: base64.b64encode(secret).decode()})

    def drop(self, item: str) -> None:
        """Forget a secret; harmless where there is none."""
        self._put({name: kept for name, kept in self._all().items() if name != item})

    def _put(self, kept: dict[str, str]) -> None:
        beside = self.path.with_suffix(".new")
        beside.write_text(json.dumps(kept))
        beside.replace(self.path)

    def _all(self) -> dict[str, str]:
        kept: dict[str, str] = json.loads(self.path.read_text()) if self.path.exists() else {}
        return kept
