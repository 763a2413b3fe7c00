"""How a bug is planted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

Planting = Callable[[pytest.MonkeyPatch], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """One bug.

    Attributes:
        what: what is wrong, in a sentence.
    """

    name: str
    what: str
    planting: Planting

    @contextmanager
    def planted(self) -> Iterator[None]:
        """Have the bug for a while."""
        with pytest.MonkeyPatch.context() as patch:
            self.planting(patch)
            yield


def plants_of(*plantings: Planting) -> tuple[Plant, ...]:
    """Name plants after their functions."""
    return tuple(
        Plant(name=one.__name__, what=(one.__doc__ or "").strip(), planting=one)
        for one in plantings
    )
