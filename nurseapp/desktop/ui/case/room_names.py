"""The rooms of a case, in the order of their tabs."""

from __future__ import annotations

from enum import StrEnum


class RoomName(StrEnum):
    """A room, by the name that signals use."""

    SUMMARY = "summary"
    PLAN = "plan"
    SCREENING = "screening"
    NOTES = "notes"
    RECORDS = "records"
    PAPERS = "papers"
    DOCUMENTS = "documents"
