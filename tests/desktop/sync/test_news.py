"""What is new alone is believed where it comes to the whole, and fetched as a whole elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import msgspec

from nurseapp.desktop.sync.round import run_round
from nurseapp.desktop.sync.transport import ManifestAnswer
from nurseapp.wire import listing
from nurseapp.wire.messages import Manifest, PullRequest, StreamCursor
from tests.builders import ANA, CASE, stream_id
from tests.desktop.storage.acts import note_written, server_with
from tests.desktop.storage.desk import Desk
from tests.desktop.sync.conftest import NewDesk
from tests.desktop.sync.fake_server import FakeServer
from tests.desktop.sync.fake_transport import FakeTransport

CARE = stream_id()


@dataclass(slots=True)
class NewsTransport(FakeTransport):
    """A server that remembers what it told; ``tampered`` changes what is new on its way."""

    before: Manifest | None = None
    tampered: Callable[[ManifestAnswer], ManifestAnswer] = lambda answer: answer

    def manifest(self, etag: str | None, *, takes_news: bool = False) -> ManifestAnswer:
        """Say what is new where that may be said."""
        answer = FakeTransport.manifest(self, etag)
        before, now = self.before, answer.manifest
        if now is None:
            return answer
        self.before = now
        if not takes_news or before is None or etag is None:
            return answer
        heads = {stream.id: stream.head for stream in before.streams}
        moved = tuple(s for s in now.streams if s.head != heads[s.id])
        cursors = tuple(StreamCursor(id=s.id, after=heads[s.id]) for s in moved)
        request = PullRequest(epoch=now.epoch, streams=cursors)
        pages = self.server.pull(self.user, request, None).streams
        lines = sorted(f"{s.id} {s.mode} {s.head} {s.digest}" for s in now.streams)
        news = replace(
            answer,
            manifest=msgspec.structs.replace(now, streams=moved),
            standing=listing.standing("\n".join(lines)),
            pages=pages,
            after=tuple(heads[page.id] for page in pages),
        )
        return self.tampered(news)


def synced(new_desk: NewDesk) -> tuple[FakeServer, Desk, NewsTransport]:
    """Give a desk that holds everything, and a server with news for it."""
    server = server_with(CASE)
    desk = new_desk(server)
    transport = NewsTransport(server, ANA)
    run_round(desk.store, transport, server.now)
    server.do(note_written("elsewhere"))
    transport.asked.clear()
    return server, desk, transport


def test_what_is_new_comes_with_one_question(new_desk: NewDesk) -> None:
    server, desk, transport = synced(new_desk)

    report = run_round(desk.store, transport, server.now)

    assert transport.asked == ["manifest"], transport.asked
    assert (report.pulled_rows, report.refills) == (1, 0)
    assert report.changed_cases == {CASE}
    assert desk.care().head == server.stream(CARE).head


def test_news_that_does_not_come_to_the_whole_is_not_kept(new_desk: NewDesk) -> None:
    server, desk, transport = synced(new_desk)
    transport.tampered = lambda answer: replace(answer, standing="0" * 64)

    report = run_round(desk.store, transport, server.now)

    assert transport.asked == ["manifest", "manifest", "pull"]
    assert (report.pulled_rows, report.refills) == (1, 0)


def test_a_page_that_follows_on_something_else_is_pulled(new_desk: NewDesk) -> None:
    server, desk, transport = synced(new_desk)
    transport.tampered = lambda answer: replace(answer, after=(answer.after[0] - 1,))

    report = run_round(desk.store, transport, server.now)

    assert transport.asked == ["manifest", "pull"]
    assert (report.pulled_rows, report.refills) == (2, 0), "it came twice"


def test_news_upon_news_must_come_to_the_whole_too(new_desk: NewDesk) -> None:
    server, desk, transport = synced(new_desk)
    run_round(desk.store, transport, server.now)
    server.do(note_written("elsewhere"))
    transport.asked.clear()
    transport.tampered = without_what_moved

    report = run_round(desk.store, transport, server.now)

    assert transport.asked == ["manifest", "manifest", "pull"]
    assert (report.pulled_rows, desk.care().head) == (1, server.stream(CARE).head)


def test_what_is_new_since_a_whole_manifest_is_believed_again(new_desk: NewDesk) -> None:
    server, desk, transport = synced(new_desk)
    run_round(desk.store, transport, server.now)
    for is_remembered in (False, True, True):
        server.do(note_written("elsewhere"))
        if not is_remembered:
            transport.before = None
        transport.asked.clear()

        report = run_round(desk.store, transport, server.now)

        assert transport.asked == (["manifest"] if is_remembered else ["manifest", "pull"])
        assert (report.pulled_rows, desk.care().head) == (1, server.stream(CARE).head)


def without_what_moved(answer: ManifestAnswer) -> ManifestAnswer:
    """Name nothing and bring nothing, though the whole is said to be another."""
    assert answer.manifest is not None
    manifest = msgspec.structs.replace(answer.manifest, streams=())
    return replace(answer, manifest=manifest, pages=(), after=())
