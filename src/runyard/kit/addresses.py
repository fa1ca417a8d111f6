"""Which network addresses are fit to be called on behalf of a user: public ones, and those an operator opened."""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Iterable

from runyard.kit.errors import Invalid

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Awaitable[list[str]]]
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


class AddressRefused(Invalid):
    """This address is private or local; the setting http_allow opens single host:port entries."""


class HostUnknown(Invalid):
    """The host name of this address cannot be resolved."""


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host name, by the system's resolver."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise HostUnknown from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Guard:
    """Resolves a host once and hands out only addresses that were checked."""

    def __init__(self, allow: Iterable[str] = (), resolver: Resolve = resolve) -> None:
        self._allow = frozenset(entry.lower() for entry in allow)
        self._resolve = resolver

    async def checked(self, host: str, port: int) -> list[str]:
        """The addresses to connect to; one bad address among them spoils the name."""
        addresses = await self._resolve(host, port)
        opened = f"{host}:{port}".lower() in self._allow or f"[{host}]:{port}".lower() in self._allow
        if not opened and not all(is_public(address) for address in addresses):
            raise AddressRefused
        if not addresses:
            raise HostUnknown
        return addresses


def is_public(text: str) -> bool:
    """Whether an address belongs to the public internet, whatever it is wrapped in."""
    address: Address = ipaddress.ip_address(text.partition("%")[0])
    return all(inner.is_global and not inner.is_multicast for inner in _layers(address))


def _layers(address: Address) -> list[Address]:
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    if address.ipv4_mapped is not None:
        return [address.ipv4_mapped]
    layers: list[Address] = [address]
    if address.sixtofour is not None:
        layers.append(address.sixtofour)
    if address.teredo is not None:
        layers.extend(address.teredo)
    if address in _TRANSLATED:
        layers = [ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)]
    return layers
