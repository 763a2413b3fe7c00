"""The digest by which both ends know that they hold the same records."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nurseapp.wire.canonical import WireError, canonical
from nurseapp.wire.digest import as_text, combined, from_text, term
from tests.domain.strategies import texts


@dataclass(frozen=True)
class Held:
    """One record as a stream's digest sees it."""

    record_id: str
    rev: int
    deleted: bool
    kind: str
    schema: int
    body: bytes

    def term(self) -> int:
        return term(self.record_id, self.rev, self.deleted, self.kind, self.schema, self.body)


helds = st.builds(
    Held,
    record_id=texts,
    rev=st.integers(0, 2**63),
    deleted=st.booleans(),
    kind=texts,
    schema=st.integers(1, 9),
    body=st.dictionaries(texts, texts | st.integers() | st.none(), max_size=4).map(canonical),
)
digests = st.integers(0, 2**128 - 1)


def total(held: Iterable[Held]) -> int:
    digest = 0
    for one in held:
        digest = combined(digest, added=one.term())
    return digest


@given(helds)
def test_a_term_is_the_hash_of_the_array_that_the_protocol_names(held: Held) -> None:
    array = [
        held.record_id,
        held.rev,
        held.deleted,
        held.kind,
        held.schema,
        json.loads(held.body),
    ]
    raw = json.dumps(array, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    assert held.term() == int.from_bytes(sha256(raw).digest()[:16], "big")


def test_a_term_never_changes_between_versions() -> None:
    body = b'{"id":"note-1","text":"A\xc3\xa7\xc3\xbacar"}'
    assert as_text(term("note-1", 7, False, "note", 1, body)) == "4c5049b6a643938cd9e3873882036d42"


@given(st.lists(helds, max_size=5), st.randoms())
def test_the_order_of_records_does_not_matter(held: list[Held], random: object) -> None:
    assert total(held) == total(reversed(held))


@given(st.lists(helds, min_size=1, max_size=5), helds)
def test_a_changed_record_costs_one_subtraction_and_one_addition(
    held: list[Held], now: Held
) -> None:
    was = held[0]
    changed = combined(total(held), added=now.term(), removed=was.term())
    assert changed == total([now, *held[1:]])


@given(digests, helds)
def test_what_was_added_and_removed_again_leaves_the_digest_as_it_was(
    digest: int, held: Held
) -> None:
    there = combined(digest, added=held.term())
    assert combined(there, added=0, removed=held.term()) == digest
    assert 0 <= there < 2**128


@pytest.mark.parametrize(
    "other",
    [
        Held("note-2", 7, False, "note", 1, b"{}"),
        Held("note-1", 8, False, "note", 1, b"{}"),
        Held("note-1", 7, True, "note", 1, b"{}"),
        Held("note-1", 7, False, "goal", 1, b"{}"),
        Held("note-1", 7, False, "note", 2, b"{}"),
        Held("note-1", 7, False, "note", 1, b'{"a":1}'),
        Held('note-1",7,false,"note",1,{}]', 7, False, "note", 1, b"{}"),
    ],
)
def test_every_part_of_a_record_counts(other: Held) -> None:
    assert other.term() != Held("note-1", 7, False, "note", 1, b"{}").term()


def test_an_id_cannot_pretend_to_be_another_record() -> None:
    # With the id pasted in as it is, both arrays would be the same bytes.
    one = Held("a", 1, False, 'b",2,false,"c', 1, b"{}")
    two = Held('a",1,false,"b', 2, False, "c", 1, b"{}")
    assert one.term() != two.term()


@given(digests)
def test_a_digest_is_written_as_32_digits_and_read_again(digest: int) -> None:
    assert len(as_text(digest)) == 32
    assert from_text(as_text(digest)) == digest


@pytest.mark.parametrize("text", ["", "nonsense", "12 34", "0" * 31 + "g", "é"])
def test_what_is_no_digest_is_an_error_of_the_message(text: str) -> None:
    with pytest.raises(WireError, match="digest"):
        from_text(text)
