"""The desk: everything that a person who has unlocked can do, as one value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from nurseapp.desktop.services.assignments import Assignments
from nurseapp.desktop.services.auditing import Auditing
from nurseapp.desktop.services.browsing import Browsing
from nurseapp.desktop.services.care_plans import CarePlans
from nurseapp.desktop.services.caseloads import Caseloads
from nurseapp.desktop.services.cases import Cases
from nurseapp.desktop.services.conflicts import Conflicts
from nurseapp.desktop.services.dead_letters import DeadLetters
from nurseapp.desktop.services.deeds import Deeds
from nurseapp.desktop.services.documents import Documents
from nurseapp.desktop.services.emergencies import Emergencies
from nurseapp.desktop.services.handouts import Handouts
from nurseapp.desktop.services.keeping import Keeping
from nurseapp.desktop.services.new_computers import NewComputers
from nurseapp.desktop.services.notes import Notes
from nurseapp.desktop.services.printouts import Printouts
from nurseapp.desktop.services.reviews import Reviews
from nurseapp.desktop.services.rounds import Rounds
from nurseapp.desktop.services.screenings import Screenings
from nurseapp.desktop.services.syncing import Syncing
from nurseapp.desktop.services.visits import Visits
from nurseapp.desktop.storage.drafts import DraftStore
from nurseapp.domain.policy import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One person's desk; the composition root puts it together.

    Attributes:
        name: of the person, as the server knows them.
        is_supervisor: whether the team's cases are theirs to look at.
        keeps_nothing: this computer is shared, and all of it goes with the program.
        roles: as what they work here.
        browsing: gives them a way to sign in again with their browser.
    """

    name: str
    organisation: str
    is_example: bool
    keeps_nothing: bool = False
    is_supervisor: bool
    roles: frozenset[Role]
    cases: Cases
    caseloads: Caseloads
    care_plans: CarePlans
    screenings: Screenings
    notes: Notes
    handouts: Handouts
    documents: Documents
    printouts: Printouts
    deeds: Deeds
    auditing: Auditing
    new_computers: NewComputers
    emergencies: Emergencies
    reviews: Reviews
    dead_letters: DeadLetters
    conflicts: Conflicts
    assignments: Assignments
    drafts: DraftStore
    syncing: Syncing
    browsing: Callable[[], Browsing]
    rounds: Rounds
    keeping: Keeping
    visits: Visits
