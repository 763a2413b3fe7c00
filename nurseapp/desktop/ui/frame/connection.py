"""How the connection is said in the status bar: one sentence, the same everywhere.

Must not find out anything: the sync service's state is handed in as a frozen value.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import Enum, auto

from PySide6.QtCore import QCoreApplication

from nurseapp.desktop.ui.widgets.chip_face import ChipKind


class Connection(Enum):
    """What the desktop knows of the central API."""

    ONLINE = auto()
    SYNCING = auto()
    OFFLINE = auto()
    ATTENTION = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionFace:
    """What the status bar says.

    Attributes:
        as_of: aware UTC; the moment at which this was so.
        last_synced: aware UTC; None when this computer was never synced.
        waiting: how many entries are on this device only; ``conflicts`` how many wait for a
            decision.
    """

    connection: Connection
    as_of: datetime
    last_synced: datetime | None
    waiting: int
    conflicts: int = 0


SHAPES = {
    Connection.ONLINE: ChipKind.ON_TIME,
    Connection.SYNCING: ChipKind.ON_TIME,
    Connection.OFFLINE: ChipKind.NEUTRAL,
    Connection.ATTENTION: ChipKind.DUE,
}


def connection_words(face: ConnectionFace, zone: tzinfo) -> str:
    """Say the connection in short sentences, in local time, with the day when it is another."""
    heads = {
        Connection.ONLINE: QCoreApplication.translate("frame", "Online."),
        Connection.SYNCING: QCoreApplication.translate("frame", "Syncing."),
        Connection.OFFLINE: QCoreApplication.translate("frame", "Offline."),
        Connection.ATTENTION: QCoreApplication.translate("frame", "Sync needs a look."),
    }
    said = [heads[face.connection]]
    if face.last_synced is None:
        said.append(QCoreApplication.translate("frame", "Not synced yet."))
    else:
        synced = face.last_synced.astimezone(zone)
        is_today = synced.date() == face.as_of.astimezone(zone).date()
        when = synced.strftime("%H:%M" if is_today else "%Y-%m-%d %H:%M")
        said.append(QCoreApplication.translate("frame", "Last synced %1.").replace("%1", when))
    if face.waiting:
        waiting = QCoreApplication.translate("frame", "%1 waiting")
        said.append(waiting.replace("%1", str(face.waiting)))
    if face.conflicts == 1:
        said.append(QCoreApplication.translate("frame", "1 conflict"))
    elif face.conflicts:
        conflicts = QCoreApplication.translate("frame", "%1 conflicts")
        said.append(conflicts.replace("%1", str(face.conflicts)))
    return " ".join(said)
