"""Pages and requests."""

import pytest

from runyard_builtins.web.api_request import APIRequest
from runyard_builtins.web.curl import read_curl
from runyard_builtins.web.html import links_of, markdown_of, text_of_html, title_of
from runyard_builtins.web.url import URLComponent
from runyard_sdk import ComponentError
from runyard_sdk.testing import Answer, FakeContext, RecordedHttp, bare, produce

PAGE = '<html><head><title>T</title><style>x</style></head><body><h1>Hi</h1><p>a <b>b</b> <a href="/x#y">l</a></p><script>bad</script></body></html>'


def html(text):
    return Answer(200, {"Content-Type": "text/html; charset=utf-8"}, text.encode())


def test_html_becomes_text_markdown_links_and_title():
    assert text_of_html(PAGE) == "Hi\n\na b l"
    assert markdown_of(PAGE) == "# Hi\n\na **b** [l](/x#y)"
    assert links_of(PAGE, "http://a.b/c") == ["http://a.b/x"]
    assert title_of(PAGE) == "T"


def test_pages_are_fetched_as_rows():
    ctx = FakeContext(http=RecordedHttp([("https://a.b", html(PAGE))]))
    made = produce(URLComponent(urls=["a.b"]), "page_results", ctx)
    assert made.rows[0]["text"] == "Hi\n\na b l" and made.rows[0]["title"] == "T"
    assert ctx.http.asked[0]["headers"] == {}


def test_links_are_followed_within_the_same_site():
    first = html('<a href="/two">2</a><a href="https://else.where/">3</a>')
    ctx = FakeContext(http=RecordedHttp([("https://a.b/two", html("<p>two</p>")), ("https://a.b", first)]))
    produce(URLComponent(urls=["https://a.b"], max_depth=2), "page_results", ctx)
    assert [one["url"] for one in ctx.http.asked] == ["https://a.b", "https://a.b/two"]


def test_a_page_that_fails_is_skipped_or_fails_the_node():
    ctx = FakeContext(http=RecordedHttp([("https://ok", html("<p>fine</p>"))]))
    assert produce(URLComponent(urls=["https://ok", "https://gone"]), "raw_results", ctx).text == "fine"
    assert "https://gone" in ctx.logs[0][1]
    with pytest.raises(ComponentError, match="cannot be reached"):
        produce(URLComponent(urls=["https://gone"], continue_on_failure=False), "page_results", ctx)
    with pytest.raises(ComponentError, match="None of the pages"):
        produce(URLComponent(urls=["https://gone"]), "page_results", ctx)


def test_a_request_is_sent_from_fields():
    ctx = FakeContext(http=RecordedHttp([("https://api.b", Answer.of({"ok": True}, 201))]))
    node = APIRequest(
        url_input="https://api.b/x", method="POST", body=[{"key": "n", "value": "3"}, {"key": "t", "value": "x"}],
        headers=[{"key": "A", "value": "b"}], query_params={"q": 1},
    )  # fmt: skip
    made = bare(produce(node, "data", ctx))
    assert made == {"source": "https://api.b/x", "status_code": 201, "result": {"ok": True}}
    asked = ctx.http.asked[0]
    assert (asked["method"], asked["json"], asked["headers"], asked["params"], asked["follow"]) == ("POST", {"n": 3, "t": "x"}, {"A": "b"}, {"q": 1}, 0)


def test_a_request_is_sent_from_a_curl_line():
    ctx = FakeContext(http=RecordedHttp([("https://api.b", Answer(200, {}, b"plain"))]))
    node = APIRequest(mode="cURL", curl_input="curl -X PUT https://api.b/y -H 'A: b' -d 'body'")
    assert bare(produce(node, "data", ctx))["result"] == "plain"
    assert (ctx.http.asked[0]["method"], ctx.http.asked[0]["content"]) == ("PUT", b"body")


def test_an_answer_can_be_kept_as_a_file():
    ctx = FakeContext(http=RecordedHttp([("https://a.b", Answer(200, {}, b"12"))]))
    assert bare(produce(APIRequest(url_input="https://a.b/f.bin", save_to_file=True), "data", ctx))["result"] == "f.bin"
    assert ctx.files.kept == {"f.bin": b"12"}


@pytest.mark.parametrize("url", ["", "file:///etc/passwd", "ftp://x/y", "just words"])
def test_only_web_addresses_are_called(url):
    with pytest.raises(ComponentError, match="no web address"):
        produce(APIRequest(url_input=url), "data")


def test_curl_lines_are_read():
    line = read_curl('curl -G "https://a.b/c?x=1" -d y=2 --compressed -A me \\\n -o out.txt')
    assert (line.url, line.method, line.headers, line.body) == ("https://a.b/c?x=1&y=2", "GET", {"user-agent": "me"}, None)
    assert read_curl("curl https://a.b --json '{}'").headers == {"Content-Type": "application/json"}


@pytest.mark.parametrize("line", ["wget x", "curl", "curl -X", "curl 'open"])
def test_a_curl_line_that_cannot_be_read_is_a_sentence(line):
    with pytest.raises(ComponentError):
        read_curl(line)
