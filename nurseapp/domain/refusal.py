"""The refusal: somebody asked for something that the rules do not allow.

A refusal carries a code and facts, never a sentence: the screen, the command line, the
server's problem documents and printing each word it for their reader.
"""

from __future__ import annotations

from collections.abc import Mapping


class DomainError(Exception):
    """Refuse an act.

    Attributes:
        code: what was refused, in snake case, e.g. ``too_young``.
        facts: what the sentence for people needs; ids and numbers, never free text of a record.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts: Mapping[str, object] = facts
