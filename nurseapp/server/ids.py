"""Which texts may be an id: of an event, a stream, a record, a device, a person.

Plain ASCII without spaces, because ids are hashed, listed and logged as they are.
"""

from __future__ import annotations

import re

_PLAIN = re.compile(r"[A-Za-z0-9._-]{1,100}")
_LOGIN = re.compile(r"[a-z0-9._-]{1,40}")


def is_id(text: str) -> bool:
    """Tell whether a text may be an id."""
    return _PLAIN.fullmatch(text) is not None


def is_login(text: str) -> bool:
    """Tell whether a text may be the id of a person or of a team."""
    return _LOGIN.fullmatch(text) is not None
