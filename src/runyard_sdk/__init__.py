"""What authors of components import: Component, output, fields, the values of edges, the context of a run, errors."""

from runyard_sdk import fields
from runyard_sdk.component import Component, ComponentSpec, NodeInfo, component
from runyard_sdk.context import Context
from runyard_sdk.data import JSON, Table
from runyard_sdk.errors import ComponentError, DeclarationError, Retriable
from runyard_sdk.fieldspec import FieldSpec
from runyard_sdk.messages import Message, Properties, Source
from runyard_sdk.models import Embeddings, LanguageModel, Reply, Tool, ToolCall
from runyard_sdk.output import OutputSpec, output
from runyard_sdk.outside import outside
from runyard_sdk.text import as_text, fill, markdown, variables

__all__ = [
    "JSON",
    "Component",
    "ComponentError",
    "ComponentSpec",
    "Context",
    "DeclarationError",
    "Embeddings",
    "FieldSpec",
    "LanguageModel",
    "Message",
    "NodeInfo",
    "OutputSpec",
    "Properties",
    "Reply",
    "Retriable",
    "Source",
    "Table",
    "Tool",
    "ToolCall",
    "as_text",
    "component",
    "fields",
    "fill",
    "markdown",
    "output",
    "outside",
    "variables",
]
