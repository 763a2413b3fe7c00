"""Where a history's choices come from: a source of its own for each step.

So a step that is left out changes nothing in what the others choose, and a history that fails can
be made shorter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """Choose.

    Attributes:
        faults: how many faults there were, by name.
        is_calm: nothing goes wrong any more.
    """

    def __init__(self, seed: int, without: Collection[str] = ()) -> None:
        """Name the faults that are to be left out."""
        self.faults: Counter[str] = Counter()
        self.is_calm = False
        self._seed = seed
        self._without = without
        self._random = Random()  # noqa: S311  # choices must repeat

    def begin(self, step: int) -> None:
        """Choose from the source of a step."""
        self._random = Random(f"{self._seed}/{step}")  # noqa: S311  # choices must repeat

    def happens(self, probability: float) -> bool:
        """Let something happen, or not."""
        return self._random.random() < probability

    def fault(self, name: str, probability: float = 1.0) -> bool:
        """Let something go wrong, and count it; never in the calm."""
        if self.is_calm or not self.happens(probability) or name in self._without:
            return False
        self.faults[name] += 1
        return True

    def pick(self, things: Sequence[T]) -> T:
        """Choose one of some things."""
        return things[self._random.randrange(len(things))]

    def weighted(self, things: Sequence[T], weights: Sequence[float]) -> T:
        """Choose one of some things, the heavier the likelier."""
        return self._random.choices(things, weights)[0]

    def some(self, things: Sequence[T], most: int) -> list[T]:
        """Choose one or several of some things."""
        return self._random.sample(things, self._random.randint(1, min(most, len(things))))

    def shuffled(self, things: Sequence[T]) -> list[T]:
        """Give things in another order."""
        return self._random.sample(things, len(things))

    def between(self, least: int, most: int) -> int:
        """Choose a number."""
        return self._random.randint(least, most)

    def bytes(self, count: int) -> bytes:
        """Give bytes for an id."""
        return self._random.randbytes(count)
