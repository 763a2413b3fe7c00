"""The cases in the floor's file as its caseload shows them: name, number, stage, next date.

Called where that list is kept beside the records, and where it is shown at once.
"""

from __future__ import annotations

from typing import Any

import msgspec

_KINDS = "SELECT case_id, body FROM item WHERE kind IN ('member', 'case', 'appointment')"
Listed = tuple[str, str, str, str]


def list_cases(file: Any) -> list[Listed]:
    """Read the records that a line of the list takes, and make the lines."""
    by_case: dict[str, dict[str, str]] = {}
    for case, body in file.execute(_KINDS):
        by_case.setdefault(case, {}).update(msgspec.json.decode(body)[-1])
    return [
        (f"{c['family_name']}, {c['given_name']}", c["number"], c["stage"], c["on"])
        for c in by_case.values()
    ]
