"""A little of ``python -m tests.signin``: that it runs; how long it took is for the report."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from tests.server.conftest import engine, migrated, urls
from tests.server.organisation import CHEAP
from tests.signin.timing import time_refusals

# Fixtures of the server's tests.
__all__ = ["engine", "migrated", "urls"]


@pytest.mark.usefixtures("caplog")
def test_every_refused_sign_in_is_timed(engine: Engine) -> None:  # the fixture
    times = time_refusals(engine, 30, CHEAP)

    assert (len(times.known), len(times.unknown)) == (30, 30)
    assert min(times.known + times.unknown) > 0
