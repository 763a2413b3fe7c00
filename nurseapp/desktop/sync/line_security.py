"""What a line to the server must be: encrypted, unless it never leaves this computer.

Called by the transport when it connects.
"""

from __future__ import annotations

import ssl
from ipaddress import ip_address

import httpx

from nurseapp.desktop.sync.transport import TransportError


def secured() -> ssl.SSLContext:
    """Make what checks the server's certificate and speaks TLS 1.2 or later, nothing older."""
    context = httpx.create_ssl_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def check_line(server: str) -> None:
    """Refuse a plain line (``plain_line``) to anywhere but this computer itself."""
    try:
        url = httpx.URL(server)
    except httpx.InvalidURL:
        return  # the request says so
    if url.scheme == "http" and not is_here(url.host):
        raise TransportError("plain_line", server=server)


def is_here(host: str) -> bool:
    """Tell whether a host is this computer, without asking anybody."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
