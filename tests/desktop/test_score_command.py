"""The score command against the published vectors, and against everything that may be typed."""

from __future__ import annotations

import io
import itertools
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nurseapp.content.library import Library
from nurseapp.desktop.score import main

LIBRARY = Library(Path(__file__).parents[2] / "resources")
KEYS = ["complete", "total", "band", "positive", "alerts", "cautions", "algorithm"]

# PHQ-9: answers to items 1 to 9 -> total, band, pattern, item 9. Worked out by hand from the rules
# of the authors' manual and the bands of Kroenke & Spitzer 2002.
PHQ_9_VECTORS = [
    ("000000000", 0, "minimal", "none", False),
    ("111111111", 9, "mild", "none", True),
    ("202220001", 9, "mild", "major", True),
    ("202000000", 4, "minimal", "other", False),
    ("202200001", 7, "mild", "other", True),
    ("222210000", 9, "mild", "other", False),
    ("222220000", 10, "moderate", "major", False),
    ("202222000", 10, "moderate", "major", False),
    ("210000000", 3, "minimal", "none", False),
    ("003333330", 18, "moderately-severe", "none", False),
    ("110000001", 3, "minimal", "none", True),
    ("000000003", 3, "minimal", "none", True),
    ("111100000", 4, "minimal", "none", False),
    ("111110000", 5, "mild", "none", False),
    ("333320000", 14, "moderate", "major", False),
    ("333330000", 15, "moderately-severe", "major", False),
    ("333333100", 19, "moderately-severe", "major", False),
    ("333333200", 20, "severe", "major", False),
    ("333333333", 27, "severe", "major", True),
]
# AUDIT-C: answers, sex -> total, positive, cautions. Cut-offs of Bush 1998 (men) and Bradley 2003
# (women); the VA/DoD's 5 for both.
AUDIT_C_VECTORS = [
    ("000", "female", 0, False, []),
    ("300", "female", 3, True, ["q1-only"]),
    ("300", "male", 3, False, ["q1-only"]),
    ("400", "male", 4, True, ["q1-only"]),
    ("400", "female", 4, True, ["q1-only"]),
    ("120", "female", 3, True, []),
    ("120", "male", 3, False, []),
    ("211", "male", 4, True, []),
    ("122", "male", 5, True, ["va-5"]),
    ("201", "female", 3, True, []),
    ("110", "female", 2, False, []),
    ("422", "male", 8, True, ["va-5"]),
    ("444", "female", 12, True, ["va-5"]),
    ("210", "unknown", 3, True, ["sex-unknown"]),
    ("0--", "male", 0, False, []),
    ("000", "unknown", 0, False, ["sex-unknown"]),
]


def run(*argv: str) -> tuple[int, list[dict[str, Any]], str]:
    """Run the command and give its exit code, its objects and its complaints."""
    out, err = io.StringIO(), io.StringIO()
    code = main(argv, LIBRARY, out, err)
    return code, [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue()


def scored(*argv: str) -> dict[str, Any]:
    """Run the command for one set that must be scored."""
    code, (result,), complaints = run(*argv)
    assert (code, complaints) == (0, "")
    return result


def batch(folder: Path, text: str, *argv: str) -> tuple[int, list[dict[str, Any]], str]:
    """Run the command with a file of sets."""
    file = folder / "sets.txt"
    file.write_text(text, encoding="utf-8", newline="")
    return run(*argv, "--batch", str(file))


@pytest.mark.parametrize(("answers", "total", "band", "pattern", "alarm"), PHQ_9_VECTORS)
def test_the_phq_9_is_scored_as_its_manual_says(
    answers: str, total: int, band: str, pattern: str, alarm: bool
) -> None:
    result = scored("phq-9", *answers)
    assert list(result) == KEYS
    assert result == {
        "complete": True,
        "total": total,
        "band": band,
        "positive": total >= 10,
        "alerts": ["item-9"] if alarm else [],
        "cautions": [],
        "algorithm": pattern,
    }


@pytest.mark.parametrize(("answers", "alerts"), [("22222222-", []), ("--------1", ["item-9"])])
def test_an_incomplete_phq_9_has_no_total_and_item_9_alerts_all_the_same(
    answers: str, alerts: list[str]
) -> None:
    assert scored("phq-9", *answers) == {
        "complete": False,
        "total": None,
        "band": None,
        "positive": None,
        "alerts": alerts,
        "cautions": [],
        "algorithm": None,
    }


@pytest.mark.parametrize(("answers", "sex", "total", "positive", "cautions"), AUDIT_C_VECTORS)
def test_the_audit_c_is_scored_by_sex_without_band_or_pattern(
    answers: str, sex: str, total: int, positive: bool, cautions: list[str]
) -> None:
    assert scored("audit-c", *answers, "--sex", sex) == {
        "complete": True,
        "total": total,
        "band": None,
        "positive": positive,
        "alerts": [],
        "cautions": cautions,
        "algorithm": None,
    }


def test_every_audit_c_there_is_agrees_with_arithmetic(tmp_path: Path) -> None:
    choices = ["-", "0", "1", "2", "3", "4"]
    sets = list(itertools.product(choices, choices, choices, ["female", "male", "unknown"]))
    lines = "\n".join(f"{a} {b} {c} sex={sex}" for a, b, c, sex in sets)
    code, results, complaints = batch(tmp_path, lines, "audit-c")
    assert (code, complaints, len(results)) == (0, "", len(sets))
    for (*answers, sex), result in zip(sets, results, strict=True):
        skipped = answers == ["0", "-", "-"]
        complete = skipped or "-" not in answers
        assert result["complete"] is complete
        if not complete:
            assert [result[key] for key in ("total", "positive")] == [None, None]
            assert result["cautions"] == []
            continue
        total = 0 if skipped else sum(int(answer) for answer in answers)
        assert result["total"] == total
        assert result["positive"] is (total >= (4 if sex == "male" else 3))
        assert ("q1-only" in result["cautions"]) is (total > 0 and answers[1:] == ["0", "0"])
        assert ("va-5" in result["cautions"]) is (total >= 5)
        assert ("sex-unknown" in result["cautions"]) is (sex == "unknown")


def band_by_hand(total: int) -> str:
    """Give the band of a total as the table is read by eye."""
    for band, highest in (("minimal", 4), ("mild", 9), ("moderate", 14), ("moderately-severe", 19)):
        if total <= highest:
            return band
    return "severe"


@given(st.lists(st.sampled_from(["-", "0", "1", "2", "3"]), min_size=9, max_size=9))
def test_what_is_not_answered_never_gives_a_total(answers: list[str]) -> None:
    result = scored("phq-9", *answers)
    assert result["complete"] is ("-" not in answers)
    assert result["alerts"] == (["item-9"] if answers[8] in "123" else [])
    if "-" in answers:
        verdicts = [result[key] for key in ("total", "band", "positive", "algorithm")]
        assert verdicts == [None, None, None, None]
        return
    total = sum(int(answer) for answer in answers)
    assert (result["total"], result["band"]) == (total, band_by_hand(total))
    assert result["positive"] is (total >= 10)
    high = [number for number, answer in enumerate(answers[:8], 1) if answer in "23"]
    count = len(high) + (answers[8] != "0")
    core = 1 in high or 2 in high
    expected = "major" if core and count >= 5 else "other" if core and count >= 2 else "none"
    assert result["algorithm"] == expected


@pytest.mark.parametrize(
    "argv",
    [
        ("audit-c", "1", "2", "0", "--sex", "male"),
        ("--sex", "male", "audit-c", "1", "2", "0"),
        ("audit-c", "--sex=male", "1", "2", "0"),
        ("audit-c", "1", "--sex", "male", "2", "0"),
    ],
)
def test_options_may_stand_anywhere(argv: Sequence[str]) -> None:
    assert scored(*argv)["positive"] is False


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        ((), "No form is named; the forms are: audit-c, phq-9."),
        (("gad-7", "1"), "There is no form «gad-7»; the forms are: audit-c, phq-9."),
        (("PHQ-9", *"000000000"), "There is no form «PHQ-9»; the forms are: audit-c, phq-9."),
        (("phq-9",), "Command line: PHQ-9 has 9 answers and 0 were given."),
        (("phq-9", *"0000000000"), "Command line: PHQ-9 has 9 answers and 10 were given."),
        (("audit-c", "1", "2", "5"), "Command line: answer 3 is «5» and must be 0 to 4, or -"),
        (("phq-9", *"00000000", "4"), "Command line: answer 9 is «4» and must be 0 to 3, or -"),
        (("audit-c", "1", "-1", "2"), "Command line: answer 2 is «-1» and must be 0 to 4, or -"),
        (("audit-c", "1", "1.0", "2"), "Command line: answer 2 is «1.0» and must be"),
        (("audit-c", "1", "", "2"), "Command line: answer 2 is «» and must be"),
        (("audit-c", "1", "²", "2"), "Command line: answer 2 is «²» and must be"),
        (("audit-c", "1", "٣", "2"), "Command line: answer 2 is «٣» and must be"),
        (("audit-c", "1", "1" * 5000, "2"), "Command line: answer 2 is «1111"),
        (("audit-c", "1", "1", "1", "--sex", "other"), "Argument --sex: invalid choice: 'other'"),
        (("audit-c", "1", "1", "1", "--sex"), "Argument --sex: expected one argument."),
        (("audit-c", "1", "1", "1", "--se", "male"), "Unrecognized arguments: --se"),
        (("audit-c", "1", "--batch", "x"), "Answers come from the command line or from --batch"),
    ],
)
def test_what_cannot_be_scored_is_a_sentence_and_nothing_else(
    argv: Sequence[str], sentence: str
) -> None:
    code, results, complaints = run(*argv)
    assert (code, results) == (2, [])
    assert complaints.startswith(sentence)
    assert complaints.endswith(".\n")


def test_a_batch_is_one_set_a_line_and_names_the_lines_that_it_cannot_score(
    tmp_path: Path,
) -> None:
    text = (
        "\ufeff3 0 0 sex=male\r\n\r\n1 2\n3\t0  0\n   \n"
        "1 x 2\n2 1 1 sex=alien\nsex=male 1 1 1\n- - -"
    )
    code, results, complaints = batch(tmp_path, text, "audit-c", "--sex", "female")
    assert code == 2
    assert [(result["total"], result["positive"]) for result in results] == [
        (3, False),
        (3, True),
        (None, None),
    ]
    assert complaints.splitlines() == [
        "Line 3: AUDIT-C has 3 answers and 2 were given.",
        "Line 6: answer 2 is «x» and must be 0 to 4, or - for none.",
        "Line 7: the sex is «alien» and must be one of female, male, unknown.",
        "Line 8: AUDIT-C has 3 answers and 4 were given.",
    ]


def test_a_batch_without_a_set_prints_nothing(tmp_path: Path) -> None:
    assert batch(tmp_path, "\n  \n", "phq-9") == (0, [], "")


def test_a_batch_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    not_text = tmp_path / "not-text"
    not_text.write_bytes(b"1 2 \xff")
    for file in (tmp_path, tmp_path / "absent", not_text):
        code, results, complaints = run("audit-c", "--batch", str(file))
        assert (code, results) == (2, [])
        assert complaints.startswith(f"The file «{file}» cannot be read: ")


def test_help_names_the_options() -> None:
    out, err = io.StringIO(), io.StringIO()
    assert main(["--help"], LIBRARY, out, err) == 0
    assert "--batch FILE" in out.getvalue()
    assert err.getvalue() == ""
