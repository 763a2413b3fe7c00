"""A document ready to be looked at, printed or saved."""

from __future__ import annotations

from dataclasses import dataclass

from nurseapp.desktop.services.deeds import Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """PDF bytes with what the screen must know about them.

    Attributes:
        file_name: offered when it is saved; never says whose it is.
        subject: what the audit trail is to know of it.
        question: asked before it is printed or saved; empty for a page without identifiers.
    """

    pdf: bytes
    file_name: str
    subject: Subject
    question: str = ""
