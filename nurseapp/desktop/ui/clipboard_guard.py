"""Keeps what was copied here from staying: marked as secret, and gone soon, and with each lock.

The marks ask the system's history of the clipboard not to keep it: Klipper's, and that of Windows
with its cloud. What somebody copied in another program is left alone. Made by the composition
root once somebody is in.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import QMimeData, QObject, QTimer, Slot
from PySide6.QtGui import QClipboard, QGuiApplication

KEPT_MS = 30_000
OURS = "application/x-nurseapp"
_WINDOWS = 'application/x-qt-windows-mime;value="{}"'
MARKS: Mapping[str, bytes] = MappingProxyType(
    {
        OURS: b"1",
        "x-kde-passwordManagerHint": b"secret",
        _WINDOWS.format("ExcludeClipboardContentFromMonitorProcessing"): b"1",
        _WINDOWS.format("CanIncludeInClipboardHistory"): bytes(4),
        _WINDOWS.format("CanUploadToCloudClipboard"): bytes(4),
    }
)


class ClipboardGuard(QObject):
    """Watch over what is copied."""

    def __init__(self, clipboard: QClipboard, parent: QObject) -> None:
        super().__init__(parent)
        self._clipboard = clipboard
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEPT_MS)
        self._timer.timeout.connect(self.forget)
        clipboard.changed.connect(self._mark)

    @Slot()
    def forget(self) -> None:
        """Empty the clipboard of what was copied here."""
        self._timer.stop()
        for mode in (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection):
            if self._held(mode).hasFormat(OURS):
                self._clipboard.clear(mode)

    @Slot(QClipboard.Mode)
    def _mark(self, mode: QClipboard.Mode) -> None:
        """Put what was copied here back with its marks."""
        held = self._held(mode)
        if not held.formats() or held.hasFormat(OURS) or not self._is_ours(mode):
            return
        marked = QMimeData()
        for form in held.formats():
            marked.setData(form, held.data(form))
        for form, value in MARKS.items():
            marked.setData(form, value)
        self._clipboard.setMimeData(marked, mode)
        self._timer.start()

    def _held(self, mode: QClipboard.Mode) -> QMimeData:
        return self._clipboard.mimeData(mode) or QMimeData()

    def _is_ours(self, mode: QClipboard.Mode) -> bool:
        if mode is QClipboard.Mode.Selection:
            return self._clipboard.ownsSelection()
        # Offscreen there is no other program, and nobody who could say whose it is.
        return self._clipboard.ownsClipboard() or QGuiApplication.platformName() == "offscreen"
