"""The system's browser as the desktop sees it: it takes an address, and comes back or not."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot


class Browser(QObject):
    """Takes what the desktop opens, in the place of the system's browser.

    Attributes:
        asked: the parameters of each address that was opened.
    """

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[dict[str, str]] = []

    @Slot(QUrl)
    def open(self, address: QUrl) -> None:
        """Go there; nobody signs in before a test says so."""
        query = parse_qs(
            urlsplit(address.toString(QUrl.ComponentFormattingOption.FullyEncoded)).query
        )
        self.asked.append({name: values[0] for name, values in query.items()})

    def come_back(self, **answer: str) -> None:
        """Bring an answer to where the last address wanted it, and wait for nothing."""
        asked = self.asked[-1]
        place = urlsplit(asked["redirect_uri"])
        query = urlencode({"state": asked["state"]} | answer)
        with socket.create_connection((place.hostname, place.port)) as line:
            line.sendall(f"GET {place.path}?{query} HTTP/1.1\r\nHost: here\r\n\r\n".encode())

    def is_awaited(self) -> bool:
        """Tell whether anybody listens for the last answer still."""
        place = urlsplit(self.asked[-1]["redirect_uri"])
        try:
            socket.create_server((str(place.hostname), place.port or 0)).close()
        except OSError:
            return True
        return False


@pytest.fixture
def browser(qtbot: QtBot) -> Iterator[Browser]:
    """Be the browser of this computer."""
    made = Browser()
    method = "open"
    QDesktopServices.setUrlHandler("https", made, method)  # type: ignore[arg-type]  # the stubs err
    yield made
    QDesktopServices.unsetUrlHandler("https")
