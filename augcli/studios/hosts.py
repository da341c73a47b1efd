"""Tell numbers from names among hosts, and this machine from others."""

from __future__ import annotations

import ipaddress


def is_number(host: str) -> bool:
    """Return whether a host is an IP address, in brackets or not."""
    return _address(host) is not None


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine, whatever network it is in."""
    address = _address(host)
    return host.lower() == "localhost" if address is None else address.is_loopback


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host.removeprefix("[").removesuffix("]"))
    except ValueError:
        return None
