"""When a desk locks by itself, and for how long it does without the passphrase."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LockRules:
    """When a desk locks by itself.

    Attributes:
        soft_after_s: without a key or the mouse, until the curtain falls.
        hard_after_s: until the process ends (HIPAA 164.312(a)(2)(iii) leaves the time to the
            organisation; NIST SP 800-63B-4, 2.2.3 asks for an hour at the most).
        slept_after_s: between two looks at the clock, after which the computer must have slept.
        tries: wrong passphrases at the curtain, until the process ends.
    """

    soft_after_s: int = 5 * 60
    hard_after_s: int = 15 * 60
    slept_after_s: int = 60
    tries: int = 5
