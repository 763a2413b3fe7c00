"""What a received bundle asks of a case and of the directory, as events.

Pure: from the bundle and what stands, to events whose ids follow from the document, so that the
same document never says anything twice. Called by the import only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from nurseapp.domain.case import Case, CaseAssigned, CaseClosed, CaseOpened, Stage
from nurseapp.domain.directory import Practitioner, PractitionerListed
from nurseapp.domain.events import Act, Event
from nurseapp.domain.fact import FactReceived
from nurseapp.domain.ids import CaseId, EventId, RecordId, StreamId, TeamId, UserId, derived_id
from nurseapp.domain.member import Member, MemberRegistered, MemberRevised
from nurseapp.domain.revising import Change
from nurseapp.domain.streams import ORG_STREAM, Stream, StreamKind, stream_of
from nurseapp.exchange.fhir.bundle import ReceivedBundle

FEED = UserId("fhir-import")
DIED = "member died"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How new cases are opened; ``nurse`` None for nobody yet."""

    nurse: UserId | None
    team: TeamId
    programme: str


def case_of_member(member: Member) -> CaseId:
    """Give the one case that imports keep for a member."""
    return CaseId(derived_id("fhir", "case", member.id))


def care_stream(member: Member) -> StreamId:
    """Name the stream that a member's bundle is about."""
    return stream_of(case_of_member(member), StreamKind.CARE)


class Messenger:
    """Turns a bundle into events, each told at the same time by the same feed."""

    def __init__(self, bundle: ReceivedBundle, terms: Terms, at: datetime) -> None:
        self._bundle = bundle
        self._terms = terms
        self._at = at

    def about_member(self, care: Stream, before: Member | None) -> Iterator[Event]:
        """Say what the bundle changes in its member's case.

        Every fact is told anew, for it names the document that said it last.

        Args:
            care: the stream as it stands; empty for somebody new.
            before: what the sender last said of the member, None where that is not known.
        """
        member = self._bundle.member
        if member is None:
            return
        yield from self._of_case(member, care)
        standing = care.find(Member, member.id)
        if standing is not None:
            yield from self._of_known_member(member, standing, before)
        for fact in self._bundle.facts:
            yield self._event(care.id, FactReceived(fact=fact), fact.id)

    def about_practitioners(self, organisation: Stream) -> Iterator[Event]:
        """Say whom the bundle adds to the directory, or tells something newer of."""
        for person in self._bundle.practitioners:
            if not _tells_the_same(organisation.find(Practitioner, person.id), person):
                yield self._event(ORG_STREAM, PractitionerListed(person=person), person.id)

    def about_assignment(self, care: Stream) -> Iterator[Event]:
        """Give an open case of nobody to the nurse whom the terms name."""
        member, nurse = self._bundle.member, self._terms.nurse
        case = care.find(Case, RecordId(case_of_member(member))) if member else None
        if case is None or nurse is None or case.nurse is not None or case.closed_on is not None:
            return
        body = CaseAssigned(case=case.id, nurse=nurse, team=self._terms.team, head=care.head)
        yield self._event(care.id, body, f"{case.id} {nurse} {care.head}")

    def _of_case(self, member: Member, care: Stream) -> Iterator[Event]:
        """Open the case of somebody new; close the case of somebody who died.

        These come first: assigning and closing name the head of the stream that they have seen.
        """
        case_id = RecordId(case_of_member(member))
        case = care.find(Case, case_id)
        head = care.head
        if case is None:
            case = self._new_case(case_id, member)
            for body in (MemberRegistered(member=member), CaseOpened(case=case)):
                yield self._event(care.id, body, case_id)
                head += 1
        else:
            for assigned in self.about_assignment(care):
                yield assigned
                head += 1
        if member.died_on is not None and case.closed_on is None:
            on = self._at.date()
            closed = CaseClosed(case=case_id, on=on, reason=DIED, head=head)
            yield self._event(care.id, closed, case_id)

    def _of_known_member(
        self, member: Member, standing: Member, before: Member | None
    ) -> Iterator[Event]:
        """Revise what the sender says otherwise than before; what a nurse put right stands.

        Where it is not known what they said before, every difference becomes a conflict.
        """
        changes = {}
        for name in Member.RULES:
            was = getattr(before, name) if before is not None else None
            now = getattr(member, name)
            if was != now and getattr(standing, name) != now:
                changes[name] = Change(was=was, now=now)
        if changes:
            revised = MemberRevised(record=member.id, changes=changes)
            yield self._event(care_stream(member), revised, member.id)

    def _new_case(self, case_id: RecordId, member: Member) -> Case:
        return Case(
            id=case_id,
            member=member.id,
            programme=self._terms.programme,
            stage=Stage.IDENTIFY,
            opened_on=self._at.date(),
            team=self._terms.team,
            nurse=self._terms.nurse,
        )

    def _event(self, stream: StreamId, body: Act, about: str) -> Event:
        made_of = ("fhir", self._bundle.document, type(body).__name__, about)
        return Event(
            id=EventId(derived_id(*made_of)), stream=stream, at=self._at, author=FEED, body=body
        )


def _tells_the_same(known: Practitioner | None, person: Practitioner) -> bool:
    """Compare without the sender's id of the resource, which differs between files."""
    return known is not None and replace(known, source=person.source) == person
