"""A tenth of the bad input: nothing crashes, nothing is lost, what is good gets through."""

from __future__ import annotations

from pathlib import Path

from tests.fuzzing.__main__ import REQUESTS, ROUNDS
from tests.fuzzing.answering import answer_badly
from tests.fuzzing.pushing import push_badly
from tests.server.organisation import Organisation


def test_the_api_answers_whatever_is_sent_and_takes_what_is_good(
    organisation: Organisation,
) -> None:
    told = push_badly(organisation, REQUESTS // 10, seed=1)

    assert told.faults == []
    assert told.results["applied"] > REQUESTS // 20
    assert told.results.keys() >= {"malformed", "not_author", "no_such_stream", "forked"}
    assert told.problems.keys() >= {"bad_request", "too_large", "no_such_stream"}


def test_the_desktop_believes_no_garbage_and_loses_nothing_for_it(tmp_path: Path) -> None:
    heard = answer_badly(tmp_path, ROUNDS // 10, seed=1)

    assert heard.faults == []
    assert heard.ended.keys() >= {"went through", "not_our_server", "server_failed"}
