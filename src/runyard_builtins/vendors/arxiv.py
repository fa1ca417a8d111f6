"""Papers of the public archive arXiv."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

from runyard_builtins.web.calls import decoded
from runyard_sdk import Component, ComponentError, Context, Retriable, Table, output
from runyard_sdk import fields as f

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_PREFIX = {"title": "ti", "abstract": "abs", "author": "au", "cat": "cat", "all": "all"}


class ArXivComponent(Component):
    """Searches the public archive of papers."""

    title = "arXiv"
    icon = "arXiv"
    category = "arxiv"
    aliases = ("ext:arxiv:ArXivComponent@official",)

    search_query: str = f.message_text(tool_mode=True, info="What to look for.")
    search_type: str = f.dropdown(
        title="Search Field",
        default="all",
        options=["all", "title", "abstract", "author", "cat"],
        info="Where to look.",
    )
    max_results: int = f.integer(default=10, info="How many papers at most.")

    @output("dataframe", title="Table")
    async def search_papers_dataframe(self, ctx: Context) -> Table:
        """One row per paper."""
        if not self.search_query.strip():
            raise ComponentError("Say what to look for.", field="search_query")
        asked = {
            "search_query": f"{_PREFIX.get(self.search_type, 'all')}:{self.search_query}",
            "max_results": str(self.max_results or 10),
        }
        reply = await ctx.http.request("GET", "https://export.arxiv.org/api/query", params=asked, follow=3)
        if reply.status != 200:
            raise Retriable(f"arXiv is out of order at the moment (HTTP {reply.status}).")
        return Table(papers(decoded(reply.content, reply.headers)))


def papers(feed: str) -> list[dict[str, Any]]:
    """The entries of the archive's answer."""
    if "<!DOCTYPE" in feed or "<!ENTITY" in feed:
        raise ComponentError("arXiv answered with something that is no plain feed.")
    try:
        root = ElementTree.fromstring(feed)
    except ElementTree.ParseError:
        raise ComponentError("arXiv answered with something that is no feed.") from None
    return [_paper(entry) for entry in root.iter(f"{_ATOM}entry")]


def _paper(entry: ElementTree.Element) -> dict[str, Any]:
    links = {link.get("title") or link.get("rel"): link.get("href") for link in entry.iter(f"{_ATOM}link")}
    primary = entry.find(f"{_ARXIV}primary_category")
    return {
        "id": _text(entry, f"{_ATOM}id"),
        "title": _text(entry, f"{_ATOM}title"),
        "summary": _text(entry, f"{_ATOM}summary"),
        "published": _text(entry, f"{_ATOM}published"),
        "updated": _text(entry, f"{_ATOM}updated"),
        "authors": [_text(author, f"{_ATOM}name") for author in entry.iter(f"{_ATOM}author")],
        "arxiv_url": links.get("alternate"),
        "pdf_url": links.get("pdf"),
        "comment": _text(entry, f"{_ARXIV}comment"),
        "journal_ref": _text(entry, f"{_ARXIV}journal_ref"),
        "primary_category": primary.get("term") if primary is not None else None,
        "categories": [one.get("term") for one in entry.iter(f"{_ATOM}category")],
    }


def _text(element: ElementTree.Element, name: str) -> str:
    return " ".join((element.findtext(name) or "").split())
