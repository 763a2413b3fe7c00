"""Promises about what is said between desktop and server, looked at while it is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from nurseapp.domain.ids import StreamId
from nurseapp.domain.safety import SafetyConcernRaised
from nurseapp.wire.events import decode_event
from nurseapp.wire.messages import (
    Manifest,
    PullAnswer,
    PullRequest,
    PushRequest,
    ReplayRequest,
    StatusAnswer,
)
from tests.simulation.books import visible_to
from tests.simulation.device import Device
from tests.simulation.invariants import hold
from tests.simulation.ledger import HandedOut, Ledger
from tests.simulation.link import Link
from tests.simulation.world import World


class Watch:
    """Looks at everything that is said, at the moment at which it is said."""

    def __init__(self) -> None:
        self.world: World

    def about_to_push(self, link: Link, request: PushRequest) -> None:
        """Look at what a device sends."""
        hold("safety_goes_first", safety_goes_first(self._device(link), request))

    def about_to_replay(self, request: ReplayRequest) -> None:
        """Take down what goes up sealed."""
        self.world.ledger.sent_again |= {entry.event for entry in request.entries}

    def manifest_given(self, link: Link, manifest: Manifest) -> None:
        """Look at what the server lists."""
        listed = {state.id: state.mode for state in manifest.streams}
        may = self._only_what_is_visible(link, listed)
        lost = [revocation.id for revocation in manifest.revoked]
        hold("nothing_is_taken_back_that_is_given", nothing_is_taken_back_that_is_given(may, lost))
        self._device(link).seen.gone |= set(lost)
        heads = [(state.id, state.head) for state in manifest.streams]
        hold("heads_never_fall", heads_never_fall(self.world.ledger, manifest.epoch, heads))

    def pages_given(self, link: Link, request: PullRequest, answer: PullAnswer) -> None:
        """Look at what the server hands out."""
        self._only_what_is_visible(link, dict.fromkeys(page.id for page in answer.streams))
        heads = [(page.id, page.head) for page in answer.streams]
        hold("heads_never_fall", heads_never_fall(self.world.ledger, answer.epoch, heads))
        device = self._device(link)
        device.seen.filling |= {StreamId(asked.id) for asked in request.streams if not asked.after}
        self.world.ledger.handed_out += [
            HandedOut(
                user=device.owner.id,
                device=device.name,
                stream=page.id,
                first=page.rows[0].rev,
                last=page.rows[-1].rev,
            )
            for page in answer.streams
            if page.rows
        ]

    def status_given(self, link: Link, answer: StatusAnswer) -> None:
        """Look at which streams the server says have ended, and which have not."""
        may = self._only_what_is_visible(link, dict.fromkeys(answer.visible))
        found = nothing_is_taken_back_that_is_given(may, answer.gone)
        hold("nothing_is_taken_back_that_is_given", found)
        self._device(link).seen.gone |= {revocation.id for revocation in answer.revoked}

    def _only_what_is_visible(
        self, link: Link, given: Mapping[str, str | None]
    ) -> Mapping[str, str]:
        may = visible_to(self.world.central.database, self._device(link).owner.id)
        found = nobody_is_given_what_they_may_not_see(may, given)
        hold("nobody_is_given_what_they_may_not_see", found)
        return may

    def _device(self, link: Link) -> Device:
        return next(device for device in self.world.devices if device.link is link)


def nobody_is_given_what_they_may_not_see(
    may: Mapping[str, str], given: Mapping[str, str | None]
) -> Iterator[str]:
    """I11: no answer holds a stream that its reader may not see at that moment."""
    for stream, mode in given.items():
        if stream not in may:
            yield f"{stream} was given"
        elif mode is not None and mode != may[stream]:
            yield f"{stream} was given to {mode}, and may be {may[stream]}"


def nothing_is_taken_back_that_is_given(
    may: Mapping[str, str], lost: Iterable[str]
) -> Iterator[str]:
    """I15: the server says of no stream that it ended while its reader may see it."""
    for stream in lost:
        if stream in may:
            yield f"{stream} was taken back"


def heads_never_fall(ledger: Ledger, epoch: str, heads: Iterable[tuple[str, int]]) -> Iterator[str]:
    """I14: how far a stream goes never falls within an epoch."""
    for stream, head in heads:
        if not ledger.head_said(epoch, stream, head):
            yield f"{stream} fell to {head}"


def safety_goes_first(device: Device, request: PushRequest) -> Iterator[str]:
    """A safety event goes up alone and before everything else that waits.

    But for an act that is sent at once, for streams that the server asked to wait, and for what was
    sent sealed before, which may wait for others.
    """
    sent = [decode_event(raw) for raw in request.events]
    waiting = {event.id: event for event in device.desk.store.waiting() if event.state == "waiting"}
    if not all(event.id in waiting for event in sent):
        return
    safety = SafetyConcernRaised.__name__
    asked_to_wait = device.link.asked_to_wait
    urgent = {
        event.id
        for event in waiting.values()
        if event.kind == safety
        and event.stream not in asked_to_wait
        and event.id not in device.link.sent_again
    }
    if urgent and not all(isinstance(event.body, SafetyConcernRaised) for event in sent):
        yield f"{device.name} sent {[type(event.body).__name__ for event in sent]} before safety"
