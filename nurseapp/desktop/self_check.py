"""Checks, on the installed thing, that what the desktop depends on is there and right.

One line for each check; exit code 1 when one fails. Needs no network and writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

Check = tuple[str, Callable[[], str]]


def main(resources: Path, out: TextIO) -> int:
    """Run every check and say what it found."""
    failed = 0
    for name, check in _checks(resources):
        try:
            found, mark = check(), "ok"
        except Exception as error:  # whatever is wrong here is what the check is for
            found, mark = f"{type(error).__name__}: {error}", "FAILED"
            failed += 1
        print(f"{mark:>6}  {name}: {found}", file=out)
    return 1 if failed else 0


def _checks(resources: Path) -> Iterator[Check]:
    yield "Qt", _qt
    yield "encrypted cache", _cipher
    yield "keyring", _keyring
    yield "forms, handouts and programmes", lambda: _content(resources)
    yield "fonts and printing", lambda: _printing(resources)


def _qt() -> str:
    from PySide6.QtCore import qVersion

    return qVersion()


def _cipher() -> str:
    from nurseapp.desktop.storage.sqlcipher import versions

    return versions()


def _keyring() -> str:
    from nurseapp.desktop.storage.circumstances import VaultError
    from nurseapp.desktop.storage.keyring_choice import system_keyring

    try:
        return system_keyring().name
    except VaultError as error:
        return f"none that may be used ({error.facts.get('found')}); needed before signing in"


def _content(resources: Path) -> str:
    from nurseapp.content.library import Library

    library = Library(resources)
    forms = ", ".join(form.short for form in library.forms())
    handouts, programmes = len(library.handouts()), len(library.programmes())
    found = f"{forms or 'no forms'}; {handouts} handouts; {programmes} programmes"
    if not (forms and handouts and programmes):
        raise FileNotFoundError(f"{found} below {resources}")
    return found


def _printing(resources: Path) -> str:
    from datetime import UTC, datetime

    import pypdfium2  # type: ignore[import-untyped]  # ships no types

    from nurseapp.content.library import Library
    from nurseapp.printing.handout import handout_pdf
    from nurseapp.printing.stationery import Stamp, Stationery

    library = Library(resources)
    handout = library.handouts()[0]
    fonts = resources / "fonts"
    stationery = Stationery(
        regular=(fonts / "NotoSans-Regular.ttf").read_bytes(),
        bold=(fonts / "NotoSans-Bold.ttf").read_bytes(),
        labels=library.print_labels(handout.language),
        paper="a4",
        organisation="self-check",
        is_example=True,
    )
    stamp = Stamp(
        author="self-check",
        printed_at=datetime.now(UTC),
        time_zone="UTC",
        case_version="",
        content_version=handout.version,
    )
    pages = len(pypdfium2.PdfDocument(handout_pdf(handout, stationery, stamp)))
    return f"«{handout.title}» on {pages} pages"
