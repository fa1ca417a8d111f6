"""Vector stores of flow files; all keep their rows in the server's embedded store."""

from __future__ import annotations

from typing import Any

from runyard_builtins.knowledge.storing import documents, embedder, ingest, search
from runyard_sdk import JSON, Component, Context, Table, output
from runyard_sdk import fields as f


class VectorStore(Component):
    """What all vector stores do: take in what arrives, then answer the search."""

    category = "knowledge"
    shape_of_name = "collection_name"

    async def _found(self, ctx: Context) -> list[dict[str, Any]]:
        values: Any = self
        name = getattr(self, self.shape_of_name) or "default"
        rows = documents(values.ingest_data)
        if not rows and not values.search_query:
            return []
        model = await embedder(ctx, values.embedding)
        if rows:
            added = await ingest(ctx, name, model, rows, duplicates=getattr(self, "allow_duplicates", False))
            ctx.log(f"Added {added} of {len(rows)} documents to {name}")
        return (
            await search(ctx, name, model, values.search_query, values.number_of_results or 4)
            if values.search_query
            else []
        )

    @output("search_results", title="Search Results")
    async def search_documents(self, ctx: Context) -> list[JSON]:
        """One JSON per text that was found."""
        made = [JSON({"text": row["text"], **row.get("metadata", {})}) for row in await self._found(ctx)]
        ctx.status(made)
        return made

    @output("dataframe", title="Table")
    async def as_dataframe(self, ctx: Context) -> Table:
        """One row per text that was found."""
        return Table(
            {"text": row["text"], **row.get("metadata", {}), "score": row.get("score")}
            for row in await self._found(ctx)
        )


class Chroma(VectorStore):
    """Keeps texts in a named collection and finds the nearest ones to a question."""

    title = "Chroma DB"
    icon = "Chroma"
    category = "chroma"

    collection_name: str = f.text(default="langflow", info="The collection.")
    persist_directory: str = f.text(info="Kept for files of other versions; the server's own store is used.")
    ingest_data: list[Any] = f.handle("Data", "DataFrame", "Table", many=True, info="What to take in.")
    search_query: str = f.query(tool_mode=True, placeholder="Enter a query...", info="What to look for.")
    should_cache_vector_store: bool = f.boolean(
        title="Cache Vector Store", default=True, advanced=True, info="Kept for files of other versions."
    )
    embedding: Any = f.handle("Embeddings", info="The embedding model; the same for taking in and searching.")
    chroma_server_cors_allow_origins: str = f.text(
        title="Server CORS Allow Origins", advanced=True, info="Kept for files of other versions."
    )
    chroma_server_host: str = f.text(title="Server Host", advanced=True, info="Kept for files of other versions.")
    chroma_server_http_port: int = f.integer(
        title="Server HTTP Port", advanced=True, info="Kept for files of other versions."
    )
    chroma_server_grpc_port: int = f.integer(
        title="Server gRPC Port", advanced=True, info="Kept for files of other versions."
    )
    chroma_server_ssl_enabled: bool = f.boolean(
        title="Server SSL Enabled", advanced=True, info="Kept for files of other versions."
    )
    allow_duplicates: bool = f.boolean(advanced=True, info="Keep the same text several times.")
    search_type: str = f.dropdown(
        default="Similarity", advanced=True, options=["Similarity", "MMR"], info="Kept; results are by similarity."
    )
    number_of_results: int = f.integer(default=10, advanced=True, info="How many at most.")
    limit: int = f.integer(advanced=True, info="Kept for files of other versions.")


class FAISS(VectorStore):
    """Keeps texts in a named index and finds the nearest ones to a question."""

    title = "FAISS"
    icon = "FAISS"
    category = "FAISS"
    shape_of_name = "index_name"

    index_name: str = f.text(default="langflow_index", info="The index.")
    persist_directory: str = f.text(info="Kept for files of other versions; the server's own store is used.")
    ingest_data: list[Any] = f.handle("Data", "DataFrame", "Table", many=True, info="What to take in.")
    search_query: str = f.query(tool_mode=True, placeholder="Enter a query...", info="What to look for.")
    should_cache_vector_store: bool = f.boolean(
        title="Cache Vector Store", default=True, advanced=True, info="Kept for files of other versions."
    )
    allow_dangerous_deserialization: bool = f.boolean(
        advanced=True, info="Kept for files of other versions; nothing is deserialised."
    )
    embedding: Any = f.handle("Embeddings", info="The embedding model; the same for taking in and searching.")
    number_of_results: int = f.integer(default=4, advanced=True, info="How many at most.")
