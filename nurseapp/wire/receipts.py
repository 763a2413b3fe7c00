"""One signature under the receipts of a whole push, and still a proof for each of them.

The claims, sorted, are the leaves of a hash tree (RFC 6962, section 2.1); its root is signed. A
receipt that is kept by itself is the signature and its *way*: the hashes that lead from its own
claim to the root. A claim that is alone is signed as it is, and its way is empty. Called by the
server's inbox and replay, and by the desktop's proofs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256

from nurseapp.wire.claims import receipts_claim

_SIGNATURE = 64
_STEP = 33
_LEFT, _RIGHT = b"\0", b"\1"
"""On which side of the way a hash stands; one such byte begins each step."""


def claim_of_all(claims: Sequence[bytes]) -> bytes:
    """Write what is signed for some receipts, whatever their order; for at least one."""
    if len(claims) == 1:
        return claims[0]
    *_, [root] = _levels(sorted(claims))
    return receipts_claim(root=root)


def ways(claims: Sequence[bytes]) -> list[bytes]:
    """Give the way of each claim, in their order."""
    found = [b""] * len(claims)
    places = sorted(range(len(claims)), key=claims.__getitem__)
    for depth, level in enumerate(_levels(sorted(claims))):
        for leaf, number in enumerate(places):
            beside = (leaf >> depth) ^ 1
            if beside < len(level):
                found[number] += (_RIGHT if beside & 1 else _LEFT) + level[beside]
    return found


def parted(claim: bytes, receipt: bytes) -> tuple[bytes, bytes]:
    """Part a receipt: give what was signed for its claim, and the signature."""
    signature, way = receipt[:_SIGNATURE], receipt[_SIGNATURE:]
    if not way:
        return claim, signature
    reached = _leaf(claim)
    for first in range(0, len(way), _STEP):
        side, beside = way[first : first + 1], way[first + 1 : first + _STEP]
        reached = _node(reached, beside) if side == _RIGHT else _node(beside, reached)
    return receipts_claim(root=reached), signature


def _levels(claims: Sequence[bytes]) -> Iterator[list[bytes]]:
    """Build the tree from its leaves up; what has none beside it goes up as it is."""
    level = [_leaf(claim) for claim in claims]
    yield level
    while len(level) > 1:
        pairs = list(map(_node, level[::2], level[1::2]))
        level = pairs + level[2 * len(pairs) :]
        yield level


def _leaf(claim: bytes) -> bytes:
    return sha256(b"\0" + claim).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right).digest()
