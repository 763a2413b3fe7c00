"""A server's audit trail in memory, as far as the deeds of a computer come into it."""

from __future__ import annotations

from collections.abc import Callable

from nurseapp.wire.audit import Deed, DeedsAnswer, DeedsRequest


class FakeDeeds:
    """Take deeds.

    Attributes:
        taken: by id.
        hinder: called with every request, before it is taken and after.
    """

    def __init__(self) -> None:
        self.taken: dict[str, Deed] = {}
        self.hinder: Callable[[str], None] = lambda _when: None

    def report(self, request: DeedsRequest) -> DeedsAnswer:
        """Take deeds, each once."""
        self.hinder("before")
        for deed in request.deeds:
            self.taken.setdefault(deed.id, deed)
        self.hinder("after")
        return DeedsAnswer(taken=tuple(deed.id for deed in request.deeds))
