"""The command ``nurseapp``: the desktop, and its sub-commands.

Imports next to nothing at the top: what stands here decides how soon the first window is seen.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from nurseapp.content.place import resources_folder

COMMANDS = ("tour", "self-check", "score")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the desktop or a sub-command; return the exit code."""
    given = list(sys.argv[1:] if argv is None else argv)
    if given and given[0] == "score":
        return _score(given[1:])
    if given and given[0] == "self-check":
        from nurseapp.desktop.self_check import main as check

        return check(resources_folder(), sys.stdout)
    if given and given[0] == "tour":
        return _tour(given[1:])
    parser = _desktop_parser()
    options = parser.parse_args(given)
    from nurseapp.desktop.imports import import_plainly
    from nurseapp.desktop.settings import SettingError, is_shared

    try:
        shared = is_shared(os.environ)
    except SettingError as error:
        parser.error(str(error))
    import_plainly()
    from nurseapp.desktop.start import start, start_demo

    run = start_demo if options.demo else start
    return run(resources_folder(), options.data, options.server or "", options.locked_by, shared)


def _desktop_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="nurseapp", description=f"The nurse's desktop. Sub-commands: {', '.join(COMMANDS)}."
    )
    _add_common(parser)
    # What the program begins itself with when it locked itself; for nobody to type.
    parser.add_argument("--locked-by", default="", help=argparse.SUPPRESS)
    return parser


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--server", metavar="URL", help="address of the central API")
    parser.add_argument("--demo", action="store_true", help="work as the example's first nurse")
    parser.add_argument("--data", metavar="DIR", type=Path, help="folder of the vaults")


def _score(given: Sequence[str]) -> int:
    from nurseapp.content.library import Library
    from nurseapp.desktop.score import main as score

    return score(given, Library(resources_folder()), sys.stdout, sys.stderr)


def _tour(given: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="nurseapp tour", description="Do the main job without a display and picture each step."
    )
    parser.add_argument("folder", metavar="DIR", type=Path, help="where pictures and PDFs go")
    _add_common(parser)
    options = parser.parse_args(given)
    if not options.server:
        parser.error("--server is needed: the tour works on a running central API")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from nurseapp.desktop.tour import tour

    return tour(resources_folder(), options.folder, options.server)


if __name__ == "__main__":
    sys.exit(main())
