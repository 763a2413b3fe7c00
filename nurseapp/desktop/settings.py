"""What an installation decides for a desktop: read from the environment once.

Imports nothing, for it stands before the first window. Called by the command.
"""

from __future__ import annotations

from collections.abc import Mapping

_COMPUTER = "NURSEAPP_COMPUTER"
_SHARED = "shared"


class SettingError(Exception):
    """A setting is wrong; the text is one sentence for whoever starts the program."""


def is_shared(environment: Mapping[str, str]) -> bool:
    """Tell whether several people share this computer, so that it keeps nothing of a member.

    Raises:
        SettingError: it says something else.
    """
    said = environment.get(_COMPUTER, "").strip()
    if said not in ("", _SHARED):
        raise SettingError(f"{_COMPUTER} can only be «{_SHARED}», not «{said}».")
    return said == _SHARED
