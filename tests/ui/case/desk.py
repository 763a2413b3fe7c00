"""A desk over the store in memory: the real services, everything a case page is handed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC
from itertools import count
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QObject

from nurseapp.content.library import Library
from nurseapp.desktop.services.assignments import Assignments
from nurseapp.desktop.services.authorship import Author
from nurseapp.desktop.services.care_plans import CarePlans
from nurseapp.desktop.services.cases import Cases
from nurseapp.desktop.services.deeds import Deeds
from nurseapp.desktop.services.desk import Desk
from nurseapp.desktop.services.documents import Documents
from nurseapp.desktop.services.handouts import Handouts
from nurseapp.desktop.services.notes import Notes
from nurseapp.desktop.services.printouts import Printouts
from nurseapp.desktop.services.screenings import Screenings
from nurseapp.desktop.services.stationer import Stationer
from nurseapp.desktop.ui.case.tools import CaseTools
from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.domain.policy import Role
from tests.ui.case.elena import AMARA, CASE, NOW, elena, staff
from tests.ui.case.fake_drawer import FakeDrawer
from tests.ui.case.fake_store import FakeDeedStore, FakeDrafts, FakeStore


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDesk:
    """What a test of the case page stands on."""

    tools: CaseTools
    store: FakeStore
    drafts: FakeDrafts
    drawer: FakeDrawer
    deeds: FakeDeedStore
    library: Library
    author: Author


@contextmanager
def case_desk(theme: Theme, resources: Path, parent: QObject) -> Iterator[CaseDesk]:
    """Join a desk that holds Elena's case, with a store thread of its own."""
    store, drafts = FakeStore(), FakeDrafts()
    drawer, deeds = FakeDrawer(store), FakeDeedStore()
    library = Library(resources)
    store.hold(CASE, elena({form.id: form for form in library.forms()}))
    store.hold_organisation(staff())
    numbers = count(1)
    author = Author(AMARA, lambda: NOW, lambda n: next(numbers).to_bytes(n, "big"))
    runner = Runner(parent)
    tools = CaseTools(
        theme=theme,
        desk=_desk((store, drafts, drawer, deeds), author, library, resources),
        runner=runner,
        online=runner,
        failures=Failures(lambda: "number", parent),
        zone=UTC,
        clock=lambda: NOW,
    )
    try:
        yield CaseDesk(
            tools=tools,
            store=store,
            drafts=drafts,
            drawer=drawer,
            deeds=deeds,
            library=library,
            author=author,
        )
    finally:
        runner.close()


def _desk(
    stores: tuple[FakeStore, FakeDrafts, FakeDrawer, FakeDeedStore],
    author: Author,
    library: Library,
    resources: Path,
) -> Desk:
    store, drafts, drawer, deeds = stores
    held: Any = store  # the services' own class is the real store
    not_here = cast(Any, None)  # rooms of lists are not opened here
    cases = Cases(held, author, library)
    stationer = Stationer(
        fonts=resources / "fonts",
        library=library,
        author=author,
        author_name="Amara Osei, RN",
        organisation="Example organisation",
        is_example=True,
        paper="a4",
        time_zone="UTC",
    )
    return Desk(
        name="Amara Osei, RN",
        organisation="Example organisation",
        is_example=True,
        is_supervisor=False,
        roles=frozenset({Role.NURSE}),
        cases=cases,
        caseloads=not_here,
        care_plans=CarePlans(held, author),
        screenings=Screenings(held, author, library),
        notes=Notes(held, author),
        handouts=Handouts(held, author, library, stationer),
        documents=Documents(held, cast(Any, drawer), author),
        printouts=Printouts(cases, not_here, stationer),
        deeds=Deeds(cast(Any, deeds), held, author),
        auditing=not_here,
        new_computers=not_here,
        emergencies=not_here,
        reviews=not_here,
        dead_letters=not_here,
        conflicts=not_here,
        assignments=Assignments(held, not_here, not_here, author),
        drafts=cast(Any, drafts),
        syncing=not_here,
        browsing=not_here,
        rounds=not_here,
        keeping=not_here,
        visits=not_here,
    )
