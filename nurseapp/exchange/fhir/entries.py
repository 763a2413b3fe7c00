"""The entries of a Bundle: cut apart, named, and their references to each other checked.

Reads no clinical content. Called by ``bundle`` only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256

import msgspec

from nurseapp.exchange.fhir.elements import Element
from nurseapp.exchange.fhir.faults import BundleError, Fault, Unusable

_MARK = b"\xef\xbb\xbf"
_READABLE_TYPES = {None, "transaction", "batch", "collection", "searchset", "document", "message"}
_INTERNAL = ("urn:uuid:", "urn:oid:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry.

    Attributes:
        source: the sender's id of the resource; a hash of it where they gave none.
        names: every way in which another entry may refer to it.
        references: the internal references that it makes.
        same_as: the index of the entry that it repeats word for word, None where it is the first.
    """

    index: int
    type: str
    source: str
    names: frozenset[str]
    resource: bytes
    references: frozenset[str]
    same_as: int | None = None


class _Bundle(Element, frozen=True):
    resource_type: str | None = None
    type: str | None = None
    entry: tuple[msgspec.Raw, ...] = ()


class _Entry(Element, frozen=True):
    full_url: str | None = None
    resource: msgspec.Raw = msgspec.Raw()


class _Resource(Element, frozen=True):
    resource_type: str | None = None
    id: str | None = None


_bundles = msgspec.json.Decoder(_Bundle)
_entries = msgspec.json.Decoder(_Entry)
_resources = msgspec.json.Decoder(_Resource)


def read_entries(raw: bytes, name: str) -> tuple[Entry, ...]:
    """Cut a bundle into its entries; raise :class:`BundleError` where it is not sound."""
    index: int | None = None
    try:
        bundle = _read_bundle(raw)
        found = []
        for index, part in enumerate(bundle.entry):
            found.append(_read_entry(index, bytes(part)))
        index = None
    except Unusable as error:
        raise BundleError(name, index, error.reason, error.detail) from error
    except msgspec.ValidationError as error:
        detail = str(error).partition(" - at ")[2].strip("`")
        reason = Fault.NOT_A_BUNDLE if index is None else Fault.ENTRY_SHAPE
        raise BundleError(name, index, reason, detail) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BundleError(name, index, Fault.NOT_JSON, _place_of(error)) from error
    except RecursionError as error:
        raise BundleError(name, index, Fault.TOO_DEEP) from error
    _check_references(found, name)
    return tuple(_without_repeats(found, name))


def _read_bundle(raw: bytes) -> _Bundle:
    bundle = _bundles.decode(raw.removeprefix(_MARK))
    if bundle.resource_type != "Bundle":
        raise Unusable(Fault.NOT_A_BUNDLE, bundle.resource_type or "")
    if bundle.type not in _READABLE_TYPES:
        raise Unusable(Fault.BUNDLE_TYPE, bundle.type or "")
    return bundle


def _read_entry(index: int, raw: bytes) -> Entry:
    entry = _entries.decode(raw)
    resource = bytes(entry.resource)
    if resource in (b"", b"null"):
        raise Unusable(Fault.NO_RESOURCE)
    head = _resources.decode(resource)
    if not head.resource_type:
        raise Unusable(Fault.NO_RESOURCE_TYPE)
    local = f"{head.resource_type}/{head.id}" if head.id else None
    return Entry(
        index=index,
        type=head.resource_type,
        source=head.id or entry.full_url or sha256(resource).hexdigest(),
        names=frozenset(n for n in (entry.full_url, local) if n),
        resource=resource,
        references=frozenset(_internal_references(msgspec.json.decode(resource))),
    )


def _internal_references(value: object) -> Iterator[str]:
    """Give every internal reference; refuse ``bad_character`` for what no database can hold."""
    rest = [value]
    while rest:
        value = rest.pop()
        if isinstance(value, dict):
            reference = value.get("reference")
            if isinstance(reference, str) and reference.startswith(_INTERNAL):
                yield reference
            rest += value.values()
        elif isinstance(value, list):
            rest += value
        elif isinstance(value, str) and "\0" in value:
            raise Unusable(Fault.BAD_CHARACTER, "U+0000")


def _check_references(entries: list[Entry], name: str) -> None:
    carried = {n for entry in entries for n in entry.names}
    for entry in entries:
        for reference in sorted(entry.references - carried):
            raise BundleError(name, entry.index, Fault.DANGLING_REFERENCE, reference)


def _without_repeats(entries: list[Entry], name: str) -> Iterator[Entry]:
    """Mark what is repeated word for word; refuse two entries of one name that differ."""
    first: dict[str, Entry] = {}
    for entry in entries:
        known = next((first[n] for n in entry.names if n in first), None)
        if known is None:
            first.update(dict.fromkeys(entry.names, entry))
            yield entry
        elif known.resource == entry.resource:
            yield replace(entry, same_as=known.index)
        else:
            raise BundleError(name, entry.index, Fault.DUPLICATE_DIFFERS, f"{known.index}")


def _place_of(error: Exception) -> str:
    """Give the byte at which reading ended, never what stood there."""
    return str(error).partition("(")[2].rstrip(")") if "(byte" in str(error) else ""
