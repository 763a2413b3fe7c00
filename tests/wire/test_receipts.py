"""Receipts of a push: one signature, and a proof for each that stands by itself."""

import pytest

from nurseapp.wire.claims import receipts_claim
from nurseapp.wire.receipts import claim_of_all, parted, ways

SIGNATURE = b"s" * 64


def claims(count: int) -> list[bytes]:
    """Write so many claims, each another."""
    return [b"claim %d" % number for number in range(count)]


def test_a_claim_that_is_alone_is_signed_as_it_is() -> None:
    assert claim_of_all([b"alone"]) == b"alone"
    assert ways([b"alone"]) == [b""]
    assert parted(b"alone", SIGNATURE) == (b"alone", SIGNATURE)


@pytest.mark.parametrize("count", [2, 3, 4, 5, 7, 8, 9, 33, 200])
def test_each_claims_way_leads_to_what_was_signed_for_all(count: int) -> None:
    all_of_them = claim_of_all(claims(count))
    for claim, way in zip(claims(count), ways(claims(count)), strict=True):
        assert len(way) <= 33 * (count - 1).bit_length()
        assert parted(claim, SIGNATURE + way) == (all_of_them, SIGNATURE)


def test_no_other_claim_goes_the_same_way() -> None:
    all_of_them = claim_of_all(claims(5))
    for claim, way in zip(claims(5), ways(claims(5)), strict=True):
        for other in {*claims(6)} - {claim}:
            assert parted(other, SIGNATURE + way)[0] != all_of_them
        assert parted(claim, SIGNATURE + way[:-1])[0] != all_of_them
        assert parted(claim, SIGNATURE + way[33:])[0] != all_of_them


def test_what_was_signed_is_the_root_of_the_tree_of_rfc_6962() -> None:
    # Computed by the recursive definition of section 2.1, over the same five leaves.
    root = bytes.fromhex("dd2eea527187a1288c6cc5fc9d686f1a510dd6051d74c6acdecf92ce7408bd81")
    assert claim_of_all(claims(5)) == receipts_claim(root=root)
    assert claim_of_all(claims(5)[::-1]) == receipts_claim(root=root)
