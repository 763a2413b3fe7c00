"""What a line makes of an answer that it cannot take."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nurseapp.desktop.sync.transport import TransportError


def failure(ask: Callable[[], object]) -> tuple[str, object]:
    """Ask, and give the code and the reason with which that fails."""
    with pytest.raises(TransportError) as caught:
        ask()
    return caught.value.code, caught.value.facts.get("reason")
