"""The two commands of the README and what they share. Standard library only, Python 3.11 to 3.14.

Runs before any dependency exists, so it must import nothing but the standard library and itself.
"""

import platform
import sys

if not (3, 11) <= sys.version_info[:2] < (3, 15):
    raise SystemExit(
        f"Python 3.11, 3.12, 3.13 or 3.14 is needed; this is {sys.version_info[0]}."
        f"{sys.version_info[1]}. Start with another one, for example: python3.11 {sys.argv[0]}"
    )
if (sys.platform, platform.machine()) == ("darwin", "x86_64"):
    raise SystemExit(
        "On a Mac this needs Apple silicon: what is locked here has no build for Intel Macs."
    )
