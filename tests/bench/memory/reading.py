"""How much memory this process holds, and the most that it held, as Linux tells it.

Called by the sides, each of itself. Libraries that others map too are counted in, for floor and
program alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

_NAMES = {"VmRSS": "held_mib", "VmHWM": "peak_mib"}
_KIB_A_MIB = 1024


def memory() -> Mapping[str, float]:
    """Give the mebibytes of this process now, and the most until now."""
    told = (line.partition(":") for line in Path("/proc/self/status").read_text().splitlines())
    return {
        _NAMES[name]: round(int(value.split()[0]) / _KIB_A_MIB, 1)
        for name, _, value in told
        if name in _NAMES
    }
