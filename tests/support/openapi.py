"""What an OpenAPI document says of each operation, as sets of names that can be held against a contract."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Schema = dict[str, Any]


@dataclass(frozen=True)
class Declared:
    """One operation: (place, name in lower case) of its parameters, names of its body's fields and of its answer's."""

    parameters: frozenset[tuple[str, str]]
    body: frozenset[str]
    answer: frozenset[str]


def declared(document: Schema) -> dict[str, Declared]:
    """Every operation of a document, by its id."""
    operations = (operation for path in document["paths"].values() for operation in path.values())
    return {operation["operationId"]: _declared(document, operation) for operation in operations}


def _declared(document: Schema, operation: Schema) -> Declared:
    success = next((reply for status, reply in operation["responses"].items() if status.startswith("2")), {})
    return Declared(
        frozenset((one["in"], one["name"].lower()) for one in operation.get("parameters", [])),
        frozenset(_content(document, operation.get("requestBody", {}))),
        frozenset(_content(document, success)),
    )


def _content(document: Schema, holder: Schema) -> Iterator[str]:
    for media in holder.get("content", {}).values():
        yield from _fields(document, media.get("schema", {}))


def _fields(document: Schema, schema: Schema) -> Iterator[str]:
    """Names of an object's fields; of a list those of its items, of alternatives those of all."""
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    yield from schema.get("properties", {})
    for part in (*schema.get("allOf", []), *schema.get("anyOf", []), *schema.get("oneOf", [])):
        yield from _fields(document, part)
    if "items" in schema:
        yield from _fields(document, schema["items"])
