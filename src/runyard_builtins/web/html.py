"""Text, markdown and links out of HTML."""

from __future__ import annotations

import re
from urllib.parse import urldefrag, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser as HTMLParser
from selectolax.lexbor import LexborNode as Node

_SILENT = ("script", "style", "noscript", "template", "svg", "head")
_BLOCKS = {"p", "div", "section", "article", "li", "tr", "br", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "table", "ul", "ol", "blockquote"}


def title_of(html: str) -> str:
    """The title of a page."""
    found = HTMLParser(html).css_first("title")
    return found.text(strip=True) if found else ""


def text_of_html(html: str) -> str:
    """The words of a page, block by block."""
    return _visible(html, marks=False)


def markdown_of(html: str) -> str:
    """A page as markdown: headings, paragraphs, lists, links and code."""
    return _visible(html, marks=True)


def _visible(html: str, *, marks: bool) -> str:
    tree = HTMLParser(html)
    for name in _SILENT:
        for node in tree.css(name):
            node.decompose()
    return _tidy(_inside(tree.body, marks)) if tree.body else ""


def links_of(html: str, base: str) -> list[str]:
    """The addresses that a page links to, in order, once each, without fragments."""
    found: dict[str, None] = {}
    for node in HTMLParser(html).css("a[href]"):
        target = urldefrag(urljoin(base, node.attributes.get("href") or ""))[0]
        if urlsplit(target).scheme in ("http", "https"):
            found[target] = None
    return list(found)


def _inside(node: Node, marks: bool) -> str:
    return "".join(_piece(child, marks) for child in node.iter(include_text=True))


def _piece(node: Node, marks: bool) -> str:
    tag = node.tag or ""
    if tag == "-text":
        return re.sub(r"\s+", " ", node.text(deep=False) or "")
    if tag == "pre":
        return f"\n```\n{node.text()}\n```\n" if marks else f"\n{node.text()}\n"
    inner = _inside(node, marks)
    if marks:
        inner = _marked(node, tag, inner)
    return f"\n{inner}\n" if tag in _BLOCKS else inner


def _marked(node: Node, tag: str, inner: str) -> str:
    words = inner.strip()
    if re.fullmatch(r"h[1-6]", tag):
        return f"\n{'#' * int(tag[1])} {words}\n"
    if tag == "a" and node.attributes.get("href"):
        return f"[{words}]({node.attributes['href']})"
    if tag == "li":
        return f"- {words}"
    wrap = {"strong": "**", "b": "**", "em": "*", "i": "*", "code": "`"}.get(tag, "")
    return f"{wrap}{words}{wrap}" if wrap and words else inner


def _tidy(text: str) -> str:
    lines = [re.sub(r"[ \t\xa0]+", " ", line).strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).replace("\n\n- ", "\n- ").strip()
