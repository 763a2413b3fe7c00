"""The command ``import-fhir``: bundles of other systems into members, cases and the directory.

One transaction a bundle: the bytes as they came under their SHA-256, and the events, through the
inbox. A file that is refused leaves nothing behind, and the others are imported all the same.
Called by the server's command line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine

from nurseapp.domain.events import Event
from nurseapp.domain.fact import Fact
from nurseapp.domain.ids import StreamId, TeamId, UserId
from nurseapp.domain.member import Member
from nurseapp.domain.policy import Role
from nurseapp.domain.streams import ORG_STREAM, Stream
from nurseapp.exchange.fhir.bundle import ReceivedBundle, read_bundle
from nurseapp.exchange.fhir.faults import BundleError
from nurseapp.server import fhir_wording
from nurseapp.server.caller import feed
from nurseapp.server.clock import Clock
from nurseapp.server.fhir_events import FEED, Messenger, Terms, care_stream
from nurseapp.server.ids import is_login
from nurseapp.server.inbox import receive
from nurseapp.server.store import documents, people, records, streams
from nurseapp.server.store.acting import server_transaction
from nurseapp.server.store.database import StoreRejected
from nurseapp.server.store.records import StoredRecord
from nurseapp.wire.records import LazyRecords

DEFAULT_TEAM = TeamId("intake")
DEFAULT_PROGRAMME = "complex-care"

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRequest:
    """What an administrator asked for.

    Attributes:
        assign: who gets the new cases and those of nobody; their team becomes the cases' team.
        team: whose the cases are where nobody is named.
        time_zone: IANA name, for new members: FHIR does not say where somebody lives.
    """

    files: Sequence[Path]
    assign: UserId | None = None
    team: TeamId | None = None
    programme: str = DEFAULT_PROGRAMME
    time_zone: str = "UTC"


class _Refused(Exception):
    """A rule refused what a bundle asks for; ``code`` is the refusal's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def import_files(
    engine: Engine, clock: Clock, request: ImportRequest, say: Say, complain: Say
) -> int:
    """Import files and report on every entry; give the exit code.

    Args:
        say: takes the lines of the report.
        complain: takes a sentence for each file that was refused, and for a bad request.

    Returns:
        0; 1 where a file was refused; 2 where nobody can be assigned and nothing was done.

    Raises:
        StoreUnavailable: the database cannot be used.
    """
    terms = _terms(engine, request, complain)
    if terms is None:
        return 2
    refused = 0
    for file in request.files:
        try:
            bundle, is_new = _import_file(engine, clock(), file, request, terms)
        except OSError as error:
            refused += 1
            complain(fhir_wording.unreadable(file.name, error))
        except BundleError as error:
            refused += 1
            complain(fhir_wording.refusal(error))
        except (_Refused, StoreRejected) as error:
            refused += 1
            complain(fhir_wording.refused_by_rule(file.name, str(error)))
        else:
            for line in fhir_wording.report(file.name, bundle, is_new=is_new):
                say(line)
    return 1 if refused else 0


def _import_file(
    engine: Engine, now: datetime, file: Path, request: ImportRequest, terms: Terms
) -> tuple[ReceivedBundle, bool]:
    raw = file.read_bytes()
    bundle = read_bundle(raw, file.name, received_on=now.date(), time_zone=request.time_zone)
    with server_transaction(engine) as connection:
        return bundle, _Import(connection, now).take(raw, bundle, terms)


def _terms(engine: Engine, request: ImportRequest, complain: Say) -> Terms | None:
    """Settle whose new cases are; complain and give None where it cannot be."""
    if request.team is not None and not is_login(request.team):
        complain(fhir_wording.bad_team(request.team))
        return None
    if request.assign is None:
        team = request.team or DEFAULT_TEAM
        return Terms(nurse=None, team=team, programme=request.programme)
    with server_transaction(engine) as connection:
        person = people.find(connection, request.assign)
    if person is None or Role.NURSE not in person.roles:
        complain(fhir_wording.nobody_to_assign(request.assign))
        return None
    team_of_nurse = person.team or request.team
    if team_of_nurse is None:
        complain(fhir_wording.no_team(request.assign))
        return None
    return Terms(nurse=person.login, team=team_of_nurse, programme=request.programme)


class _Import:
    """One bundle on its way into the database, inside one transaction."""

    def __init__(self, connection: Connection, at: datetime) -> None:
        self._connection = connection
        self._at = at

    def take(self, raw: bytes, bundle: ReceivedBundle, terms: Terms) -> bool:
        """Keep and receive a bundle; say whether it was new, or anything changed.

        Of a document that was received before only the assignment may be new: what came after it
        stands.
        """
        messenger = Messenger(bundle, terms, self._at)
        care = self._care(bundle.member)
        is_known = documents.content(self._connection, bundle.document) is not None
        if is_known:
            events = list(messenger.about_assignment(care))
        else:
            documents.keep(self._connection, raw, FEED, self._at)
            before = self._said_before(bundle.member, care)
            events = [*messenger.about_member(care, before)]
            events += messenger.about_practitioners(self._stream(ORG_STREAM))
        self._receive(events)
        return bool(events) or not is_known

    def _receive(self, events: Sequence[Event]) -> None:
        for result in receive(self._connection, feed(FEED), events, self._at):
            if result.reason is not None:
                raise _Refused(result.reason)

    def _care(self, member: Member | None) -> Stream:
        return Stream(id=StreamId("")) if member is None else self._stream(care_stream(member))

    def _stream(self, name: StreamId) -> Stream:
        """Give a stream as it stands, locked, or an empty one where it is not there yet."""
        found = streams.lock(self._connection, [name])
        rows = records.whole(self._connection, name) if found else ()
        base = LazyRecords({row.id: (row.kind, row.body.encode()) for row in rows})
        return Stream(id=name, head=found[0].head if found else 0, base=base)

    def _said_before(self, member: Member | None, care: Stream) -> Member | None:
        """Read the member anew from the document that came last: every fact names its own."""
        if member is None or not care.head:
            return None
        rows = records.whole(self._connection, care.id)
        last = max((row for row in rows if row.kind == Fact.KIND), key=_rev, default=None)
        fact = care.find(Fact, last.id) if last else None
        raw = documents.content(self._connection, fact.document) if fact else None
        if raw is None:
            return None
        bundle = read_bundle(raw, "", received_on=self._at.date(), time_zone=member.time_zone)
        return bundle.member


def _rev(row: StoredRecord) -> int:
    return row.rev
