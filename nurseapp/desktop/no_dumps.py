"""Keeps the memory of this process out of files that outlive it.

A crash would else write it whole, patient data and the data key, where the system keeps such files
or reports. Called by the program before anybody is in, never by tests in their own process.
"""

from __future__ import annotations

import sys

PR_SET_DUMPABLE = 4  # of <linux/prctl.h>
SEM_NOGPFAULTERRORBOX = 0x0002  # of <errhandlingapi.h>


def forbid_dumps() -> None:
    """Have the system write no memory of this process after a crash; takes ten milliseconds.

    On Linux nobody but the system's administrator may look into its memory from now on. On Windows
    it asks not to be reported; what an administrator sets for all programs may overrule that.
    """
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.kernel32.SetErrorMode(SEM_NOGPFAULTERRORBOX)
        ctypes.windll.wer.WerAddExcludedApplication(sys.executable, False)
    else:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        import ctypes

        if ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0:
            raise OSError("the process cannot be made undumpable")
