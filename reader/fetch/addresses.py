"""Addresses that may be fetched, and lists of hosts."""

import re
import socket
from collections.abc import Iterable
from ipaddress import ip_address

import httpx

from reader.fetch.replies import FetchError, shown

_LONGEST = 8000
_LABEL = re.compile(rb"[0-9A-Za-z_-]{1,63}")
_PORTS = {"http": 80, "https": 443}
# RFC 6761, RFC 6762, RFC 8375 and ICANN's name for what is never public.
_INSIDE = (".localhost", ".local", ".internal", ".home.arpa")


def checked(url: str) -> httpx.URL:
    """The address with its host in ASCII (IDNA 2008) and without its fragment.

    Raises FetchError (`scheme`) for everything but http and https, for names and passwords in addresses, and for what
    is no address.
    """
    try:
        address = httpx.URL(url.strip()).copy_with(fragment=None) if len(url) <= _LONGEST else None
    except (httpx.InvalidURL, ValueError):
        address = None
    if address is not None and address.scheme and address.scheme not in _PORTS:
        raise FetchError(f"{shown(address)} is not fetched: only http and https addresses are.", "scheme")
    if address is None or not address.scheme or not _reachable(address):
        raise FetchError(
            f"{shown(url)!r} is no address. Write one such as https://example.org/feed.", "scheme"
        )
    if address.userinfo:
        where = f"{address.scheme}://{host_of(address)}"
        raise FetchError(
            f"An address at {where} holds a user name, which is never sent. Write it without.", "scheme"
        )
    return address


def _reachable(address: httpx.URL) -> bool:
    """Whether name and port are such as can exist (RFC 1035, 2.3.4): for others the system raises odd errors."""
    try:
        _ = (
            address.host
        )  # the library reads `xn--` names whenever it connects, and raises for what IDNA forbids
    except ValueError:
        return False
    labels = address.raw_host.removesuffix(b".").split(b".")
    named = b":" in address.raw_host or all(_LABEL.fullmatch(label) for label in labels)
    return named and len(address.raw_host) < 254 and (address.port is None or 0 < address.port < 65536)


def port_of(address: httpx.URL) -> int:
    """The port, also where the address leaves it out."""
    return address.port or _PORTS[address.scheme]


def host_of(address: httpx.URL) -> str:
    """`name`, or `name:port` where the port is not the usual one; the name in ASCII."""
    return address.netloc.decode("ascii").rpartition("@")[2]


def origin_of(address: httpx.URL) -> str:
    """Scheme, name and port (RFC 6454): what one robots.txt speaks for."""
    return f"{address.scheme}://{host_of(address)}"


def private(address: httpx.URL) -> bool:
    """Whether the host is written as an address of this machine or of a network behind it."""
    name = address.raw_host.decode("ascii").removesuffix(".")
    try:
        # Resolvers read `127.1` and `0x7f000001` as the system does.
        place = ip_address(name if ":" in name else socket.inet_aton(name))
    except (ValueError, OSError):
        return "." not in name or name.endswith(_INSIDE)
    return not place.is_global


class Hosts:
    """Hosts that a source is fetched from: `name` with the usual ports, or `name:port`.

    Raises FetchError for what is neither.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._places = frozenset(place for name in names for place in _places(name))

    def __contains__(self, url: object) -> bool:
        try:
            address = url if isinstance(url, httpx.URL) else checked(str(url))
        except FetchError:
            return False
        return (address.raw_host, port_of(address)) in self._places


def _places(name: str) -> list[tuple[bytes, int]]:
    address = checked(f"http://{name}")
    if address.port or name.endswith(":80"):
        return [(address.raw_host, port_of(address))]
    return [(address.raw_host, port) for port in _PORTS.values()]
