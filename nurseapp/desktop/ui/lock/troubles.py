"""Words for what went wrong behind a lock page, loaded when something did."""

from __future__ import annotations

from nurseapp.desktop.ui.failures import Failures
from nurseapp.domain.circumstance import Circumstance


def trouble_words(error: Exception, failures: Failures) -> tuple[str, str]:
    """Say what happened and the next step; a bug is reported."""
    # Imported when there is something to word: the first window does not wait for it.
    from nurseapp.desktop.ui.wording.circumstances import circumstance_words

    if not isinstance(error, Circumstance):
        failures.report(error)
        error = Circumstance("bug")
    told = circumstance_words(error)
    return told.happened, told.step
