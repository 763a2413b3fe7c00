"""Puts values into a translated sentence. Must not translate: the caller does, with a literal."""

from __future__ import annotations

import re

_PLACE = re.compile(r"%([1-9])")


def filled(sentence: str, *values: object) -> str:
    """Put the values where the sentence has %1, %2 and so on, each value taken as it is."""
    return _PLACE.sub(lambda place: str(values[int(place[1]) - 1]), sentence)
