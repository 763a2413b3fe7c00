"""One history's world: the server, the devices, and the judge's ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from nurseapp.domain.ids import CaseId, RecordId
from nurseapp.domain.member import Member
from nurseapp.wire.records import decode_record
from tests.simulation.central import Backup, Central
from tests.simulation.chance import Chance
from tests.simulation.device import Device, DiskCopy
from tests.simulation.ledger import Ledger
from tests.simulation.line import FailingLine
from tests.simulation.trace import Trace

FARTHEST_S = 10 * 365 * 24 * 3600
EARLIEST_S, LATEST_S = 8 * 3600, 14 * 3600


@dataclass(slots=True)
class World:
    """Everything that there is in a history.

    Attributes:
        clocks: how far clocks are off is chosen apart: nothing else may depend on it; None
            where all of them are right.
        backup: the server's last one, not yet restored.
        copies: of devices' disks, by device.
        day_of_server: how many days its clock is off.
    """

    central: Central
    line: FailingLine
    chance: Chance
    trace: Trace
    ledger: Ledger
    clocks: Random | None
    cases: Sequence[CaseId]
    devices: list[Device] = field(default_factory=list)
    backup: Backup | None = None
    copies: dict[str, DiskCopy] = field(default_factory=dict)
    day_of_server: timedelta = timedelta(0)

    def any_skew(self) -> timedelta:
        """Choose how far a clock is off."""
        if self.clocks is None:
            return timedelta(0)
        return timedelta(seconds=self.clocks.randint(-FARTHEST_S, FARTHEST_S))

    def set_server_clock(self) -> None:
        """Choose how far the server's clock is off, on the day that it takes today for.

        On another day it would tell every desktop once more what there is to see.
        """
        if self.clocks is not None:
            time_of_day = timedelta(seconds=self.clocks.randint(-EARLIEST_S, LATEST_S))
            self.central.skew = self.day_of_server + time_of_day

    def member_of(self, case: CaseId) -> Member:
        """Give a case's member as the server has it."""
        [row] = self.central.database.rows(
            "SELECT record_id, kind, body FROM record WHERE stream_id = %s AND kind = 'member'",
            f"{case}.care",
        )
        member = decode_record(RecordId(row.record_id), row.kind, row.body.encode())
        if not isinstance(member, Member):
            raise TypeError("a member cannot be read")
        return member
