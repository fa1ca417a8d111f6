"""The kinds of field: what each is called in flow files, which keys its JSON carries, how its value is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

MESSAGE = ("Message",)
DATA = ("Data", "JSON")
TABLE = ("DataFrame", "Table")
ANY_DATA = ("Data", "JSON", "DataFrame", "Table", "Message")


@dataclass(frozen=True)
class Kind:
    """One kind of field: its names in the file format and the keys that only this kind has."""

    name: str
    input_type: str
    type: str
    reads: str
    empty: Any = ""
    accepts: tuple[str, ...] | None = None
    lists: str | None = "list"
    keys: dict[str, Any] = field(default_factory=dict)
    tool_mode: bool = True
    telemetry: bool = False


_INPUT = {"trace_as_input": True}
_META = {"trace_as_metadata": True}
_BOTH = _INPUT | _META
_DB = {"load_from_db": False}
_MULTI = {"multiline": True, "ai_enabled": False, "copy_field": False, "password": False}
_CHOICE = {
    "combobox": False,
    "dialog_inputs": {},
    "external_options": {},
    "options": [],
    "options_metadata": [],
    "toggle": False,
}
_SLIDER = {
    "max_label": "",
    "max_label_icon": "",
    "min_label": "",
    "min_label_icon": "",
    "slider_buttons": False,
    "slider_buttons_options": [],
    "slider_input": False,
    "range_spec": {"max": 1.0, "min": 0.0, "step": 0.01, "step_type": "float"},
}
_SORT: dict[str, Any] = {"limit": None, "options": [], "search_category": [], "real_time_refresh": True}
_GRID = {"table_icon": "Table", "table_schema": [], "trigger_icon": "Table", "trigger_text": "Open table"}
_MODEL = {
    "external_options": {},
    "model_type": "language",
    "options": [],
    "real_time_refresh": True,
    "refresh_button": True,
}

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("message_text", "MessageTextInput", "str", "text", accepts=MESSAGE, keys=_DB | _BOTH),
        Kind("multiline", "MultilineInput", "str", "text", accepts=MESSAGE, keys=_DB | _BOTH | _MULTI),
        Kind("message", "MessageInput", "str", "message", accepts=MESSAGE, keys=_DB | _BOTH),
        Kind("text", "StrInput", "str", "text", keys=_DB | _META),
        Kind(
            "secret",
            "SecretStrInput",
            "str",
            "text",
            accepts=(),
            lists=None,
            tool_mode=False,
            keys={"password": True, "load_from_db": True},
        ),
        Kind("dropdown", "DropdownInput", "str", "choice", lists=None, keys=_META | _CHOICE, telemetry=True),
        Kind("tab", "TabInput", "tab", "choice", lists=None, keys=_META | {"options": []}, telemetry=True),
        Kind("integer", "IntInput", "int", "integer", empty=0, keys=_META, telemetry=True),
        Kind("number", "FloatInput", "float", "number", keys=_META, telemetry=True),
        Kind("slider", "SliderInput", "slider", "number", lists=None, keys=_SLIDER),
        Kind("boolean", "BoolInput", "bool", "boolean", empty=False, keys=_META, telemetry=True),
        Kind("mapping", "DictInput", "dict", "mapping", empty={}, keys=_INPUT),
        Kind("nested", "NestedDictInput", "NestedDict", "mapping", empty={}, keys=_BOTH),
        Kind("handle", "HandleInput", "other", "anything", accepts=ANY_DATA, keys=_META, tool_mode=False),
        Kind("data", "JSONInput", "other", "data", accepts=DATA, keys=_BOTH),
        Kind("dataframe", "DataFrameInput", "other", "dataframe", accepts=TABLE, keys=_BOTH),
        Kind("table", "TableInput", "table", "rows", empty=[], accepts=TABLE, lists="is_list", keys=_META | _GRID),
        Kind(
            "tools", "ToolsInput", "tools", "rows", empty=[], lists="is_list", keys=_META | {"real_time_refresh": True}
        ),
        Kind("sortable", "SortableListInput", "sortableList", "rows", lists=None, keys=_META | _SORT),
        Kind("file", "FileInput", "file", "file", keys=_META | {"fileTypes": [], "file_path": "", "temp_file": False}),
        Kind("prompt", "PromptInput", "prompt", "text", keys=_INPUT),
        Kind("query", "QueryInput", "query", "text", accepts=MESSAGE, keys=_DB | _BOTH | {"separator": None}),
        Kind("code", "CodeInput", "code", "text", keys=_INPUT),
        Kind("link", "LinkInput", "link", "text", keys={"icon": None, "text": ""}),
        Kind("model", "ModelInput", "model", "model", accepts=("LanguageModel",), keys=_INPUT | _MODEL),
        Kind("mcp", "McpInput", "mcp", "mapping", empty={}, lists=None, keys=_META),
        Kind("auth", "AuthInput", "auth", "mapping", empty={}, lists=None),
        Kind("connect", "ConnectionInput", "connect", "text", lists=None, keys=_META),
    )
}
