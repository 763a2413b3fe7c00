"""Refusals and circumstances carry codes and facts; no code is without a story."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import nurseapp.domain
from nurseapp.domain.circumstance import Circumstance
from nurseapp.domain.refusal import DomainError

CODES = {
    "accepted_already",
    "bad_points",
    "bad_policy",
    "bad_value",
    "birth_date_unknown",
    "cannot_be_taken_back",
    "closed_already",
    "closed_case",
    "document_empty",
    "document_too_large",
    "document_type",
    "exists",
    "incomplete",
    "member_died",
    "no_handover",
    "no_steps",
    "no_reason",
    "no_such_conflict",
    "no_such_record",
    "not_author",
    "own_access",
    "settled_already",
    "signed",
    "stale",
    "too_young",
    "unknown_field",
    "unknown_stream",
    "wrong_stream",
}


def nodes(*paths: Path) -> list[ast.AST]:
    found = [ast.parse(path.read_text(encoding="utf-8")) for path in paths]
    return [node for tree in found for node in ast.walk(tree)]


def test_the_codes_of_the_domain_are_these() -> None:
    raised = {
        ast.literal_eval(node.args[0])
        for node in nodes(*Path(nurseapp.domain.__path__[0]).glob("*.py"))
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "DomainError"
    }
    assert raised == CODES


def test_every_code_is_named_by_a_story() -> None:
    here = Path(__file__)
    stories = [path for path in here.parent.glob("test_*.py") if path != here]
    named = {node.value for node in nodes(*stories) if isinstance(node, ast.Constant)}
    assert named >= CODES


def test_a_refusal_has_a_code_and_facts_and_no_sentence() -> None:
    with pytest.raises(DomainError) as caught:
        raise DomainError("too_young", age=6, minimum=12)
    assert str(caught.value) == caught.value.code == "too_young"
    assert caught.value.facts == {"age": 6, "minimum": 12}


def test_a_circumstance_has_a_code_and_facts_and_is_no_refusal() -> None:
    with pytest.raises(Circumstance) as caught:
        raise Circumstance("disk_full", free=0)
    assert str(caught.value) == caught.value.code == "disk_full"
    assert caught.value.facts == {"free": 0}
    assert not isinstance(caught.value, DomainError)
