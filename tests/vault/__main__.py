"""The command ``python -m tests.vault``; see the package."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory

from nurseapp.desktop.storage.sqlcipher import versions
from nurseapp.desktop.storage.vault import Argon2Cost
from tests.reporting import write_section
from tests.vault.computer import set_up
from tests.vault.damaging import Damages, cut_off, flip_bits
from tests.vault.killing import Change, assert_usable, kill_after, kill_at_step
from tests.vault.locking import lock_once
from tests.vault.place import Place, make_place
from tests.vault.secret_service import run_in_session

LONGEST_S = {Change.PASSPHRASE: 0.03, Change.KEY: 0.25}
CANARY = "Zweifelsohne said that 8841 steps are too many"


def main(arguments: Sequence[str] | None = None) -> int:
    """Do all of it and say what came of it; give 0 where every promise held."""
    asked = _parser().parse_args(arguments)
    lines: list[str] = []
    with TemporaryDirectory() as folder:
        root = Path(folder)
        whole = make_place(root / "whole")
        parts = (
            _damaged(whole, root, asked),
            _killed_at_steps(whole, root),
            _killed_at_any_moment(whole, root, asked.kills),
            _locked(root, asked.locks),
            _with_the_secret_service(root, asked.real),
        )
        for part in parts:
            for line in part:
                print(line, flush=True)
                lines.append(line)
    if asked.report:
        write_section("The vault under kills and damage", [f"- {line}" for line in lines])
    return int(any("WRONG" in line for line in lines))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.vault", description=__doc__)
    parser.add_argument("--flips", type=int, default=300, metavar="N")
    parser.add_argument("--cuts", type=int, default=60, metavar="N")
    parser.add_argument("--kills", type=int, default=300, metavar="N")
    parser.add_argument("--locks", type=int, default=10, metavar="N")
    parser.add_argument("--real", type=int, default=40, metavar="N", help="with the Secret Service")
    parser.add_argument("--report", action="store_true", help="write the result into the report")
    return parser


def _damaged(whole: Place, root: Path, asked: argparse.Namespace) -> Iterator[str]:
    place = whole.copy(root / "damaged")
    random = Random(1)  # noqa: S311  # a run must repeat
    yield f"{versions()}; every cached page and both copies of the header, damaged at random:"
    yield _told("bits flipped", flip_bits(place, asked.flips, random))
    yield _told("files cut off", cut_off(place, asked.cuts, random))


def _told(what: str, found: Damages) -> str:
    wrong = f", WRONG: {'; '.join(found.wrong)}" if found.wrong else ""
    return (
        f"{what}: {found.tried}, noticed and rightly named {found.noticed}; of the headers among"
        f" them, mended from the other copy {found.mended}{wrong}"
    )


def _killed_at_steps(whole: Place, root: Path) -> Iterator[str]:
    for what in Change:
        step = 1
        while True:
            place = whole.copy(root / f"{what} {step}")
            was_killed = kill_at_step(place, what, step)
            assert_usable(place, what)
            if not was_killed:
                break
            step += 1
        yield f"change of the {what}, killed before each of its {step - 1} steps: all vaults usable"


def _killed_at_any_moment(whole: Place, root: Path, kills: int) -> Iterator[str]:
    random, on_the_way = Random(2), 0  # noqa: S311  # a run must repeat
    for number in range(kills):
        what = Change.KEY if number % 2 else Change.PASSPHRASE
        place = whole.copy(root / f"moment {number}")
        on_the_way += kill_after(place, what, random.random() * LONGEST_S[what])
        assert_usable(place, what)
    yield (
        f"changes of passphrase and key, killed at any moment: {kills}, of them on the way"
        f" {on_the_way}; vaults that one passphrase opens, with all in them: {kills}"
    )


def _locked(root: Path, times: int) -> Iterator[str]:
    set_up(root / "computer", Argon2Cost())
    found = [lock_once(root / "computer", CANARY) for _ in range(times)]
    unlocking, processors = ([one.unlocking_s[n] for one in found] for n in (0, 1))
    gone = [one.gone_s for one in found]
    page = [one.page_s for one in found]
    leaks = sum(one.found_locked for one in found)
    back = sum(one.resumed == f"New note {CANARY}" for one in found)
    cost = Argon2Cost()
    yield (
        f"unlocking, from the passphrase to the open desk, Argon2id {cost.memory_kib // 1024} MiB,"
        f" {cost.passes} passes, {cost.lanes} lanes: {_seconds(unlocking)} (promised: 1.5 s);"
        f" processor time, {_seconds(processors)}"
    )
    yield f"locked for good, until the process is gone: {_seconds(gone)} (promised: 1 s)"
    yield f"until the next one takes a passphrase: {_seconds(page)}"
    if hasattr(os, "getloadavg"):
        yield f"programs that waited for a processor meanwhile: {os.getloadavg()[1]:.0f}"
    wrong = " WRONG" if leaks or back != times else ""
    yield (
        f"half a note, found in the memory of the locked process: {leaks} times; there again at its"
        f" field after unlocking: {back} of {times}{wrong}"
    )


def _with_the_secret_service(root: Path, times: int) -> Iterator[str]:
    home = root / "session"
    home.mkdir()
    said = run_in_session(times, home)
    yield said or "the real Secret Service is not installed here: nothing was tried with it"


def _seconds(values: Sequence[float]) -> str:
    return f"median {median(values):.2f} s, longest {max(values):.2f} s of {len(values)}"


if __name__ == "__main__":
    sys.exit(main())
