"""The report of the long runs, tests/report.md: each run writes its own section, nobody else does.

Every command ``python -m tests.NAME`` that is too long for the normal tests ends with
:func:`write_section`. Sections stand in the order of their titles, so that two runs that were
recorded apart from each other touch different lines.
"""

from __future__ import annotations

import os
import platform
import shlex
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from nurseapp import __version__

REPORT = Path(__file__).with_name("report.md")
_HEAD = """\
# Report of the long runs

Each section was written by the run that it tells of, never by hand.
"""
_TITLE = "## "


def write_section(title: str, lines: Iterable[str], file: Path = REPORT) -> None:
    """Write the section of a title in the place of the older one, with date, machine and command.

    Args:
        lines: its figures, as Markdown; a title among them is refused with ValueError.
    """
    body = list(lines)
    if not title.strip() or any(line.startswith(("# ", _TITLE)) for line in (title, *body)):
        raise ValueError("a section has one title, and it is not in its lines")
    text = "\n".join([_ran_as(), "", *body]).rstrip()
    written = {**_sections(file), title: text}
    parts = [f"{_TITLE}{name}\n\n{written[name]}\n" for name in sorted(written)]
    beside = file.with_suffix(".new")
    beside.write_text("\n".join([_HEAD, *parts]), "utf-8")
    beside.replace(file)


def _sections(file: Path) -> Mapping[str, str]:
    """Give what stands under each title."""
    if not file.exists():
        return {}
    _, *parts = f"\n{file.read_text('utf-8')}".split(f"\n{_TITLE}")
    halves = (part.partition("\n") for part in parts)
    return {title: text.strip() for title, _, text in halves}


def _ran_as() -> str:
    """Say when, on which machine and by which command this process ran."""
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors"
    command = shlex.join(["python", *sys.orig_argv[1:]])
    return (
        f"`{command}`, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, nurseapp {__version__},"
        f" {machine}, Python {platform.python_version()}."
    )
