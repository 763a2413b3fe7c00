"""The proxy between this computer and a server, as whoever runs the computer has set it.

Called by the line when it is made.
"""

from __future__ import annotations

from base64 import b64encode
from urllib.parse import unquote
from urllib.request import getproxies, proxy_bypass

from urllib3.util import Url, parse_url


def proxy_to(address: Url) -> str | None:
    """Give the proxy on the way to an address; None where there is none.

    ``HTTPS_PROXY``, ``ALL_PROXY`` and ``NO_PROXY`` say it, else the system's settings. A plain line
    has none: it must not leave this computer.
    """
    set_here = getproxies()
    proxy = set_here.get("https") or set_here.get("all")
    where = (address.netloc or "").replace("[", "").replace("]", "")
    if not proxy or address.scheme == "http" or proxy_bypass(where):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"


def named_to(proxy: str) -> dict[str, str]:
    """Give the headers with which a proxy lets us through, where its address names somebody."""
    user, _, password = (parse_url(proxy).auth or "").partition(":")
    if not user:
        return {}
    both = f"{unquote(user)}:{unquote(password)}".encode()
    return {"Proxy-Authorization": f"Basic {b64encode(both).decode()}"}
