"""The log: one JSON object a line, with codes, ids and numbers and nothing that anybody typed."""

import io
import json
import logging
import sys
import threading

import pytest

from nurseapp.server.logs import log_to, request_id


@pytest.fixture
def log() -> io.StringIO:
    """Log into a string."""
    stream = io.StringIO()
    log_to(stream, logging.INFO)
    return stream


def test_a_line_is_an_object_with_the_fields_that_are_allowed(log: io.StringIO) -> None:
    token = request_id.set("r1")
    logging.getLogger("nurseapp.server").info(
        "request", extra={"status": 200, "patient": "Ada Okoro"}
    )
    request_id.reset(token)
    logging.getLogger("nurseapp.server").debug("too much")

    (line,) = map(json.loads, log.getvalue().splitlines())
    assert (line["what"], line["status"], line["request"]) == ("request", 200, "r1")
    assert "patient" not in line


@pytest.mark.parametrize("given", ["extra", "exc_info"])
def test_a_bug_is_its_type_and_its_places_without_its_text(log: io.StringIO, given: str) -> None:
    try:
        raise ValueError("Ada Okoro, born 1958")
    except ValueError as bug:
        logged = {"extra": {"bug": bug}} if given == "extra" else {"exc_info": bug}
        logging.getLogger("nurseapp.server").error("internal", **logged)

    line = json.loads(log.getvalue())
    assert line["bug"] == "ValueError"
    assert "test_logs.py" in line["places"][0]
    assert "Okoro" not in log.getvalue()


def test_what_uvicorn_says_is_a_line_like_the_others(log: io.StringIO) -> None:
    logging.getLogger("uvicorn.error").info("Started")

    assert json.loads(log.getvalue())["what"] == "Started"


def test_what_nobody_caught_is_logged_without_its_text(
    log: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    bug = ValueError("Ada Okoro, born 1958")
    sys.excepthook(ValueError, bug, None)

    def run() -> None:
        raise bug

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()

    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert [line["bug"] for line in lines] == ["ValueError", "ValueError"]
    assert "Okoro" not in log.getvalue() + capsys.readouterr().err
