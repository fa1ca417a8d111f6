"""Web pages as text."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlsplit

from runyard_builtins.web.calls import decoded
from runyard_builtins.web.html import links_of, markdown_of, text_of_html, title_of
from runyard_sdk import Component, ComponentError, Context, Message, Table, output, outside
from runyard_sdk import fields as f

_MOST_PAGES = 100
_AT_ONCE = 5
_COLUMN = {"disable_edit": False, "edit_mode": "popover", "filterable": True, "formatter": "text", "hidden": False, "sortable": True, "type": "str"}
HEADER_COLUMNS = {
    "columns": [
        {**_COLUMN, "name": "key", "display_name": "Header", "description": "Name of the header", "default": "None"},
        {**_COLUMN, "name": "value", "display_name": "Value", "description": "Its value", "default": "None"},
    ]
}


class URLComponent(Component):
    """Fetches web pages, and pages they link to, and gives their text."""

    title = "URL"
    icon = "layout-template"
    category = "data_source"
    aliases = ("URL",)

    urls: list[Any] = f.message_text(
        title="URLs", many=True, tool_mode=True, placeholder="Enter a URL...", list_add_label="Add URL", info="The pages to fetch."
    )
    max_depth: float = f.slider(title="Depth", default=1, low=1, high=10, step=1, info="1 is the pages alone, 2 what they link to, and so on.")
    prevent_outside: bool = f.boolean(default=True, advanced=True, info="Follow links within the same site only.")
    use_async: bool = f.boolean(default=True, advanced=True, info="Fetch several pages at once.")
    format: str = f.dropdown(
        title="Output Format", default="Text", advanced=True, options=["Text", "HTML", "Markdown"], info="What to make of a page."
    )
    timeout: int = f.integer(default=30, advanced=True, info="Seconds to wait for a page.")
    headers: list[Any] = f.table(
        default=[{"key": "User-Agent", "value": None}], advanced=True, table_schema=HEADER_COLUMNS, info="Headers to send."
    )
    filter_text_html: bool = f.boolean(title="Filter Text/HTML", default=True, advanced=True, info="Skip what is neither text nor HTML.")
    continue_on_failure: bool = f.boolean(title="Continue on Failure", default=True, advanced=True, info="Go on when a page fails.")
    check_response_status: bool = f.boolean(advanced=True, info="Take pages with an error status as failed.")
    autoset_encoding: bool = f.boolean(default=True, advanced=True, info="Read pages by the encoding they name.")

    @output("page_results", title="Extracted Pages")
    async def fetch_content(self, ctx: Context) -> Table:
        """One row per page."""
        return Table(await self._pages(ctx))

    @output("raw_results", title="Raw Content", tool_mode=False)
    async def fetch_content_as_message(self, ctx: Context) -> Message:
        """All pages as one text."""
        return Message("\n\n".join(page["text"] for page in await self._pages(ctx)))

    async def _pages(self, ctx: Context) -> list[dict[str, Any]]:
        wanted = list(dict.fromkeys(_address(url) for url in self.urls if url.strip()))
        if not wanted:
            raise ComponentError("Give at least one address.", field="urls")
        sites = {urlsplit(url).netloc for url in wanted}
        seen, pages = set(wanted), []
        for depth in range(max(int(self.max_depth or 1), 1)):
            found = await self._fetch_all(ctx, wanted)
            pages += [page for page, _ in found]
            linked = [link for _, links in found for link in links]
            wanted = [link for link in dict.fromkeys(linked) if link not in seen and (not self.prevent_outside or urlsplit(link).netloc in sites)]
            wanted = wanted[: _MOST_PAGES - len(seen)]
            seen.update(wanted)
            if not wanted:
                break
        if not pages:
            raise ComponentError("None of the pages could be fetched.", field="urls")
        return pages

    async def _fetch_all(self, ctx: Context, urls: list[str]) -> list[tuple[dict[str, Any], list[str]]]:
        gate = asyncio.Semaphore(_AT_ONCE if self.use_async else 1)

        async def one(url: str) -> tuple[dict[str, Any], list[str]] | None:
            async with gate:
                return await self._fetch(ctx, url)

        return [page for page in await asyncio.gather(*(one(url) for url in urls)) if page is not None]

    async def _fetch(self, ctx: Context, url: str) -> tuple[dict[str, Any], list[str]] | None:
        try:
            reply = await outside(ctx.http.request("GET", url, headers=header_rows(self.headers), timeout=self.timeout or 30))
            if self.check_response_status and reply.status >= 400:
                raise ComponentError(f"{url} answered with HTTP {reply.status}.")
        except ComponentError as wrong:
            if not self.continue_on_failure:
                raise
            ctx.log(f"{url}: {wrong.message}")
            return None
        kind = next((value for name, value in reply.headers.items() if name.lower() == "content-type"), "")
        if self.filter_text_html and kind and not kind.startswith(("text/", "application/xhtml", "application/xml", "application/json")):
            return None
        html = decoded(reply.content, reply.headers if self.autoset_encoding else {})
        return self._page(url, html, kind), links_of(html, url)

    def _page(self, url: str, html: str, kind: str) -> dict[str, Any]:
        made = {"HTML": lambda: html, "Markdown": lambda: markdown_of(html)}.get(self.format, lambda: text_of_html(html))()
        return {"text": made, "url": url, "title": title_of(html), "description": "", "content_type": kind, "language": ""}


def _address(url: str) -> str:
    text = url.strip()
    return text if "://" in text else f"https://{text}"


def header_rows(rows: list[dict[str, Any]]) -> dict[str, str]:
    """Rows of a header table as headers; rows without a value are left out."""
    return {str(row["key"]): str(row["value"]) for row in rows if row.get("key") and row.get("value") not in (None, "")}
