"""What happened, as one number: the same for the same seed.

The exact trace knows every id and every time. Its shape knows neither: it is the same whatever
the clocks say, and so shows that they decide nothing. It takes longer to make.
"""

from __future__ import annotations

import re
from hashlib import sha256

_TIME = re.compile(rb"\d{4}-\d\d-\d\dT[0-9:.]+Z")
_DIGEST = re.compile(rb'"[0-9a-f]{32}"')
_TODAY = re.compile(rb'"(closed_on|on)":"\d{4}-\d\d-\d\d"')
_UUID = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Trace:
    """Take down what happens.

    Attributes:
        has_shape: there is a shape beside: ids are numbered as they come, times and digests are
            left out.
    """

    def __init__(self, *, has_shape: bool = False) -> None:
        self.has_shape = has_shape
        self._hash = sha256()
        self._shape = sha256()
        self._numbers: dict[bytes, bytes] = {}
        self._epochs: dict[bytes, bytes] = {}

    def add(self, *parts: object) -> None:
        """Take down one line."""
        line = b"|".join(p if isinstance(p, bytes) else str(p).encode() for p in parts)
        for epoch, number in self._epochs.items():
            line = line.replace(epoch, number)
        self._hash.update(line + b"\n")
        if self.has_shape:
            line = _TODAY.sub(b"DAY", _TIME.sub(b"T", _DIGEST.sub(b'"D"', line)))
            self._shape.update(_UUID.sub(self._number_of, line) + b"\n")

    def number_epoch(self, epoch: str) -> None:
        """Number an epoch when it is first met: only the server knows how it comes to one."""
        if epoch:
            self._epochs.setdefault(epoch.encode(), b"epoch-%d" % len(self._epochs))

    def digest(self) -> str:
        """Give the hash of all lines."""
        return self._hash.hexdigest()[:16]

    def shape(self) -> str:
        """Give the hash of their shape; nothing where there is none."""
        return self._shape.hexdigest()[:16] if self.has_shape else ""

    def _number_of(self, found: re.Match[bytes]) -> bytes:
        return self._numbers.setdefault(found[0], b"#%d" % len(self._numbers))
