"""In an emergency: Tomás opens a case that is Amara's, reads it, and it is gone after an hour.

Real desktops and the real API. Nothing of the case reaches his vault; Amara's computer is told
who opened it and why with its next round, and so is their supervisor's, who looks into it.
"""

from __future__ import annotations

from datetime import date

import pytest

from nurseapp.domain.emergency_access import Emergency, Finding
from nurseapp.domain.member import NamedPerson
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.timeline import EntryKind
from nurseapp.server.clock import utc_now
from tests.journeys.central import Central
from tests.journeys.computers import Computer
from tests.server.organisation import PASSWORD
from tests.server.test_emergency import REASON, number_of


def test_a_case_is_opened_read_and_told_of(central: Central, computer: Computer) -> None:
    case = central.organisation.open_case("amara")
    central.organisation.add_goal("amara", case)
    amara, tomas = (computer.enrol(central.url, login) for login in ("amara", "tomas"))
    for person in (amara, tomas):
        person.sync()
    number = number_of(central.organisation, case)

    glass = tomas.desk.emergencies.open(number, Emergency.MEDICAL, REASON, PASSWORD)

    read = glass.cases.open(glass.case)
    assert (read.member.number, read.may_write) == (number, False)
    assert len(read.plan) == 1
    assert 3_500 < (glass.until - utc_now()).total_seconds() <= 3_600
    tomas.sync()
    assert tomas.desk.caseloads.listing().lines == ()
    with pytest.raises(DomainError, match="no_such_case"):
        tomas.desk.cases.open(case)
    with pytest.raises(DomainError, match="no_case_to_open"):
        tomas.desk.emergencies.open("M-nobody", Emergency.MEDICAL, REASON, PASSWORD)
    nobody = NamedPerson(family_name="Okoro", given_name="Eve", birth_date=date(1958, 3, 14))
    with pytest.raises(DomainError, match="no_case_of_this_name"):
        tomas.desk.emergencies.open(nobody, Emergency.MEDICAL, REASON, PASSWORD)

    amara.sync()
    [told] = [e for e in amara.desk.cases.open(case).timeline if e.kind is EntryKind.EMERGENCY]
    assert (told.by, told.subject) == ("tomas", REASON)

    helen = computer.enrol(central.url, "helen")
    helen.sync()
    [opening] = helen.desk.reviews.openings()
    assert (opening.name, opening.waits) == ("Tomas", True)
    with pytest.raises(DomainError, match="no_reason"):
        helen.desk.reviews.review(opening, Finding.UNJUSTIFIED)
    central.stop()
    helen.desk.reviews.review(opening, Finding.UNJUSTIFIED, "Amara was on duty.")
    assert helen.desk.reviews.waiting() == 0
    central.start()
    helen.sync()
    assert central.decided("helen") == [("EmergencyAccessReviewed", "applied")]
