"""The files of the project, read once, for the tests of the house."""

import ast
import os
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A Python file: where it stands below the root, what it says, and its syntax tree."""

    path: str
    text: str
    tree: ast.Module

    @classmethod
    def of(cls, text: str, path: str = "nurseapp/domain/planted.py") -> "Source":
        """Make one of a text, for planted examples."""
        return cls(path=path, text=text, tree=ast.parse(text))

    def is_below(self, *folders: str) -> bool:
        """Say whether the file stands below one of these folders."""
        return any(self.path.startswith(f"{folder}/") for folder in folders)


@cache
def files() -> tuple[Path, ...]:
    """List every file that git would keep, without needing git."""
    lines = (ROOT / ".gitignore").read_text("utf-8").splitlines()
    at_the_root = {line.strip("/") for line in lines if line.startswith("/")} | {".git"}
    anywhere = [line.strip("/") for line in lines if line and not line.startswith("/")]

    def is_kept(folder: Path, name: str) -> bool:
        is_ignored = any(fnmatch(name, pattern) for pattern in anywhere)
        return not is_ignored and not (folder == ROOT and name in at_the_root)

    found: list[Path] = []
    for place, folders, names in os.walk(ROOT):
        folder = Path(place)
        folders[:] = sorted(name for name in folders if is_kept(folder, name))
        found += [folder / name for name in sorted(names) if is_kept(folder, name)]
    return tuple(found)


@cache
def sources(*folders: str) -> tuple[Source, ...]:
    """Read every Python file below these folders."""
    return tuple(
        source
        for path in files()
        if path.suffix == ".py"
        for source in [Source.of(path.read_text("utf-8"), path.relative_to(ROOT).as_posix())]
        if source.is_below(*folders)
    )
