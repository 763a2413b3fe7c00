"""The values that cross between the lock pages and their controller.

Must not show a secret in their repr, which may end in a log.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nurseapp.desktop.services.browsing import Arrived

NEEDS_CODE = frozenset({"code_needed", "wrong_code"})
"""Circumstances in which the code of the second factor is asked for."""
NEEDS_ENROLMENT = frozenset({"enrolment_needed", "wrong_enrolment"})
"""Circumstances in which the enrolment code of a computer is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with a vault on this computer.

    Attributes:
        key: names the vault; handed back by `unlock_requested`.
        place: the organisation or server, to tell people of one name apart.
        user, server: to sign in again with, where they are known.
        is_damaged: it is not known whose it is but by the name of the folder.
    """

    key: str
    name: str
    place: str = ""
    user: str = ""
    server: str = ""
    is_damaged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolling:
    """What somebody typed to come in on this computer.

    Attributes:
        is_again: what was theirs here cannot be opened any more.
        code: of the second factor, where the server asked for it; `enrolment` that of a new
            computer.
        arrived: who signed in with their browser before, instead of with a password.
    """

    server: str
    user: str
    password: str = field(repr=False)
    passphrase: str = field(repr=False)
    is_again: bool = False
    code: str = field(default="", repr=False)
    enrolment: str = field(default="", repr=False)
    arrived: Arrived | None = None
