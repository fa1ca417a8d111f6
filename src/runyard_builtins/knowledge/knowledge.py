"""Knowledge bases of the server: filling and searching."""

from __future__ import annotations

import json
from typing import Any

from runyard_builtins.knowledge.storing import documents, embedder, ingest, search
from runyard_builtins.text.split import packed
from runyard_sdk import JSON, Component, ComponentError, Context, Table, output
from runyard_sdk import fields as f
from runyard_sdk.values import plain

_COLUMNS = (
    {
        "name": "column_name",
        "display_name": "Column Name",
        "type": "str",
        "description": "A column of the rows.",
        "edit_mode": "inline",
    },
    {
        "name": "vectorize",
        "display_name": "Vectorize",
        "type": "boolean",
        "description": "Search by this column.",
        "default": False,
        "edit_mode": "inline",
    },
    {
        "name": "identifier",
        "display_name": "Identifier",
        "type": "boolean",
        "description": "Tells rows apart.",
        "default": False,
        "edit_mode": "inline",
    },
)


class Knowledge(Component):
    """Puts rows into a knowledge base, or searches it by meaning."""

    title = "Knowledge"
    icon = "database"
    category = "files_and_knowledge"
    aliases = ("KnowledgeBase", "KnowledgeIngestion")

    knowledge_base: str = f.dropdown(
        title="Knowledge", required=True, refresh=True, refresh_button=True, info="The knowledge base."
    )
    mode: str = f.tab(
        default="Ingest", tool_mode=True, refresh=True, options=["Ingest", "Retrieve"], info="Fill it, or search it."
    )
    input_df: Any = f.handle(
        "Message", "Data", "JSON", "DataFrame", "Table", title="Input", required=True, info="The rows to put in."
    )
    column_config: list[Any] = f.table(
        *_COLUMNS,
        title="Column Configuration",
        default=[{"column_name": "text", "vectorize": True, "identifier": True}],
        required=True,
        info="What the columns are for.",
    )
    chunk_size: int = f.integer(default=1000, advanced=True, info="The most letters of one stored text.")
    api_key: str = f.secret(
        title="Embedding Provider API Key", advanced=True, info="Used instead of the configured key."
    )
    allow_duplicates: bool = f.boolean(advanced=True, info="Keep the same row several times.")
    metadata_json: str = f.text(title="Metadata", advanced=True, info="JSON to add to every row.")
    search_query: str = f.message_text(show=False, tool_mode=True, info="What to look for; empty gives the first rows.")
    top_k: int = f.integer(title="Top K Results", default=5, advanced=True, show=False, info="How many at most.")
    include_metadata: bool = f.boolean(default=True, show=False, info="Give the other columns along.")
    include_embeddings: bool = f.boolean(
        advanced=True, show=False, info="Kept for files of other versions; vectors stay in the store."
    )
    metadata_filter: str = f.message_text(advanced=True, show=False, info="JSON with values that rows must have.")

    @output("dataframe_output", title="Results")
    async def build_kb_info(self, ctx: Context) -> JSON:
        """What was put in."""
        rows = self._rows()
        model = await embedder(ctx, None, self.api_key)
        added = await ingest(ctx, self._name(), model, rows, duplicates=self.allow_duplicates)
        made = JSON(
            {
                "kb_name": self.knowledge_base,
                "rows": len(rows),
                "added": added,
                "columns": [row.get("column_name") for row in self.column_config],
            }
        )
        ctx.status(made)
        return made

    @output("retrieve_data", title="Results")
    async def retrieve_data(self, ctx: Context) -> Table:
        """The nearest rows."""
        wanted = _object(self.metadata_filter, "metadata_filter")
        model = await embedder(ctx, None, self.api_key)
        most = self.top_k or 5
        found = await search(ctx, self._name(), model, self.search_query or " ", most * (10 if wanted else 1))
        kept = [
            row for row in found if all(row.get("metadata", {}).get(key) == value for key, value in wanted.items())
        ][:most]
        return Table(
            {
                "content": row["text"],
                "_score": row.get("score"),
                **(row.get("metadata", {}) if self.include_metadata else {}),
            }
            for row in kept
        )

    def _name(self) -> str:
        if not self.knowledge_base:
            raise ComponentError("Choose the knowledge base.", field="knowledge_base")
        return f"kb:{self.knowledge_base}"

    def _rows(self) -> list[dict[str, Any]]:
        vectors = [row["column_name"] for row in self.column_config if row.get("vectorize") and row.get("column_name")]
        keys = [row["column_name"] for row in self.column_config if row.get("identifier") and row.get("column_name")]
        added = _object(self.metadata_json, "metadata_json")
        made = []
        for source in _sources(self.input_df):
            text = (
                "\n".join(str(source[name]) for name in vectors if source.get(name))
                if vectors
                else str(source.get("text", ""))
            )
            others = plain({name: value for name, value in source.items() if name not in vectors}) | added
            mark = "|".join(str(source.get(name)) for name in keys)
            for place, chunk in enumerate(packed(text.split("\n"), "\n", self.chunk_size or 1000, 0)):
                made.append(
                    {
                        "text": chunk,
                        "metadata": others,
                        **({"id": f"{mark}|{place}"} if keys and not self.allow_duplicates else {}),
                    }
                )
        if not made:
            raise ComponentError("There is nothing to put into the knowledge base.", field="input_df")
        return made


def _sources(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, Table):
        return value.rows
    if isinstance(value, list):
        return [row for part in value for row in _sources(part)]
    return [value.data] if isinstance(value, JSON) else [{"text": row["text"]} for row in documents(value)]


def _object(text: str, field: str) -> dict[str, Any]:
    if not text.strip():
        return {}
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise ComponentError("This must be a JSON object.", field=field)
    return found
