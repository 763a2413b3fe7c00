"""Ask whether a locked package has a known hole: `.venv/bin/python installer/audit.py`.

Runs pip-audit over every package of the lock. Gives 0 where each was looked up and none has a hole
that is known, 1 where one has, and 2 where the advisories could not be asked about all of them,
which is not the same as having none: then it says so, and why as far as pip-audit tells.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from installer.environment import ROOT, Environment

LOCK = ROOT / "installer" / "requirements.lock"
CLEAN, HOLES, NOT_ASKED = 0, 1, 2


@dataclass(frozen=True, kw_only=True)
class Audit:
    """What the advisories say.

    Attributes:
        asked: how many packages were looked up.
        holes: one line for each hole that is known.
        unknown: packages that could not be looked up.
    """

    asked: int
    holes: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def code(self) -> int:
        """Give the exit code."""
        if self.holes:
            return HOLES
        return NOT_ASKED if self.unknown or not self.asked else CLEAN

    @property
    def sentence(self) -> str:
        """Say in one sentence what it came to."""
        if not self.asked:
            return "Not audited: the advisories could not be asked, so nothing is known."
        told = f"{self.asked} packages looked up, {len(self.holes)} known holes"
        if self.unknown:
            return f"{told}; not audited: {', '.join(self.unknown)}."
        return f"{told}."


def main(arguments: Sequence[str]) -> int:
    """Audit the lock; options go to pip-audit."""
    answer, complaint = _asked(arguments)
    audit = read(answer)
    for hole in audit.holes:
        print(hole)
    if audit.code == NOT_ASKED and complaint:
        print(f"pip-audit: {complaint}", file=sys.stderr)
    print(audit.sentence, file=sys.stdout if audit.code == CLEAN else sys.stderr)
    return audit.code


def read(answer: str) -> Audit:
    """Read what pip-audit wrote; what is no answer means that nothing was asked."""
    try:
        packages = json.loads(answer)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return Audit(asked=0)
    known = [one for one in packages if "skip_reason" not in one]
    return Audit(
        asked=len(known),
        holes=tuple(
            f"{one['name']} {one['version']}: {hole['id']}, mended in"
            f" {', '.join(hole['fix_versions']) or 'no version yet'}"
            for one in known
            for hole in one["vulns"]
        ),
        unknown=tuple(one["name"] for one in packages if "skip_reason" in one),
    )


def _asked(options: Sequence[str]) -> tuple[str, str]:
    """Give what pip-audit answered, and the last line of what it complained of."""
    program = Environment().program("pip-audit")
    calm = ("--progress-spinner", "off", "--format", "json")
    lock = ("--disable-pip", "--require-hashes", "--requirement", LOCK)
    try:
        done = subprocess.run(
            [program, *calm, *lock, *options], capture_output=True, text=True, check=False
        )
    except OSError as error:
        return "", str(error)
    complaints = done.stderr.strip().splitlines()
    return done.stdout, complaints[-1] if complaints else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
