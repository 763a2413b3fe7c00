"""Policies as the forms ship them, and a form that nobody published."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from nurseapp.domain.form import Band, Form, Item, Option, Policy, Scoring
from nurseapp.domain.member import Sex


def phq_9(**values: Any) -> Policy:
    """Give the policy of the PHQ-9: bands and the cut-off of Kroenke 2001."""
    default = Policy(
        scoring=Scoring.PHQ_9,
        items=tuple("123456789"),
        highest=3,
        bands=(
            Band(name="minimal", at_least=0),
            Band(name="mild", at_least=5),
            Band(name="moderate", at_least=10),
            Band(name="moderately-severe", at_least=15),
            Band(name="severe", at_least=20),
        ),
        positive_at=dict.fromkeys(Sex, 10),
        safety_items=("9",),
        sources={"positive_at": "Kroenke 2001"},
    )
    return replace(default, **values)


def audit_c(**values: Any) -> Policy:
    """Give the policy of the AUDIT-C: Bush 1998 for men, Bradley 2003 for women."""
    default = Policy(
        scoring=Scoring.AUDIT_C,
        items=tuple("123"),
        highest=4,
        bands=(),
        positive_at={Sex.MALE: 4, Sex.FEMALE: 3, Sex.UNKNOWN: 3},
        action_at=5,
        sources={"positive_at": "Bush 1998 (PMID 9738608), Bradley 2003 (PMID 12695273)"},
    )
    return replace(default, **values)


def form(**values: Any) -> Form:
    """Give a form of two made-up questions; its wording is nobody's."""
    never, often = Option(points=0, text="Never"), Option(points=1, text="Often")
    default = Form(
        id="phq-9",
        version="1",
        language="en",
        short="PHQ-9",
        title="A form",
        stem="",
        preface="",
        items=(
            Item(id="1", text="First?", options=(never, often)),
            Item(id="2", text="Second?", options=(never, often)),
        ),
        policy=phq_9(),
        minimum_age=12,
        licence="public domain",
        source="made up",
        reviewed="2026-01-01",
    )
    return replace(default, **values)
