"""Outbound HTTP goes to checked addresses only."""

import asyncio
import json

import pytest

from runyard.kit.addresses import AddressRefused, HostUnknown, is_public
from runyard.kit.http import (
    AddressInvalid,
    GuardedClient,
    TooManyRedirects,
    UpstreamFailed,
    UpstreamTimeout,
    UpstreamTooLarge,
)


class Sink:
    """A local server that remembers what reached it."""

    def __init__(self):
        self.requests = []
        self.answers = {}

    async def __aenter__(self):
        self.server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self.server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_):
        self.server.close()

    async def _serve(self, reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        self.requests.append(head)
        path = head.split(" ")[1].split("?")[0]
        answer = self.answers.get(path, "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nset-cookie: a=b\r\n\r\nok")
        if answer is not None:
            writer.write(answer.encode())
            await writer.drain()
            writer.close()


def redirect(to):
    return f"HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\n\r\n"


@pytest.fixture
async def sink():
    async with Sink() as made:
        yield made


@pytest.fixture
async def opened(sink):
    client = GuardedClient([f"127.0.0.1:{sink.port}", f"localhost:{sink.port}"])
    yield client
    await client.close()


BAD = [
    "127.0.0.1", "127.1", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f000001", "0177.0.0.1", "localhost",
    "localhost.", "169.254.169.254", "10.0.0.1", "172.16.0.1", "192.168.0.1", "100.64.0.1", "[fe80::1]", "[fd00::1]",
    "224.0.0.1", "255.255.255.255", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "127.0.0.1。", "①②⑦.⓪.⓪.①",
]  # fmt: skip


@pytest.mark.parametrize("host", BAD)
async def test_local_and_private_addresses_are_refused_in_every_spelling(sink, host):
    client = GuardedClient()
    with pytest.raises((AddressRefused, AddressInvalid, HostUnknown)) as caught:
        await client.request("GET", f"http://{host}:{sink.port}/", timeout=5)
    assert 400 <= caught.value.status < 500
    assert sink.requests == []


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "ftp://example.com/",
        "//127.0.0.1/",
        "http://",
        "http://user@example.com/",
        "http://example.com\\@127.0.0.1/",
        "http://exa\tmple.com/",
        "http://example.com/\r\nhost: x",
    ],
)
async def test_only_plain_http_addresses_are_taken(url):
    with pytest.raises(AddressInvalid):
        await GuardedClient().request("GET", url)


async def test_an_opened_entry_opens_exactly_that(sink, opened):
    assert (await opened.request("GET", f"http://127.0.0.1:{sink.port}/")).text == "ok"
    async with Sink() as other:
        with pytest.raises(AddressRefused):
            await opened.request("GET", f"http://127.0.0.1:{other.port}/")


async def test_one_private_address_spoils_a_name(sink):
    async def both(host, port):
        return ["93.184.216.34", "127.0.0.1"]

    with pytest.raises(AddressRefused):
        await GuardedClient(resolver=both).request("GET", f"http://rebind.example:{sink.port}/")


async def test_the_connection_goes_to_the_address_that_was_checked(sink):
    asked = []

    async def once(host, port):
        asked.append(host)
        return ["127.0.0.1"]

    client = GuardedClient([f"pinned.example:{sink.port}"], resolver=once)
    await client.request("GET", f"http://pinned.example:{sink.port}/")
    assert asked == ["pinned.example"]
    assert f"host: pinned.example:{sink.port}" in sink.requests[0].lower()


async def test_a_redirect_inside_is_stopped_at_the_hop(sink, opened):
    async with Sink() as inner:
        sink.answers["/go"] = redirect(f"http://127.0.0.1:{inner.port}/")
        with pytest.raises(AddressRefused):
            await opened.request("GET", f"http://127.0.0.1:{sink.port}/go")
        assert inner.requests == []


async def test_a_redirect_to_another_scheme_is_stopped(sink, opened):
    sink.answers["/go"] = redirect("file:///etc/passwd")
    with pytest.raises((AddressInvalid, UpstreamFailed)):
        await opened.request("GET", f"http://127.0.0.1:{sink.port}/go")


async def test_another_host_gets_none_of_the_callers_headers(sink, opened):
    sink.answers["/go"] = redirect(f"http://localhost:{sink.port}/there")
    headers = {"authorization": "Bearer canary", "x-api-key": "canary", "accept": "text/plain"}
    await opened.request("GET", f"http://127.0.0.1:{sink.port}/go", headers=headers)
    assert "canary" in sink.requests[0]
    assert "canary" not in sink.requests[1]
    assert "accept: text/plain" in sink.requests[1].lower()


async def test_redirects_end_somewhere(sink, opened):
    sink.answers["/loop"] = redirect("/loop")
    with pytest.raises(TooManyRedirects):
        await opened.request("GET", f"http://127.0.0.1:{sink.port}/loop", follow=3)
    assert len(sink.requests) == 4


async def test_a_caller_may_want_the_redirect_itself(sink, opened):
    sink.answers["/go"] = redirect("/there")
    assert (await opened.request("GET", f"http://127.0.0.1:{sink.port}/go", follow=0)).status == 302


async def test_cookies_of_one_request_do_not_reach_the_next(sink, opened):
    for _ in range(2):
        await opened.request("GET", f"http://127.0.0.1:{sink.port}/")
    assert "cookie" not in sink.requests[1].lower()


async def test_an_answer_over_the_cap_is_cut(sink, opened):
    sink.answers["/big"] = "HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n" + "x" * 5000
    with pytest.raises(UpstreamTooLarge):
        await opened.request("GET", f"http://127.0.0.1:{sink.port}/big", max_bytes=1000)


async def test_a_silent_server_is_left(sink, opened):
    sink.answers["/slow"] = None
    with pytest.raises(UpstreamTimeout):
        await opened.request("GET", f"http://127.0.0.1:{sink.port}/slow", timeout=0.05)


async def test_nobody_listening_is_a_sentence_and_no_crash(opened, sink):
    sink.server.close()
    await sink.server.wait_closed()
    with pytest.raises(UpstreamFailed):
        await opened.request("GET", f"http://127.0.0.1:{sink.port}/")


async def test_json_goes_out_and_comes_in(sink, opened):
    body = json.dumps({"a": 1})
    sink.answers["/json"] = f"HTTP/1.1 200 OK\r\ncontent-length: {len(body)}\r\n\r\n{body}"
    reply = await opened.request("POST", f"http://127.0.0.1:{sink.port}/json?x=1", json={"b": 2}, params={"y": "2"})
    assert reply.json() == {"a": 1}
    assert "POST /json?x=1&y=2 " in sink.requests[0]


async def test_a_stream_is_read_as_it_comes(sink, opened):
    sink.answers["/lines"] = "HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\none\ntwo\n"
    async with opened.stream("GET", f"http://127.0.0.1:{sink.port}/lines") as response:
        assert [line async for line in response.aiter_lines()] == ["one", "two"]


@pytest.mark.parametrize(
    ("address", "public"), [("93.184.216.34", True), ("2606:4700::1111", True), ("::", False), ("fe80::1%eth0", False)]
)
def test_public_addresses_are_told_from_others(address, public):
    assert is_public(address) is public
