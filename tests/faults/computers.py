"""Computers whose programs are killed, and started again over what they left."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.faults.keyring import FileKeyring
from tests.journeys.computers import Computer


def computer_at(folder: Path) -> Computer:
    """Give the computer of a folder; its keyring is a file, since a process may be killed."""
    folder.mkdir(exist_ok=True)
    computer = Computer(folder)
    computer.people = replace(computer.people, keyring=FileKeyring(folder / "keyring.json"))
    return computer
