"""Which host names we answer to and which web origins may act: the defence against rebinding and forged requests."""

import ipaddress
import socket
from functools import lru_cache
from urllib.parse import urlsplit

from runyard.kit.settings import Settings

_LOCAL = frozenset({"localhost"})


class Origins:
    """The rules of one installation."""

    def __init__(self, settings: Settings) -> None:
        base = urlsplit(settings.base_url or "")
        self._hosts = _LOCAL | {socket.gethostname().lower(), *(host.lower() for host in settings.allowed_hosts)}
        if base.hostname:
            self._hosts |= {base.hostname.lower()}
        self._base = f"{base.scheme}://{base.netloc}".lower() if base.netloc else None
        self._friends = frozenset(origin.lower().rstrip("/") for origin in settings.cors_origins)

    def host_is_ours(self, host: str | None) -> bool:
        """Whether a Host header names this server; plain addresses always do, for nobody can rebind those."""
        if not host:
            return False
        name = _host_name(host)
        return name in self._hosts or name.endswith(".localhost") or _is_address(name)

    def is_friend(self, origin: str) -> bool:
        """Whether a foreign origin was named in the settings."""
        return origin.lower() in self._friends

    def may_act(self, origin: str | None, fetch_site: str | None, host: str) -> bool:
        """Whether a request that changes something may come from there. A browser always sends one of the two; a request
        with neither comes from no web page."""
        if origin is not None:
            return self._is_own(origin, host) or self.is_friend(origin)
        return fetch_site is None or fetch_site in ("same-origin", "none")

    def _is_own(self, origin: str, host: str) -> bool:
        # Behind a proxy that ends TLS our own scheme is not the browser's, so the host decides.
        scheme, _, netloc = origin.lower().partition("://")
        return (scheme in ("http", "https") and netloc == host.lower()) or origin.lower() == self._base


def _host_name(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.rpartition(":")[0].lower() if ":" in host else host.lower()


@lru_cache(256)
def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
