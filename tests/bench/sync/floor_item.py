"""What the floor keeps and sends: a record with its name, and the words in it.

Called by both ends of the floor.
"""

from __future__ import annotations

import msgspec

WORTH_COMPRESSING = 1_000


class Words(msgspec.Struct, frozen=True):
    """The members of a record that the program puts into its index, too."""

    family_name: str = ""
    given_name: str = ""
    number: str = ""
    phone: str | None = None
    place: str | None = None
    text: str = ""
    with_whom: str = ""
    title: str = ""
    words: str = ""
    outcome: str = ""
    action: str = ""
    display: str = ""
    purpose: str = ""

    def joined(self) -> str:
        """Give them as one text, empty for a record without any."""
        return " ".join([word for word in msgspec.structs.astuple(self) if word])


class Item(msgspec.Struct, array_like=True, frozen=True):
    """One record as it goes over the wire: an array whose last member is its body."""

    id: str
    case: str
    kind: str
    rev: int
    words: Words


item_decoder = msgspec.json.Decoder(Item)
list_decoder = msgspec.json.Decoder(list[msgspec.Raw])
