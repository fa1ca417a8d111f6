"""Services of others, from recorded answers."""

import pytest

from runyard_builtins.vendors.agentql import AgentQL
from runyard_builtins.vendors.arxiv import ArXivComponent
from runyard_builtins.vendors.search import ScrapeGraphSearchApi, SearchComponent, TavilySearchComponent
from runyard_builtins.vendors.youtube import YouTubeCommentsComponent, video_id
from runyard_sdk import ComponentError, Retriable
from runyard_sdk.testing import Answer, FakeContext, RecordedHttp, bare, produce

FEED = b"""<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"><entry><id>u/1</id>
<title>A  paper</title><summary>About.</summary><author><name>Ann</name></author><link rel="alternate" href="u/1"/>
<link title="pdf" rel="related" href="u/1.pdf"/><arxiv:primary_category term="cs.AI"/><category term="cs.AI"/></entry></feed>"""


def answering(start, answer):
    return FakeContext(http=RecordedHttp([(start, answer)]))


def test_tavily_gives_rows():
    ctx = answering(
        "https://api.tavily.com",
        Answer.of({"answer": "yes", "results": [{"title": "t", "url": "u", "content": "c", "score": 0.5}]}),
    )
    made = produce(TavilySearchComponent(api_key="k", query="q", include_domains="a.b, c.d"), "dataframe", ctx)
    assert made.column("content") == ["yes", "c"]
    asked = ctx.http.asked[0]
    assert asked["headers"] == {"Authorization": "Bearer k"} and asked["json"]["include_domains"] == ["a.b", "c.d"]


def test_searchapi_gives_short_snippets():
    ctx = answering(
        "https://www.searchapi.io", Answer.of({"organic_results": [{"title": "t", "link": "l", "snippet": "x" * 200}]})
    )
    assert len(produce(SearchComponent(api_key="k", input_value="q"), "dataframe", ctx).rows[0]["snippet"]) == 100


def test_scrapegraph_gives_json():
    ctx = answering("https://api.scrapegraphai.com", Answer.of({"result": {"a": 1}}))
    assert bare(produce(ScrapeGraphSearchApi(api_key="k", user_prompt="q"), "data", ctx)) == {"result": {"a": 1}}


def test_agentql_wants_a_query_or_a_description():
    ctx = answering("https://api.agentql.com", Answer.of({"data": {"a": 1}, "metadata": {}}))
    assert bare(produce(AgentQL(api_key="k", url="u", prompt="p"), "data", ctx))["result"] == {"a": 1}
    with pytest.raises(ComponentError, match="either a query or a description"):
        produce(AgentQL(api_key="k", url="u"), "data", ctx)


def test_papers_become_rows():
    ctx = answering("https://export.arxiv.org", Answer(200, {}, FEED))
    row = produce(ArXivComponent(search_query="x", search_type="title"), "dataframe", ctx).rows[0]
    assert (row["title"], row["authors"], row["pdf_url"], row["primary_category"]) == (
        "A paper",
        ["Ann"],
        "u/1.pdf",
        "cs.AI",
    )
    assert ctx.http.asked[0]["params"]["search_query"] == "ti:x"


def test_a_feed_with_entities_is_refused():
    ctx = answering("https://export.arxiv.org", Answer(200, {}, b'<!DOCTYPE x [<!ENTITY a "b">]><feed/>'))
    with pytest.raises(ComponentError, match="no plain feed"):
        produce(ArXivComponent(search_query="x"), "dataframe", ctx)


def test_comments_become_rows():
    said = {"authorDisplayName": "Ann", "textDisplay": "nice", "likeCount": 2}
    item = {"snippet": {"topLevelComment": {"id": "1", "snippet": said}, "totalReplyCount": 0}}
    ctx = answering("https://www.googleapis.com", Answer.of({"items": [item]}))
    row = produce(
        YouTubeCommentsComponent(video_url="https://youtu.be/abcdefghijk", api_key="k"), "comments", ctx
    ).rows[0]
    assert (row["text"], row["like_count"], row["is_reply"]) == ("nice", 2, False)


@pytest.mark.parametrize(
    "address", ["https://www.youtube.com/watch?v=abcdefghijk&t=1", "youtu.be/abcdefghijk", "abcdefghijk"]
)
def test_a_video_is_known_by_any_address(address):
    assert video_id(address) == "abcdefghijk"


def test_an_address_of_no_video_is_a_sentence():
    with pytest.raises(ComponentError, match="no address of a video"):
        video_id("https://example.org")


def test_a_missing_key_is_a_sentence():
    with pytest.raises(ComponentError, match="Tavily needs an API key"):
        produce(TavilySearchComponent(query="q"), "dataframe")


@pytest.mark.parametrize(
    ("status", "kind", "sentence"),
    [
        (401, ComponentError, "refused the API key"),
        (429, Retriable, "slow down"),
        (503, Retriable, "out of order"),
        (400, ComponentError, "refused the request"),
    ],
)
def test_refusals_of_a_service_are_sentences(status, kind, sentence):
    ctx = answering("https://api.tavily.com", Answer.of({"detail": "x"}, status))
    with pytest.raises(kind, match=sentence):
        produce(TavilySearchComponent(api_key="k", query="q"), "dataframe", ctx)
