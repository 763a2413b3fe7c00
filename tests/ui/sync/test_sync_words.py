"""Every entry and every reason has words; what a newer version says is named, never hidden."""

import pytest

from nurseapp.desktop.ui.sync.event_words import event_words
from nurseapp.desktop.ui.sync.reason_words import reason_words
from nurseapp.domain.policy import EVENT_RIGHTS, Right


def test_every_act_that_can_wait_here_has_words_of_its_own() -> None:
    done_here = [kind.__name__ for kind, rights in EVENT_RIGHTS.items() if Right.WRITE in rights]
    wordless = [kind for kind in done_here if event_words(kind) == kind]
    assert wordless == []


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("GoalRevised", "Changed: goal"),
        ("BarrierVoided", "Marked as entered in error: barrier"),
        ("NoteWritten", "Note written"),
        ("DroneSent", "DroneSent"),
    ],
)
def test_an_entry_is_said_by_what_it_does(kind: str, words: str) -> None:
    assert event_words(kind) == words


@pytest.mark.parametrize(
    "code",
    ["may_not_write", "too_young", "incomplete", "bad_value", "bad_points", "forked", "stale"],
)
def test_a_reason_is_a_sentence_without_holes(code: str) -> None:
    words = reason_words(code)
    assert words.endswith(".")
    assert "None" not in words
    assert code not in words


def test_a_reason_of_a_newer_server_is_named() -> None:
    assert reason_words("wrong_moon") == "That cannot be done (wrong_moon)."
