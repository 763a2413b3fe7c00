"""A lost connection in the middle of a push.

The line is cut at every point of every request of a round: before anything arrives, in the
middle of it, when the server has kept everything and said nothing, in the middle of what it says.
The nurse sees what she wrote throughout. Once the line is whole, one round puts all in order:
nothing is lost, nothing is there twice, and each act stands in the history once.
"""

import random
from collections import Counter
from collections.abc import Iterator

import pytest

from nurseapp.desktop.services.syncing import SyncState
from nurseapp.domain.circumstance import Circumstance
from nurseapp.domain.ids import CaseId, UserId
from nurseapp.domain.refusal import DomainError
from nurseapp.server.told import Told
from tests.journeys.central import Central
from tests.journeys.computers import AtWork, Computer
from tests.journeys.forms import PHQ_9
from tests.journeys.line import Cut, Line

ACTS = Counter(
    {
        "SafetyConcernRaised": 1,
        "ScreeningAnswered": 1,
        "SafetyConcernClosed": 1,
        "ScreeningDeclined": 1,
        "NoteWritten": 2,
    }
)


@pytest.fixture
def line(central: Central) -> Iterator[Line]:
    """Lay a line to the central API."""
    line = Line(central.port)
    yield line
    line.close()


class Breaking:
    """Cuts the line once, at one point of the nth request of a kind."""

    def __init__(self, request: str, number: int, point: Cut) -> None:
        self._request = request
        self._left = number
        self._point = point

    def __call__(self, path: str) -> Cut | None:
        self._left -= path.endswith(self._request)
        if self._left == 0:
            self._left = -1
            return self._point
        return None


def works(amara: AtWork, case: CaseId) -> None:
    """Begin a form that raises a safety concern, look after the member, and write it down."""
    desk = amara.desk
    form = desk.screenings.start(case, PHQ_9)
    form = desk.screenings.answer(form, "9", 2)
    assert form.concern is not None
    desk.notes.write(case, "Says that she is tired of it all.")
    desk.screenings.end_concern_unable(case, form.concern.id, "she asked me to go", "Dr. Ruiz")
    desk.screenings.decline(form, "too tired for more")
    desk.notes.write(case, "Dr. Ruiz stays with her.")


def all_is_there_once(central: Central, amara: AtWork, times: int) -> None:
    """Hold both ends against what was done so many times."""
    assert central.changes_by("amara") == Counter({kind: n * times for kind, n in ACTS.items()})
    assert Counter(kind for kind, _ in central.decided("amara")) == central.changes_by("amara")
    assert {result for _, result in central.decided("amara")} == {"applied"}
    assert amara.mirror() == central.records_for("amara")
    assert amara.desk.syncing.waiting() == ()
    assert central.organisation.faults() == []


@pytest.mark.parametrize(
    ("request_path", "number"),
    [("/push", 1), ("/push", 2), ("/manifest", 1), ("/pull", 1)],
    ids=["the push of the safety concern", "the push of the rest", "the manifest", "the pull"],
)
def test_whatever_is_cut_nothing_is_lost_and_nothing_doubled(
    central: Central,
    line: Line,
    computer: Computer,
    monkeypatch: pytest.MonkeyPatch,
    request_path: str,
    number: int,
) -> None:
    if request_path == "/pull":  # a process that told them nothing gives a manifest alone
        monkeypatch.setattr(Told, "recall", lambda *_: None)
    case = central.organisation.open_case("amara")
    amara = computer.enrol(line.url, "amara")
    amara.sync()
    for times, point in enumerate(Cut, start=1):
        works(amara, case)
        written = amara.desk.cases.open(case)

        line.cut_at = Breaking(request_path, number, point)
        cut_off = amara.sync().status

        assert cut_off.state is SyncState.OFFLINE, point
        seen = amara.desk.cases.open(case)
        assert (seen.timeline, seen.screenings) == (written.timeline, written.screenings), point
        assert len(amara.desk.syncing.waiting()) == ACTS.total(), point
        assert amara.sync().status.state is SyncState.SYNCED, point
        all_is_there_once(central, amara, times)


def test_what_was_kept_and_not_confirmed_waits_until_it_is(
    central: Central, line: Line, computer: Computer
) -> None:
    case = central.organisation.open_case("amara")
    amara = computer.enrol(line.url, "amara")
    amara.sync()
    works(amara, case)
    line.cut_at = Breaking("/push", 2, Cut.BEFORE_THE_ANSWER)
    amara.sync()
    assert central.changes_by("amara") == ACTS
    computer.shut_down()

    amara = computer.unlock("amara")

    assert amara.opened.status.waiting == ACTS.total() - 1
    assert amara.sync().status.waiting == 0
    all_is_there_once(central, amara, 1)


def test_a_line_that_keeps_breaking_gets_everything_through_in_the_end(
    central: Central, line: Line, computer: Computer
) -> None:
    chance = random.Random(7)  # noqa: S311  # the same breaks in every run
    case = central.organisation.open_case("amara")
    amara = computer.enrol(line.url, "amara")
    amara.sync()
    line.cut_at = lambda _path: chance.choice([None, None, *Cut]) if chance.random() < 0.6 else None
    for _ in range(8):
        works(amara, case)
        amara.sync()
    line.cut_at = lambda _path: None

    amara.sync()

    all_is_there_once(central, amara, 8)


def test_an_assignment_without_an_answer_is_not_made_twice(
    central: Central, line: Line, computer: Computer
) -> None:
    case = central.organisation.open_case("amara")
    helen = computer.enrol(line.url, "helen")
    helen.sync()
    line.cut_at = Breaking("/push", 1, Cut.BEFORE_THE_ANSWER)
    with pytest.raises(Circumstance, match="offline"):
        helen.desk.assignments.assign(case, UserId("tomas"))

    with pytest.raises(DomainError, match="stale"):
        helen.desk.assignments.assign(case, UserId("tomas"))

    helen.sync()
    assert helen.desk.cases.open(case).case.nurse == "tomas"
    assert central.changes_by("helen") == Counter({"CaseAssigned": 1})
    assert helen.desk.syncing.waiting() == ()
