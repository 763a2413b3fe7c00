"""Write the golden files that are not there yet: ``python -m tests.wire.golden``.

One file for each kind of event, of record and of claim, as :mod:`tests.wire.samples` gives it. A
file that exists is never written again: whoever must change the wire deletes it first, and says
why.
"""

from __future__ import annotations

from pathlib import Path

from nurseapp.wire.events import encode_event
from nurseapp.wire.records import encode_record
from tests.wire.samples import CLAIMS, EVENTS, RECORDS

FOLDER = Path(__file__).parent / "golden"


def contents() -> dict[Path, bytes]:
    """Give every golden file with what belongs into it."""
    events = {FOLDER / "events" / f"{type(e.body).__name__}.json": encode_event(e) for e in EVENTS}
    records = {FOLDER / "records" / f"{r.KIND}.json": encode_record(r) for r in RECORDS}
    claims = {FOLDER / "claims" / f"{name}.json": claim for name, claim in CLAIMS.items()}
    return events | records | claims


def main() -> None:
    """Write what is missing and name it."""
    for path, content in contents().items():
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            print(path)


if __name__ == "__main__":
    main()
