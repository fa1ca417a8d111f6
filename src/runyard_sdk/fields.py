"""The kinds of field an author declares: `title: str = fields.message_text(required=True)`.

Every function takes the same options: title, default, info, required, advanced, show, many, tool_mode (an agent may fill it), placeholder,
accepts (types of edges), options, refresh (ask the server when the value changes), and any other key of the file format as extra.
"""

from __future__ import annotations

from typing import Any

from runyard_sdk.fieldspec import FieldSpec

_OPTIONS = {
    "title",
    "default",
    "info",
    "required",
    "advanced",
    "show",
    "many",
    "tool_mode",
    "placeholder",
    "accepts",
    "options",
}


def _field(kind: str, options: dict[str, Any]) -> Any:
    known = {name: value for name, value in options.items() if name in _OPTIONS}
    extra = {name: value for name, value in options.items() if name not in _OPTIONS}
    if extra.pop("refresh", False):
        extra["real_time_refresh"] = True
    if "accepts" in known and known["accepts"] is not None:
        known["accepts"] = tuple(known["accepts"])
    return FieldSpec(kind, extra=extra, **known)


def message_text(**options: Any) -> Any:
    """One line of text; an edge may bring a message, whose text is taken."""
    return _field("message_text", options)


def multiline(**options: Any) -> Any:
    """Text of several lines; an edge may bring a message, whose text is taken."""
    return _field("multiline", options)


def message(**options: Any) -> Any:
    """A whole message; text that is typed in becomes one."""
    return _field("message", options)


def text(**options: Any) -> Any:
    """Plain text that no edge can feed."""
    return _field("text", options)


def secret(**options: Any) -> Any:
    """A password or key; usually the name of a global variable."""
    return _field("secret", options)


def dropdown(**options: Any) -> Any:
    """One of `options`."""
    return _field("dropdown", options)


def tab(**options: Any) -> Any:
    """One of two or three `options`, shown side by side."""
    return _field("tab", options)


def integer(**options: Any) -> Any:
    """A whole number."""
    return _field("integer", options)


def number(**options: Any) -> Any:
    """A number with decimals."""
    return _field("number", options)


def slider(*, low: float = 0.0, high: float = 1.0, step: float = 0.01, **options: Any) -> Any:
    """A number between `low` and `high`."""
    bounds = {"min": low, "max": high, "step": step, "step_type": "float"}
    return _field("slider", {"range_spec": bounds} | options)


def boolean(**options: Any) -> Any:
    """Yes or no."""
    return _field("boolean", options)


def mapping(**options: Any) -> Any:
    """Keys and values."""
    return _field("mapping", options)


def nested(**options: Any) -> Any:
    """An object of any depth."""
    return _field("nested", options)


def handle(*accepts: str, **options: Any) -> Any:
    """Only fed by an edge: of the named types, or of any data."""
    return _field("handle", ({"accepts": accepts} if accepts else {}) | options)


def data(**options: Any) -> Any:
    """JSON over an edge."""
    return _field("data", options)


def dataframe(**options: Any) -> Any:
    """A table over an edge."""
    return _field("dataframe", options)


def table(*columns: dict[str, Any], **options: Any) -> Any:
    """Rows typed in by hand; `columns` are {name, display_name, type, ...}."""
    return _field("table", ({"table_schema": list(columns)} if columns else {}) | options)


def tools(**options: Any) -> Any:
    """The settings of the tools a node in tool mode offers."""
    return _field("tools", options)


def sortable(**options: Any) -> Any:
    """Picked and ordered `options` of the form {name, icon}; `limit` says how many."""
    return _field("sortable", options)


def file(*suffixes: str, **options: Any) -> Any:
    """Uploaded files with one of the suffixes."""
    return _field("file", ({"fileTypes": list(suffixes)} if suffixes else {}) | options)


def prompt(**options: Any) -> Any:
    """A template whose {names} become fields of the node."""
    return _field("prompt", options)


def query(**options: Any) -> Any:
    """A search text."""
    return _field("query", options)


def code(**options: Any) -> Any:
    """Source text; it is kept, never run by the server itself."""
    return _field("code", options)


def link(**options: Any) -> Any:
    """An address to open."""
    return _field("link", options)


def model(*, embeddings: bool = False, **options: Any) -> Any:
    """A language model, or an embedding model: a choice in the form, or an edge."""
    defaults: dict[str, Any] = {"placeholder": "Setup Provider"}
    if embeddings:
        defaults |= {"model_type": "embedding", "accepts": ("Embeddings",)}
    return _field("model", defaults | options)


def mcp(**options: Any) -> Any:
    """A registered MCP server."""
    return _field("mcp", options)


def auth(**options: Any) -> Any:
    """Stored credentials of an outside service."""
    return _field("auth", options)
