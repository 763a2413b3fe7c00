"""A lock on a folder that the system lets go of when its holder dies.

Must not be used between threads of one object. Called by `nurseapp.server.embedded`.
"""

import os
import sys
from pathlib import Path


class FolderLock:
    """Hold a lock file exclusively, without waiting."""

    def __init__(self, path: Path) -> None:
        """Name the lock file; nothing is opened yet."""
        self._path = path
        self._handle: int | None = None

    def take(self) -> bool:
        """Try to become the holder; say whether we are. Raises OSError for an unusable folder."""
        if self._handle is not None:
            return True
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            os.close(handle)
            return False
        self._handle = handle
        return True

    def release(self) -> None:
        """Let go; harmless when not held."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
