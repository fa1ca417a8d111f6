"""The only way out: HTTP to checked addresses. A name is resolved once, the connection goes to the very address that was
checked, and every redirect is checked again."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any

import httpcore
import httpx

from runyard.kit import json as kit_json
from runyard.kit.addresses import Guard, Resolve, resolve
from runyard.kit.errors import Invalid, RunyardError

_KEPT_ACROSS_HOSTS = frozenset({"accept", "accept-encoding", "accept-language", "content-type", "user-agent"})
_HEADERS = {"user-agent": "Runyard", "accept": "*/*"}


class AddressInvalid(Invalid):
    """The address must be an absolute http or https URL without a user name in it."""


class UpstreamFailed(RunyardError):
    """The other server could not be reached or broke off."""

    status = 502


class UpstreamTooLarge(UpstreamFailed):
    """The other server's answer is larger than allowed."""


class TooManyRedirects(UpstreamFailed):
    """The other server redirects too often."""


class UpstreamTimeout(RunyardError):
    """The other server did not answer in time."""

    status = 504


@dataclass(frozen=True)
class Reply:
    """An answer that was read to its end."""

    status: int
    headers: dict[str, str]
    content: bytes
    url: str

    @property
    def text(self) -> str:
        """The body as text."""
        return self.content.decode(errors="replace")

    def json(self) -> Any:
        """The body as JSON; raises UpstreamFailed when it is none."""
        try:
            return kit_json.loads(self.content)
        except ValueError as error:
            raise UpstreamFailed("The other server's answer is not JSON.") from error


class GuardedClient:
    """Outbound HTTP for everything a user can steer."""

    def __init__(self, allow: Iterable[str] = (), resolver: Resolve = resolve) -> None:
        self._transport = _GuardedTransport(Guard(allow, resolver))
        no_cookies = CookieJar(
            DefaultCookiePolicy(allowed_domains=[])
        )  # one user's cookies never reach another's request
        self._client = httpx.AsyncClient(
            transport=self._transport, cookies=no_cookies, trust_env=False, headers=_HEADERS
        )

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, Any] | None = None,
        json: Any = None,
        content: bytes | str | None = None,
        timeout: float = 30,
        max_bytes: int = 10_000_000,
        follow: int = 5,
    ) -> Reply:
        """Send a request and read the whole answer, within that many seconds and bytes."""
        request = self._request(method, url, headers, params, json, content, timeout)
        try:
            async with asyncio.timeout(timeout), self._sent(request, follow) as response:
                body = await _capped(response, max_bytes)
        except TimeoutError as error:
            raise UpstreamTimeout from error
        return Reply(response.status_code, dict(response.headers), body, str(response.url))

    @asynccontextmanager
    async def stream(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, Any] | None = None,
        json: Any = None,
        content: bytes | str | None = None,
        timeout: float = 60,
        follow: int = 5,
    ) -> AsyncIterator[httpx.Response]:
        """Send a request and read the answer as it comes; `timeout` is the longest silence."""
        async with self._sent(self._request(method, url, headers, params, json, content, timeout), follow) as response:
            yield response

    def transport(self) -> httpx.AsyncBaseTransport:
        """A transport for clients of other libraries; closing them leaves the connections of the house open."""
        return _Borrowed(self._transport)

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    def _request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        params: Mapping[str, Any] | None,
        json: Any,
        content: bytes | str | None,
        timeout: float,
    ) -> httpx.Request:
        target = _checked(url)
        given = dict(headers or {})
        if json is not None:
            content = kit_json.dumps(json)
            given.setdefault("content-type", "application/json")
        target = target.copy_merge_params(dict(params)) if params else target
        return self._client.build_request(method, target, headers=given, content=content, timeout=timeout)

    @asynccontextmanager
    async def _sent(self, request: httpx.Request, follow: int) -> AsyncIterator[httpx.Response]:
        with _as_ours():
            response = await self._client.send(request, stream=True, follow_redirects=False)
            hops = follow  # none wanted: the redirect itself is the answer
            while follow and response.next_request is not None:
                await response.aclose()
                if hops == 0:
                    raise TooManyRedirects
                hops -= 1
                response = await self._client.send(_redirected(response), stream=True, follow_redirects=False)
            try:
                yield response
            finally:
                await response.aclose()


class _GuardedTransport(httpx.AsyncHTTPTransport):
    """httpx's own transport over a pool whose connections are opened by the guard."""

    def __init__(self, guard: Guard) -> None:
        trusted = _certificates()
        super().__init__(verify=trusted, trust_env=False)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=trusted,
            max_connections=100,
            max_keepalive_connections=20,
            network_backend=_GuardedBackend(guard),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        _checked(str(request.url))
        return await super().handle_async_request(request)


class _GuardedBackend(httpcore.AsyncNetworkBackend):
    """Opens connections to checked addresses only; TLS still asks for the name."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        addresses = await self._guard.checked(host, port)
        for address in addresses[:-1]:
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._inner.connect_tcp(addresses[-1], port, timeout, local_address, socket_options)

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.AsyncNetworkStream:
        raise AddressInvalid

    async def sleep(self, seconds: float) -> None:
        await self._inner.sleep(seconds)


class _Borrowed(httpx.AsyncBaseTransport):
    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return await self._inner.handle_async_request(request)


@cache
def _certificates() -> ssl.SSLContext:
    # Reading the system's certificates takes 20 ms and gives the same every time.
    return ssl.create_default_context()


def _checked(url: str) -> httpx.URL:
    try:
        target = httpx.URL(url)
    except (httpx.InvalidURL, TypeError, ValueError) as error:
        raise AddressInvalid from error
    strange = any(c in url for c in "\\\t\r\n\0")
    if target.scheme not in ("http", "https") or not target.host or target.userinfo or strange:
        raise AddressInvalid
    return target


def _redirected(response: httpx.Response) -> httpx.Request:
    """The next hop: its address is checked like any other, and another host gets none of the caller's own headers."""
    following = response.next_request
    assert following is not None
    _checked(str(following.url))
    if (following.url.scheme, following.url.host, following.url.port) != _origin(response.request.url):
        kept = {name: value for name, value in following.headers.items() if name in _KEPT_ACROSS_HOSTS}
        following.headers = httpx.Headers({"host": following.url.netloc.decode("ascii"), **kept})
    return following


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


async def _capped(response: httpx.Response, most: int) -> bytes:
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > most:
            raise UpstreamTooLarge
    return bytes(body)


@contextmanager
def _as_ours() -> Iterator[None]:
    """Turns the errors of the HTTP library into ours."""
    try:
        yield
    except httpx.TimeoutException as error:
        raise UpstreamTimeout from error
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
        raise UpstreamFailed from error
