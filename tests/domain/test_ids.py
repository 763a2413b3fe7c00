"""Ids: sortable by time, unique by chance, and the same again where they are derived."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from nurseapp.domain.ids import derived_id, time_ordered_id

AFTER_1970 = st.datetimes(min_value=datetime(1970, 1, 1), timezones=st.just(UTC))


def test_a_time_ordered_id_is_the_example_of_rfc_9562() -> None:
    # RFC 9562, appendix A.6: 2022-02-22 14:22:22 at UTC-5, with its random bits.
    at = datetime(2022, 2, 22, 14, 22, 22, tzinfo=timezone(timedelta(hours=-5)))
    random = bytes.fromhex("0cc318c4dc0c0c07398f")
    assert time_ordered_id(at, random) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"


@given(AFTER_1970, st.binary(min_size=10, max_size=10))
def test_a_time_ordered_id_tells_its_millisecond_version_and_variant(
    at: datetime, random: bytes
) -> None:
    made = uuid.UUID(time_ordered_id(at, random))
    milliseconds = (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    assert made.int >> 80 == milliseconds
    assert (made.version, made.variant) == (7, uuid.RFC_4122)


@given(AFTER_1970, AFTER_1970, st.binary(min_size=10, max_size=10))
def test_an_id_that_was_made_a_millisecond_later_sorts_later(
    one: datetime, two: datetime, random: bytes
) -> None:
    earlier, later = sorted((one, two))
    if later - earlier >= timedelta(milliseconds=1):
        assert time_ordered_id(earlier, random) < time_ordered_id(later, random)


def test_only_ten_random_bytes_are_used() -> None:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    assert time_ordered_id(at, bytes(10)) == time_ordered_id(at, bytes(10) + b"more")


def test_a_derived_id_is_the_same_for_the_same_parts_and_for_no_others() -> None:
    assert derived_id("safety", "s-1") == derived_id("safety", "s-1")
    assert len({derived_id(*p) for p in [("a", "bc"), ("ab", "c"), ("abc",), ("a", "b", "c")]}) == 4


def test_a_derived_id_never_changes_between_versions() -> None:
    assert derived_id("safety", "screening-1") == "a72be621-ed85-5b50-8864-fca0031e7d50"
