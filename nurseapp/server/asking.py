"""What somebody types for a command: what must not stand on a command line, where others read it.

From a person at the keyboard, or the first line of a pipe. Called by the command line.
"""

from __future__ import annotations

import getpass
import sys

from nurseapp.domain.refusal import DomainError


def asked_password() -> str:
    """Read a password, from a person twice; refuse ``passwords_differ``."""
    if not sys.stdin.isatty():
        return _first_line()
    password = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != password:
        raise DomainError("passwords_differ")
    return password


def asked_number() -> str:
    """Read the number of a member."""
    return _first_line() if not sys.stdin.isatty() else input("Member number: ")


def _first_line() -> str:
    return sys.stdin.readline().rstrip("\r\n")
