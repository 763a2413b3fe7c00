"""Whether an answer can be what it claims: ids that are ids, revisions in order, digests.

An answer that is JSON of the right form may still be nonsense: from a bug, a damaged line, or a
stranger. Nothing of such a one is written. Pure; called by the steps of the round.
"""

from __future__ import annotations

import re

from nurseapp.wire import digest
from nurseapp.wire.messages import Manifest, StreamPage, StreamState

LARGEST = (1 << 63) - 1
_DIGEST = re.compile(r"[0-9a-f]{32}")
_PRIORITIES = 1 << 31
_LONGEST_ID = 200


def is_sound_manifest(manifest: Manifest) -> bool:
    """Tell whether a manifest may be believed as far as its form goes."""
    names = [stream.id for stream in manifest.streams]
    return (
        is_id(manifest.epoch)
        and len(names) == len(set(names))
        and all(map(_is_sound_stream, manifest.streams))
        and all(is_id(one.id) for one in manifest.commands)
        and all(map(is_id, {s for one in manifest.commands for s in one.streams}))
    )


def is_sound_page(page: StreamPage, after: int) -> bool:
    """Tell whether a page may follow on what is held up to a revision."""
    revs = [row.rev for row in page.rows]
    return (
        is_revision(page.upto)
        and is_revision(page.head)
        and after <= page.upto <= page.head
        and _DIGEST.fullmatch(page.digest) is not None
        and revs == sorted(set(revs))
        and all(after < rev <= page.upto for rev in revs)
        and all(is_id(row.id) and -LARGEST <= row.schema <= LARGEST for row in page.rows)
    )


def is_the_whole(page: StreamPage) -> bool:
    """Tell whether the rows of a stream's one page are what its digest was made over."""
    total = sum(
        digest.term(row.id, row.rev, row.deleted, row.kind, row.schema, bytes(row.body))
        for row in page.rows
    )
    return digest.as_text(digest.combined(0, added=total)) == page.digest


def is_revision(number: int) -> bool:
    """Tell whether a number can be a revision, on the disk of either end."""
    return 0 <= number <= LARGEST


def is_id(text: str) -> bool:
    """Tell whether a text may be an id."""
    return 0 < len(text) <= _LONGEST_ID and text.isprintable()


def _is_sound_stream(stream: StreamState) -> bool:
    return (
        is_id(stream.id)
        and all(stream.id.rpartition("."))
        and is_revision(stream.head)
        and _DIGEST.fullmatch(stream.digest) is not None
        and -_PRIORITIES <= stream.priority <= _PRIORITIES
    )
