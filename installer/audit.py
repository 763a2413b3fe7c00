"""Ask whether a locked package has a known hole: `.venv/bin/python installer/audit.py`.

Runs pip-audit over every package of the lock. Gives 0 where each was looked up and none has a hole
that is known, 1 where one has, and 2 where the advisories could not be asked, which is not the
same as having none.
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


def main(arguments: Sequence[str]) -> int:
    """Audit the lock; options go to pip-audit."""
    audit = read(_asked(arguments))
    print(f"{audit.asked} packages looked up, {len(audit.holes)} known holes.")
    for hole in audit.holes:
        print(hole)
    if audit.code == NOT_ASKED:
        print(f"The advisories could not be asked about {len(audit.unknown) or 'all'} packages.")
    return audit.code


def read(answer: str) -> Audit:
    """Read what pip-audit wrote; what is no answer means that nothing was asked."""
    try:
        packages = json.loads(answer)["dependencies"]
    except (ValueError, KeyError):
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


def _asked(options: Sequence[str]) -> str:
    program = Environment().program("pip-audit")
    calm = ("--progress-spinner", "off", "--format", "json")
    lock = ("--disable-pip", "--require-hashes", "--requirement", LOCK)
    done = subprocess.run(
        [program, *calm, *lock, *options], stdout=subprocess.PIPE, text=True, check=False
    )
    return done.stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
