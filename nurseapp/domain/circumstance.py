"""The circumstance: nobody did anything wrong, and yet it cannot be done now.

Offline, locked, disk full, wrong key: retry or tell. Like a refusal it carries a code and facts;
whoever shows it words it, with what is safe and what to do next.
"""

from __future__ import annotations

from collections.abc import Mapping


class Circumstance(Exception):
    """Report a circumstance.

    Attributes:
        code: what is the matter, in snake case, e.g. ``disk_full``.
        facts: what the sentence for people needs; never patient data.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts: Mapping[str, object] = facts
