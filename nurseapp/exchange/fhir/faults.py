"""Why a bundle is refused, and why an entry of it is only listed: codes, worded by the caller.

Never carries a value of a record: places within the file, types and references only.
"""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    """What makes a whole bundle unusable."""

    NOT_JSON = "not_json"
    TOO_DEEP = "too_deep"
    NOT_A_BUNDLE = "not_a_bundle"
    BUNDLE_TYPE = "bundle_type"
    ENTRY_SHAPE = "entry_shape"
    NO_RESOURCE = "no_resource"
    NO_RESOURCE_TYPE = "no_resource_type"
    BAD_CHARACTER = "bad_character"
    DANGLING_REFERENCE = "dangling_reference"
    DUPLICATE_DIFFERS = "duplicate_differs"
    SEVERAL_PATIENTS = "several_patients"
    NO_NAME = "no_name"


class Remark(StrEnum):
    """Why an entry is only listed; the last three may also stand at one that is mapped in part."""

    TYPE_NOT_MAPPED = "type_not_mapped"
    DUPLICATE = "duplicate"
    NO_PATIENT = "no_patient"
    OTHER_PATIENT = "other_patient"
    ENTERED_IN_ERROR = "entered_in_error"
    REFUTED = "refuted"
    NOT_TO_BE_TAKEN = "not_to_be_taken"
    MEDICATION_NOT_HERE = "medication_not_here"
    NO_CODE = "no_code"
    NO_VALUE = "no_value"
    VALUE_NOT_MAPPED = "value_not_mapped"
    INEXACT_DATE = "inexact_date"
    DEATH_WITHOUT_DATE = "death_without_date"


class BundleError(ValueError):
    """Refuse a bundle whole.

    Attributes:
        name: the file's name as it was handed in.
        index: the entry at fault, counted from 0; None where it is the bundle itself.
        detail: the place within the entry, or the reference.
    """

    def __init__(self, name: str, index: int | None, reason: Fault, detail: str = "") -> None:
        super().__init__(f"{name}: entry {index}: {reason.value} {detail}".rstrip())
        self.name = name
        self.index = index
        self.reason = reason
        self.detail = detail


class Unusable(Exception):
    """An entry cannot be read; the bundle's reader adds its name and index."""

    def __init__(self, reason: Fault, detail: str = "") -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.detail = detail


class NotMapped(Exception):
    """An entry is well-formed, and yet not for us: it is listed."""

    def __init__(self, remark: Remark) -> None:
        super().__init__(remark.value)
        self.remark = remark
