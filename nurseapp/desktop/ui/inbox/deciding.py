"""Which sides of a conflict this reader can choose, read from the rules of the noun.

Must not settle anything. Called by the page of the inbox.
"""

from __future__ import annotations

from nurseapp.domain.apply import RECORDS
from nurseapp.domain.revising import VOID_FIELD, Conflict, Rule


def is_identity(conflict: Conflict) -> bool:
    """Tell whether it is about who the member is, which a supervisor alone decides."""
    return any(
        getattr(kind, "RULES", {}).get(conflict.field) is Rule.IDENTITY
        for kind in RECORDS
        if conflict.of_kind == kind.KIND
    )


def is_brought_back(conflict: Conflict) -> bool:
    """Tell whether an edit brought back what had been marked as entered in error.

    Then the edit stands, and there is only that to agree to; marking it again is a new act.
    """
    return conflict.field == VOID_FIELD and conflict.mine is None
