"""What lies in the memory of an open desk that nobody uses: no more than it needs."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

SCRIPT = """
import json, linecache, sys
from nurseapp.desktop.imports import import_plainly
import_plainly()
import nurseapp.desktop.composition, nurseapp.desktop.start, nurseapp.desktop.ui.workplace
print(json.dumps({"modules": list(sys.modules), "sources": list(linecache.cache)}))
"""
ONLY_NOW_AND_THEN = {"alembic", "asyncio", "PIL", "pypdfium2", "reportlab", "sqlalchemy"}


@pytest.fixture(scope="module")
def held() -> dict[str, Any]:
    """Tell what a program holds once all that an open desk needs is loaded."""
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_what_prints_and_what_migrates_is_not_there_before_it_is_needed(
    held: dict[str, Any],
) -> None:
    assert not ONLY_NOW_AND_THEN & set(held["modules"])


def test_no_source_is_kept_of_what_was_loaded(held: dict[str, Any]) -> None:
    assert "nurseapp.desktop.ui.workplace" in held["modules"]
    assert not [source for source in held["sources"] if "nurseapp" in source]
