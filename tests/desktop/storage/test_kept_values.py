"""What else the cache keeps: half-typed text, and the session with the server."""

from __future__ import annotations

from datetime import timedelta

from nurseapp.desktop.storage.cache import Cache
from nurseapp.desktop.storage.drafts import DraftStore
from nurseapp.desktop.storage.session_store import Session, SessionStore
from tests.builders import NOON


def test_a_draft_is_kept_until_it_is_dropped(cache: Cache) -> None:
    drafts = DraftStore(cache)
    assert drafts.take("case-1/note") is None
    drafts.keep("case-1/note", "She said")
    drafts.keep("case-1/note", "She said that")
    drafts.keep("case-2/note", "Another")
    assert drafts.take("case-1/note") == drafts.take("case-1/note") == "She said that"
    drafts.drop("case-1/note")
    assert drafts.take("case-1/note") is None
    assert drafts.take("case-2/note") == "Another"


def test_a_session_is_kept_until_it_is_dropped(cache: Cache) -> None:
    sessions = SessionStore(cache)
    assert sessions.read() is None
    sessions.keep(Session(token="first", expires_at=NOON))
    second = Session(token="second", expires_at=NOON + timedelta(hours=12), refresh="third")
    sessions.keep(second)
    assert sessions.read() == second
    assert "second" not in repr(sessions.read())
    assert "third" not in repr(sessions.read())
    sessions.drop()
    assert sessions.read() is None
