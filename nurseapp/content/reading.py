"""Reading one file below ``resources/``: text to a checked struct, or an error that says where.

Every struct forbids members that it does not name: a misspelt key is an error, never ignored.
Called by the modules of this package only; :class:`ContentError` is for everybody.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec

T = TypeVar("T")


class ContentError(Exception):
    """Refuse a file below ``resources/``.

    Attributes:
        file: the path as it was read.
        item: where in the file, in the file's own terms; empty for the file as a whole.
        reason: what is wrong, for the person who edits the file.
    """

    def __init__(self, file: Path, item: str, reason: str) -> None:
        super().__init__(": ".join(part for part in (str(file), item, reason) if part))
        self.file = file
        self.item = item
        self.reason = reason


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """A struct with a closed vocabulary, its members in camel case as in FHIR."""


class StrictToml(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A struct with a closed vocabulary, its members as TOML files write them."""


def read_text(file: Path) -> str:
    """Read a file as UTF-8."""
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise ContentError(file, "", error.strerror or "cannot be read") from error
    except UnicodeDecodeError as error:
        raise ContentError(file, f"byte {error.start}", "is not UTF-8") from error


def read_json(file: Path, shape: type[T]) -> T:
    """Read a JSON file into ``shape``."""
    return _decoded(file, read_text(file), lambda text: msgspec.json.decode(text, type=shape))


def read_toml(file: Path, shape: type[T]) -> T:
    """Read a TOML file into ``shape``."""
    return parse_toml(file, read_text(file), shape)


def parse_toml(file: Path, text: str, shape: type[T]) -> T:
    """Read TOML that stood in ``file`` into ``shape``."""
    return _decoded(file, text, lambda part: msgspec.toml.decode(part, type=shape))


def _decoded(file: Path, text: str, decode: Callable[[str], T]) -> T:
    try:
        return decode(text)
    except msgspec.DecodeError as error:
        reason, _, where = str(error).partition(" - at `")
        raise ContentError(file, where.rstrip("`"), reason) from error
