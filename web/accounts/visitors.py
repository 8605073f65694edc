"""Who is asking: the address of a visitor, as the proxies in front tell it."""

import logging
from functools import cache
from ipaddress import IPv6Address, ip_address

from flask import request

from core.config import settings

SHARED_BY_ONE = 64  # bits: one household has so many addresses of IPv6 (RFC 6177)
log = logging.getLogger(__name__)


def visitor() -> str:
    """The visitor's IPv4 address or network of IPv6; "" where the proxies do not tell it.

    Each proxy adds to X-Forwarded-For who asked it, and what stands before may be forged: only the
    last TRUSTED_PROXIES entries count. Nobody's address stands for that of another: all would
    share what is counted for it.
    """
    told = request.headers.get("X-Forwarded-For")
    proxies = settings().trusted_proxies
    if not proxies:
        if told:
            _warn("X-Forwarded-For arrives, but TRUSTED_PROXIES is 0: all come from the proxy")
        return _network(request.remote_addr or "")
    chain = (told or "").split(",")
    found = _network(chain[-proxies].strip()) if len(chain) >= proxies else ""
    if not found:
        _warn(f"TRUSTED_PROXIES is {proxies}, but X-Forwarded-For does not tell who asks")
    return found


def _network(text: str) -> str:
    try:
        address = ip_address(text)
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        inside = address.ipv4_mapped
        return str(inside or ip_address(int(address) >> SHARED_BY_ONE << SHARED_BY_ONE))
    return str(address)


@cache
def _warn(what: str) -> None:
    """Once for each process, since anyone can send such a request."""
    log.warning("%s; see docs/operations.md, “Behind a proxy”", what)
