"""Everything below ``resources/`` that people read or answer, looked up by name.

Reads a file when it is first asked for and remembers it. A language that is missing falls back
to a wider one, then to English: what comes back says which language it is in. Not for several
threads at once. Called by the desktop's services, its command line and the server.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from nurseapp.content.form_folder import FormEntry, read_form
from nurseapp.content.handout_file import read_handout
from nurseapp.content.reading import ContentError, StrictToml, read_toml
from nurseapp.domain.form import Form
from nurseapp.domain.handout import Handout

ENGLISH = "en"


class ProgrammeFile(StrictToml, frozen=True):
    """``programmes/<id>.toml`` as it is written."""

    id: str
    name: str


class Library:
    """The content of one ``resources`` folder.

    Raises (all methods):
        ContentError: for a file that is missing, unreadable or outside its vocabulary.
    """

    def __init__(self, resources: Path) -> None:
        self._resources = resources
        self._forms: dict[Path, FormEntry] = {}
        self._handouts: dict[Path, Handout] = {}
        self._required: Mapping[str, int] | None = None
        self._programmes: Mapping[str, str] | None = None
        self._labels: dict[Path, Mapping[str, str]] = {}

    def forms(self) -> tuple[Form, ...]:
        """Give the newest version of each form, by id."""
        return tuple(entry.form for entry in self._newest())

    def form(self, form_id: str, version: str | None = None, language: str = ENGLISH) -> Form:
        """Give one form, the newest where no version is named.

        No form has a translation whose wording is released, so that ``language`` gives English;
        the form says so itself.
        """
        folder = self._resources / "forms" / form_id
        versions = _versions(folder)
        if not versions or (version is not None and version not in versions):
            raise ContentError(folder, version or "", "no such form")
        return self._entry(folder / (version or versions[-1])).form

    def required_forms(self) -> Mapping[str, int]:
        """Give the forms that every open case is screened with: id to minimum age."""
        if self._required is None:
            required = (entry.form for entry in self._newest() if entry.required)
            self._required = MappingProxyType({form.id: form.minimum_age for form in required})
        return self._required

    def handouts(self) -> tuple[Handout, ...]:
        """Give every handout in every language, by id and language."""
        files = sorted((self._resources / "handouts").glob("*/*.md"))
        return tuple(self._handout(file) for file in files)

    def handout(self, handout_id: str, language: str = ENGLISH) -> Handout:
        """Give a handout in a language (a BCP 47 tag), or what it falls back to."""
        folder = self._resources / "handouts" / handout_id
        return self._handout(_in_language(folder, language, ".md"))

    def programmes(self) -> Mapping[str, str]:
        """Give the programmes: id to name."""
        if self._programmes is None:
            found = {}
            for file in sorted((self._resources / "programmes").glob("*.toml")):
                entry = read_toml(file, ProgrammeFile)
                if entry.id != file.stem:
                    raise ContentError(file, "id", "is not what the file's name says")
                found[entry.id] = entry.name
            self._programmes = MappingProxyType(found)
        return self._programmes

    def print_labels(self, language: str = ENGLISH) -> Mapping[str, str]:
        """Give the words that printing puts around the values, and ``language`` itself."""
        folder = self._resources / "i18n" / "print"
        file = _in_language(folder, language, ".toml")
        if file not in self._labels:
            labels = read_toml(file, dict[str, str])
            expected = read_toml(folder / f"{ENGLISH}.toml", dict[str, str])
            for key in sorted(labels.keys() ^ expected.keys()):
                reason = "is missing" if key in expected else f"is not a label of {ENGLISH}.toml"
                raise ContentError(file, key, reason)
            self._labels[file] = MappingProxyType(labels)
        return self._labels[file]

    def _newest(self) -> Iterator[FormEntry]:
        for folder in sorted((self._resources / "forms").glob("*/")):
            versions = _versions(folder)
            if versions:
                yield self._entry(folder / versions[-1])

    def _entry(self, folder: Path) -> FormEntry:
        if folder not in self._forms:
            self._forms[folder] = read_form(folder)
        return self._forms[folder]

    def _handout(self, file: Path) -> Handout:
        if file not in self._handouts:
            self._handouts[file] = read_handout(file)
        return self._handouts[file]


def _versions(folder: Path) -> list[str]:
    return sorted((path.name for path in folder.glob("*/") if path.name.isdecimal()), key=int)


def _in_language(folder: Path, language: str, suffix: str) -> Path:
    files = {file.stem: file for file in folder.glob(f"*{suffix}")}
    for tag in (language, language.partition("-")[0].lower(), ENGLISH):
        if tag in files:
            return files[tag]
    raise ContentError(folder, language, "no such content in this language, nor in English")
