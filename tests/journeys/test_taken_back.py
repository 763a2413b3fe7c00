"""A case is given to somebody else, and a server begins anew: what is left on a computer."""

from __future__ import annotations

from nurseapp.domain.case import CaseAssigned
from nurseapp.domain.ids import CaseId, RecordId, TeamId, UserId
from nurseapp.domain.streams import StreamKind, stream_of
from nurseapp.server.store.acting import server_transaction
from nurseapp.server.store.database import begin_epoch
from tests.journeys.central import Central
from tests.journeys.computers import Computer
from tests.server.organisation import Organisation


def give(organisation: Organisation, case: CaseId, nurse: str) -> None:
    """Let the hospital give a case to another nurse of the team."""
    care = stream_of(case, StreamKind.CARE)
    [head] = [s.head for s in organisation.manifest("helen").streams if s.id == care]
    body = CaseAssigned(case=RecordId(case), nurse=UserId(nurse), team=TeamId("north"), head=head)
    [result] = organisation.receive(organisation.act("hospital", case, body))
    assert result.status == "applied"


def test_a_case_that_another_nurse_takes_over_leaves_the_first_ones_computer(
    central: Central, computer: Computer
) -> None:
    organisation = central.organisation
    case = organisation.open_case("amara")
    amara = computer.enrol(central.url, "amara")
    amara.sync()
    amara.desk.notes.write(case, "Written before she knew.")
    give(organisation, case, "tomas")

    status = amara.sync().status

    assert (status.waiting, status.refused, status.held_revocations) == (0, 1, 0)
    assert {record.stream for record in amara.mirror()}.isdisjoint(
        {stream_of(case, StreamKind.CARE), stream_of(case, StreamKind.BEHAVIOURAL)}
    )
    assert amara.mirror() == central.records_for("amara")

    give(organisation, case, "amara")
    amara.sync()
    assert amara.mirror() == central.records_for("amara")
    assert stream_of(case, StreamKind.CARE) in {record.stream for record in amara.mirror()}


def test_a_team_that_loses_many_cases_at_once_keeps_them_until_its_nurse_agrees(
    central: Central, computer: Computer
) -> None:
    organisation = central.organisation
    cases = [organisation.open_case("amara") for _ in range(4)]
    amara = computer.enrol(central.url, "amara")
    amara.sync()
    before = amara.mirror()
    for case in cases[:3]:
        give(organisation, case, "tomas")

    status = amara.sync().status
    assert (status.code, status.held_revocations) == ("revocations_held", 6)
    assert {record.stream for record in amara.mirror()} >= {record.stream for record in before}

    amara.desk.syncing.confirm_revocations()
    assert amara.sync().status.code is None
    assert amara.mirror() == central.records_for("amara")


def test_a_new_epoch_loses_nothing_that_waits_and_brings_everything_anew(
    central: Central, computer: Computer
) -> None:
    organisation = central.organisation
    case = organisation.open_case("amara")
    amara = computer.enrol(central.url, "amara")
    amara.sync()
    amara.desk.notes.write(case, "Written before the new epoch.")
    with server_transaction(organisation.engine) as connection:
        begin_epoch(connection)

    status = amara.sync().status

    assert (status.code, status.waiting, status.halted) == (None, 0, 0)
    assert amara.mirror() == central.records_for("amara")
    assert sum(b"before the new epoch" in record.body for record in amara.mirror()) == 1
