"""What a line to the server must be: encrypted, unless it never leaves this computer.

Called by the line when it is made.
"""

from __future__ import annotations

import os
import ssl
from ipaddress import ip_address

import certifi
from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from nurseapp.desktop.sync.transport import TransportError


def secured() -> ssl.SSLContext:
    """Make what checks the server's certificate and speaks TLS 1.2 or later, nothing older.

    Who runs the computer may name other authorities, as for OpenSSL: ``SSL_CERT_FILE``,
    ``SSL_CERT_DIR``.
    """
    if file := os.environ.get("SSL_CERT_FILE"):
        context = ssl.create_default_context(cafile=file)
    elif folder := os.environ.get("SSL_CERT_DIR"):
        context = ssl.create_default_context(capath=folder)
    else:
        context = ssl.create_default_context(cafile=certifi.where())
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def address_of(server: str) -> Url:
    """Read a server's address.

    Raises:
        TransportError: ``unknown_server`` where it is none; ``plain_line`` where it leads to
            another computer and is not encrypted.
    """
    try:
        url = parse_url(server)
    except LocationParseError as error:
        raise TransportError("unknown_server", server=server, reason="address") from error
    if url.scheme not in {"http", "https"} or not url.host:
        raise TransportError("unknown_server", server=server, reason="address")
    if url.scheme == "http" and not is_here(url.host.strip("[]")):
        raise TransportError("plain_line", server=server)
    return url


def is_here(host: str) -> bool:
    """Tell whether a host is this computer, without asking anybody."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
