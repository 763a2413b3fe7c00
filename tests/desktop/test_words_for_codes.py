"""Every refusal and every circumstance that a desktop can meet is worded, with a next step.

The codes are read from the source, so that a new one cannot come without words.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from nurseapp.desktop.storage import cache
from nurseapp.desktop.ui.wording.circumstances import circumstance_words
from nurseapp.desktop.ui.wording.refusals import refusal_words
from nurseapp.domain.circumstance import Circumstance
from nurseapp.domain.policy import Right
from nurseapp.domain.refusal import DomainError

PACKAGE = Path(__file__).resolve().parents[2] / "nurseapp"
# Where what the server says of a pushed event is decided.
INBOX = [PACKAGE / "server" / f"{name}.py" for name in ("inbox", "batch", "arrivals")]
CIRCUMSTANCES = {"Circumstance", "CacheError", "VaultError", "TransportError"}
# What passes on the answer of a server names no code of its own.
PASSED_ON = {"wrong_credentials", "not_signed_in", "other_epoch"}


def codes(files: list[Path], kinds: set[str]) -> Iterator[str]:
    """Find the codes with which these kinds of errors are made."""
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in kinds
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                yield str(node.args[0].value)


def refusals() -> list[str]:
    """List the codes of refusals that a nurse can meet."""
    desktop = sorted((PACKAGE / "desktop").rglob("*.py"))
    domain = sorted((PACKAGE / "domain").rglob("*.py"))
    said = {"not_author", "not_storable", "cannot_apply", *(f"may_not_{r.value}" for r in Right)}
    return sorted({*codes([*desktop, *domain, *INBOX], {"DomainError"}), *said})


def circumstances() -> list[str]:
    """List the codes of circumstances that a nurse can meet."""
    desktop = sorted((PACKAGE / "desktop").rglob("*.py"))
    of_the_disk = cache._CODES.values()
    return sorted({*codes(desktop, CIRCUMSTANCES), *PASSED_ON, *of_the_disk})


@pytest.mark.parametrize("code", refusals())
def test_a_refusal_has_a_sentence_of_its_own(code: str) -> None:
    words = refusal_words(DomainError(code)).sentence

    assert f"({code})" not in words
    assert words.endswith(".")


@pytest.mark.parametrize("code", circumstances())
def test_a_circumstance_says_what_happened_and_what_to_do(code: str) -> None:
    told = circumstance_words(Circumstance(code))

    assert f"({code})" not in told.happened
    assert told.happened.endswith(".")
    assert told.step.endswith(".")
