"""The program with its nurse let in for the first time, fetching her caseload behind its window.

python -m tests.bench.memory.product_filling DATA
"""

from __future__ import annotations

import sys
from pathlib import Path

from nurseapp.desktop.start import Program
from tests.bench.memory.reading import memory
from tests.bench.opening.product_case import let_in, program_in, settle, wait_for
from tests.bench.sides import Facts, serve


class ProductFilling:
    """The job of this side: let the nurse in, and have her cases fetched."""

    def __init__(self, program: Program) -> None:
        self._program = program

    def fill(self) -> Facts:
        """Wait until all is there and shown."""
        workplace = let_in(self._program)
        wait_for(workplace.synced, lambda: None)
        settle()
        return {"cases": len(workplace.rooms.desk.caseloads.listing().lines)}


def main() -> None:
    """Be this side."""
    program = program_in(Path(sys.argv[1]))
    serve({"fill": ProductFilling(program).fill, "memory": memory})
    program.close()


if __name__ == "__main__":
    main()
