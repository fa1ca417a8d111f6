"""Searching the web with the services Tavily, SearchApi and ScrapeGraph."""

from __future__ import annotations

from typing import Any

from runyard_builtins.web.calls import call_json, needed_key
from runyard_sdk import JSON, Component, ComponentError, Context, Table, output
from runyard_sdk import fields as f


class TavilySearchComponent(Component):
    """Searches the web with Tavily; rows with title, url, content and score."""

    title = "Tavily Search API"
    icon = "TavilyIcon"
    category = "tavily"

    api_key: str = f.secret(title="Tavily API Key", required=True, info="The key of your Tavily account.")
    query: str = f.message_text(title="Search Query", tool_mode=True, info="What to look for.")
    search_depth: str = f.dropdown(
        default="advanced", advanced=True, options=["basic", "advanced"], info="How thoroughly."
    )
    chunks_per_source: int = f.integer(
        title="Chunks Per Source", default=3, advanced=True, info="Passages per page, in advanced searches."
    )
    topic: str = f.dropdown(
        title="Search Topic", default="general", advanced=True, options=["general", "news"], info="Everything, or news."
    )
    days: int = f.integer(title="Days", default=7, advanced=True, info="How old news may be.")
    max_results: int = f.integer(default=5, advanced=True, info="How many at most.")
    include_answer: bool = f.boolean(default=True, advanced=True, info="Also ask for a short answer.")
    time_range: str = f.dropdown(advanced=True, options=["day", "week", "month", "year"], info="How old pages may be.")
    include_images: bool = f.boolean(default=True, advanced=True, info="Also ask for pictures.")
    include_domains: str = f.message_text(advanced=True, info="Only these sites, separated by commas.")
    exclude_domains: str = f.message_text(advanced=True, info="Not these sites, separated by commas.")
    include_raw_content: bool = f.boolean(advanced=True, info="Also ask for the whole pages.")

    @output("dataframe", title="Table")
    async def fetch_content_dataframe(self, ctx: Context) -> Table:
        """The results as rows."""
        key = needed_key(self.api_key, "Tavily")
        answer = await call_json(
            ctx,
            "Tavily",
            "POST",
            "https://api.tavily.com/search",
            headers={"Authorization": f"Bearer {key}"},
            json=self._asked(),
            timeout=90,
        )
        rows = [
            {"title": row.get("title"), "url": row.get("url"), "content": row.get("content"), "score": row.get("score")}
            for row in answer.get("results", [])
        ]
        if self.include_raw_content:
            rows = [
                row | {"raw_content": full.get("raw_content")}
                for row, full in zip(rows, answer.get("results", []), strict=True)
            ]
        if answer.get("answer"):
            rows.insert(0, {"title": "Answer", "url": None, "content": answer["answer"], "score": None})
        return Table(rows)

    def _asked(self) -> dict[str, Any]:
        asked: dict[str, Any] = {
            "query": self.query,
            "search_depth": self.search_depth,
            "topic": self.topic,
            "max_results": self.max_results,
            "include_answer": self.include_answer,
            "include_images": self.include_images,
            "include_raw_content": self.include_raw_content,
        }
        if self.search_depth == "advanced" and self.chunks_per_source:
            asked["chunks_per_source"] = self.chunks_per_source
        if self.topic == "news" and self.days:
            asked["days"] = self.days
        if self.time_range:
            asked["time_range"] = self.time_range
        for name in ("include_domains", "exclude_domains"):
            sites = [site.strip() for site in getattr(self, name).split(",") if site.strip()]
            asked |= {name: sites} if sites else {}
        return asked


class SearchComponent(Component):
    """Searches the web with SearchApi, through one of several search engines."""

    title = "SearchApi"
    icon = "SearchAPI"
    category = "searchapi"

    engine: str = f.dropdown(default="google", options=["google", "bing", "duckduckgo"], info="The search engine.")
    api_key: str = f.secret(title="SearchAPI API Key", required=True, info="The key of your SearchApi account.")
    input_value: str = f.multiline(title="Input", tool_mode=True, info="What to look for.")
    search_params: dict[str, Any] = f.mapping(
        title="Search parameters", many=True, advanced=True, info="More parameters of the engine."
    )
    max_results: int = f.integer(default=5, advanced=True, info="How many at most.")
    max_snippet_length: int = f.integer(default=100, advanced=True, info="The most letters of a snippet.")

    @output("dataframe", title="Table")
    async def fetch_content_dataframe(self, ctx: Context) -> Table:
        """The results as rows."""
        key = needed_key(self.api_key, "SearchApi")
        asked = {"engine": self.engine, "q": self.input_value, **self.search_params}
        answer = await call_json(
            ctx,
            "SearchApi",
            "GET",
            "https://www.searchapi.io/api/v1/search",
            params=asked,
            headers={"Authorization": f"Bearer {key}"},
        )
        found = answer.get("organic_results", [])[: self.max_results or 5]
        length = self.max_snippet_length or None
        return Table(
            {"title": row.get("title"), "link": row.get("link"), "snippet": str(row.get("snippet") or "")[:length]}
            for row in found
        )


class ScrapeGraphSearchApi(Component):
    """Lets ScrapeGraph search the web and read the pages for a question."""

    title = "ScrapeGraph Search API"
    icon = "ScrapeGraph"
    category = "scrapegraph"

    api_key: str = f.secret(title="ScrapeGraph API Key", required=True, info="The key of your ScrapeGraph account.")
    user_prompt: str = f.message_text(title="Search Prompt", tool_mode=True, info="The question.")

    @output("data", title="JSON")
    async def search(self, ctx: Context) -> JSON:
        """The service's answer."""
        key = needed_key(self.api_key, "ScrapeGraph")
        answer = await call_json(
            ctx,
            "ScrapeGraph",
            "POST",
            "https://api.scrapegraphai.com/v1/searchscraper",
            headers={"SGAI-APIKEY": key},
            json={"user_prompt": self.user_prompt},
            timeout=120,
        )
        if not isinstance(answer, dict):
            raise ComponentError("ScrapeGraph answered with something unexpected.")
        return JSON(answer)
