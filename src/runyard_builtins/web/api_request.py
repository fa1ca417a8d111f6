"""One HTTP request to a service."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from runyard_builtins.web.calls import decoded
from runyard_builtins.web.curl import read_curl
from runyard_builtins.web.url import HEADER_COLUMNS, header_rows
from runyard_sdk import JSON, Component, ComponentError, Context, output
from runyard_sdk import fields as f

_BODY_COLUMN = {"disable_edit": False, "edit_mode": "popover", "filterable": True, "formatter": "text", "hidden": False, "sortable": True, "type": "str"}
_BODY_COLUMNS = {
    "columns": [
        {**_BODY_COLUMN, "name": "key", "display_name": "Key", "description": "Name of the entry", "default": "None"},
        {**{k: v for k, v in _BODY_COLUMN.items() if k not in ("formatter", "type")}, "name": "value", "display_name": "Value", "description": "Its value", "default": "None"},
    ]
}
_WITH_BODY = ("POST", "PUT", "PATCH")


class APIRequest(Component):
    """Sends one HTTP request, from fields or from a curl line. Addresses inside the own network are refused unless a setting allows them."""

    title = "API Request"
    icon = "Globe"
    category = "data_source"

    url_input: str = f.message_text(title="URL", tool_mode=True, info="The address.")
    curl_input: str = f.multiline(title="cURL", advanced=True, show=False, tool_mode=True, refresh=True, info="A curl line to send instead.")
    method: str = f.dropdown(default="GET", refresh=True, options=["GET", "POST", "PATCH", "PUT", "DELETE"], info="The method.")
    mode: str = f.tab(default="URL", refresh=True, options=["URL", "cURL"], info="Use the fields, or a curl line.")
    query_params: JSON = f.data(title="Query Parameters", advanced=True, info="Parameters to add to the address.")
    body: list[Any] = f.table(advanced=True, accepts=("Data", "JSON"), table_schema=_BODY_COLUMNS, info="The entries of the body.")
    headers: list[Any] = f.table(
        default=[{"key": "User-Agent", "value": "Runyard"}], advanced=True, accepts=("Data", "JSON"), table_schema=HEADER_COLUMNS,
        info="Headers to send.",
    )
    timeout: int = f.integer(default=30, advanced=True, info="Seconds to wait for the answer.")
    follow_redirects: bool = f.boolean(advanced=True, info="Go where the service sends on to.")
    save_to_file: bool = f.boolean(title="Save to File", advanced=True, info="Store the body as a file and give its path.")
    include_httpx_metadata: bool = f.boolean(title="Include HTTPx Metadata", advanced=True, info="Also give headers and status of the answer.")

    @output("data", title="API Response")
    async def make_api_request(self, ctx: Context) -> JSON:
        """The answer."""
        asked = self._request()
        url = asked.pop("url")
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc:
            raise ComponentError(f'"{url}" is no web address.', field="url_input")
        method = asked.pop("method")
        reply = await ctx.http.request(method, url, timeout=self.timeout or 30, follow=5 if self.follow_redirects else 0, **asked)
        made: dict[str, Any] = {"source": url, "status_code": reply.status, "result": await self._result(ctx, reply, url)}
        if self.include_httpx_metadata:
            made |= {"response_headers": dict(reply.headers), "headers": asked.get("headers") or {}, "final_url": reply.url}
        ctx.status(JSON(made))
        return JSON(made)

    def _request(self) -> dict[str, Any]:
        if self.mode == "cURL" or (self.curl_input and not self.url_input):
            line = read_curl(self.curl_input)
            content = line.body.encode() if line.body is not None else None
            return {"method": line.method, "url": line.url, "headers": line.headers, "content": content}
        body = _entries(self.body)
        return {
            "method": self.method or "GET", "url": self.url_input.strip(), "headers": header_rows(_rows(self.headers)),
            "params": self.query_params.data if self.query_params else None,
            "json": body if body and self.method in _WITH_BODY else None,
        }

    async def _result(self, ctx: Context, reply: Any, url: str) -> Any:
        if self.save_to_file:
            name = urlsplit(url).path.rsplit("/", 1)[-1] or "response.txt"
            return await ctx.files.save(name, reply.content)
        text = decoded(reply.content, reply.headers)
        try:
            return json.loads(text)
        except ValueError:
            return text


def _rows(rows: list[Any]) -> list[dict[str, Any]]:
    """Rows of {key, value}; an object from an edge counts as its entries."""
    made = []
    for row in rows:
        made += [row] if set(row) <= {"key", "value"} else [{"key": key, "value": value} for key, value in row.items()]
    return made


def _entries(rows: list[Any]) -> dict[str, Any]:
    made = {}
    for row in _rows(rows):
        if row.get("key"):
            made[str(row["key"])] = _literal(row.get("value"))
    return made


def _literal(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
