"""Text, markdown and links out of HTML."""

from __future__ import annotations

import re
from urllib.parse import urldefrag, urljoin, urlsplit

from selectolax.parser import HTMLParser, Node

_SILENT = ("script", "style", "noscript", "template", "svg", "head")
_BLOCKS = {"p", "div", "section", "article", "li", "tr", "br", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "table", "ul", "ol", "blockquote"}


def title_of(html: str) -> str:
    """The title of a page."""
    found = HTMLParser(html).css_first("title")
    return found.text(strip=True) if found else ""


def text_of_html(html: str) -> str:
    """The words of a page, block by block."""
    tree = HTMLParser(html)
    for name in _SILENT:
        for node in tree.css(name):
            node.decompose()
    body = tree.body or tree.root
    return _tidy(body.text(separator="\n", strip=False)) if body else ""


def markdown_of(html: str) -> str:
    """A page as markdown: headings, paragraphs, lists, links and code."""
    tree = HTMLParser(html)
    for name in _SILENT:
        for node in tree.css(name):
            node.decompose()
    return _tidy(_inside(tree.body)) if tree.body else ""


def links_of(html: str, base: str) -> list[str]:
    """The addresses that a page links to, in order, once each, without fragments."""
    found: dict[str, None] = {}
    for node in HTMLParser(html).css("a[href]"):
        target = urldefrag(urljoin(base, node.attributes.get("href") or ""))[0]
        if urlsplit(target).scheme in ("http", "https"):
            found[target] = None
    return list(found)


def _inside(node: Node) -> str:
    return "".join(_piece(child) for child in node.iter(include_text=True))


def _piece(node: Node) -> str:
    tag = node.tag
    if tag == "-text":
        return re.sub(r"\s+", " ", node.text(deep=False) or "")
    if tag == "pre":
        return f"\n```\n{node.text()}\n```\n"
    inner = _inside(node)
    if re.fullmatch(r"h[1-6]", tag or ""):
        return f"\n\n{'#' * int(tag[1])} {inner.strip()}\n\n"
    if tag == "a" and node.attributes.get("href"):
        return f"[{inner.strip()}]({node.attributes['href']})"
    wraps = {"strong": "**", "b": "**", "em": "*", "i": "*", "code": "`"}
    if tag in wraps and inner.strip():
        return f"{wraps[tag]}{inner.strip()}{wraps[tag]}"
    if tag == "li":
        return f"\n- {inner.strip()}"
    return f"\n{inner}\n" if tag in _BLOCKS else inner


def _tidy(text: str) -> str:
    lines = [re.sub(r"[ \t\xa0]+", " ", line).strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
