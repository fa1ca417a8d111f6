"""The base class of everything that can stand in a flow as a node."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from runyard_sdk.context import Context
from runyard_sdk.errors import ComponentError, DeclarationError
from runyard_sdk.fieldspec import FieldSpec
from runyard_sdk.messages import Message
from runyard_sdk.models import Tool
from runyard_sdk.output import OutputSpec, output, output_of
from runyard_sdk.refresh import refreshed
from runyard_sdk.schema import tool_for, toolkit
from runyard_sdk.template import node_template


@dataclass(frozen=True)
class NodeInfo:
    """The node that a component instance stands for."""

    id: str
    title: str
    template: dict[str, Any]
    type: str = ""


@dataclass(frozen=True)
class ComponentSpec:
    """The whole declaration of a component, frozen."""

    type: str
    title: str
    description: str
    icon: str
    category: str
    fields: tuple[FieldSpec, ...]
    outputs: tuple[OutputSpec, ...]
    aliases: tuple[str, ...]
    legacy: bool
    beta: bool
    cheap: bool
    loop: bool

    def field(self, name: str) -> FieldSpec | None:
        """The field of that name."""
        return next((one for one in self.fields if one.name == name), None)

    def output(self, name: str) -> OutputSpec | None:
        """The output of that name."""
        return next((one for one in self.outputs if one.name == name), None)


class Component:
    """A node: typed fields as class attributes, outputs as methods marked with `output`. The docstring is the description."""

    type: ClassVar[str] = ""
    title: ClassVar[str] = ""
    description: ClassVar[str] = ""
    icon: ClassVar[str] = "box"
    category: ClassVar[str] = "custom_component"
    aliases: ClassVar[tuple[str, ...]] = ()
    legacy: ClassVar[bool] = False
    beta: ClassVar[bool] = False
    cheap: ClassVar[bool] = False
    loop: ClassVar[bool] = False
    shape: ClassVar[dict[str, Any]] = {}
    reveals: ClassVar[dict[str, list[str]]] = {}
    __fields__: ClassVar[dict[str, FieldSpec]] = {}
    __outputs__: ClassVar[dict[str, OutputSpec]] = {}

    node: NodeInfo | None = None

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        own = {name: spec for name, spec in vars(cls).items() if isinstance(spec, FieldSpec)}
        for name, spec in own.items():
            spec.name = name
            spec.title = spec.title or name.replace("_", " ").title()
            delattr(cls, name)  # a field may be called like a class attribute: Cls.template() stays what it is
        cls.__fields__ = cls.__fields__ | own
        made = [output_of(method) for method in vars(cls).values() if hasattr(method, "__output__")]
        cls.__outputs__ = cls.__outputs__ | {spec.name: spec for spec in made}
        cls.type = cls.__dict__.get("type") or cls.__name__
        cls.title = cls.__dict__.get("title") or cls.title or cls.type
        cls.description = " ".join((cls.__dict__.get("description") or cls.__doc__ or "").split())

    def __init__(self, **values: Any) -> None:
        for name, spec in self.__fields__.items():
            setattr(self, name, spec.coerce(values.pop(name, spec.initial())))
        self.extra: dict[str, Any] = values

    @classmethod
    def spec(cls) -> ComponentSpec:
        """The declaration."""
        if not cls.__outputs__:
            raise DeclarationError(f"{cls.__name__} declares no output.")
        return ComponentSpec(
            cls.type,
            cls.title,
            cls.description,
            cls.icon,
            cls.category,
            tuple(cls.__fields__.values()),
            tuple(cls.__outputs__.values()),
            cls.aliases,
            cls.legacy,
            cls.beta,
            cls.cheap,
            cls.loop,
        )

    @classmethod
    def template(cls) -> dict[str, Any]:
        """The node as the palette and flow files hold it."""
        return node_template(cls.spec(), cls)

    @classmethod
    def refreshed(cls, node: dict[str, Any], field: str, value: Any) -> dict[str, Any]:
        """The node after its user changed one field: variables of prompts, revealed fields, live outputs, tool mode."""
        return refreshed(cls, node, field, value)

    @classmethod
    def as_tool(
        cls,
        call: Callable[[dict[str, Any]], Any],
        *,
        name: str = "",
        description: str = "",
        output: str = "",
        spec: dict[str, Any] | None = None,
    ) -> Tool:
        """A tool whose arguments are the fields in tool mode; `call` gets them and gives the output's value."""
        return tool_for(cls.spec(), call, name=name, description=description, output=output, spec=spec or {})

    @classmethod
    def toolkit(
        cls,
        call: Callable[[str, dict[str, Any]], Any],
        settings: list[dict[str, Any]] | None = None,
        spec: dict[str, Any] | None = None,
    ) -> list[Tool]:
        """What a node in tool mode offers: one tool per output; `settings` is the value of its tools_metadata field."""
        return toolkit(cls.spec(), call, settings or [], spec or {})

    @property
    def node_id(self) -> str:
        """The id of the node, or the type outside of a flow."""
        return self.node.id if self.node else type(self).type

    @property
    def display_name(self) -> str:
        """The title of the node, which its user may have changed."""
        return self.node.title if self.node else type(self).title

    async def produce(self, output: str, ctx: Context) -> Any:
        """Make the value of one output."""
        declared = self.__outputs__.get(output)
        if declared is None:
            raise ComponentError(f'{type(self).title} has no output "{output}".')
        method = getattr(self, declared.method)
        made = method(ctx) if inspect.signature(method).parameters else method()
        value = await made if inspect.isawaitable(made) else made
        if isinstance(value, Message) and value.flow_id is None:
            value.flow_id = ctx.flow_id
        return value

    @classmethod
    def live_outputs(cls, values: dict[str, Any]) -> list[str] | None:
        """Names of the outputs that the chosen values leave visible; None means those of the node."""
        return None


def component(
    *, output_name: str = "result", output_title: str = "", **attributes: Any
) -> Callable[[Callable[..., Any]], type[Component]]:
    """Make a component of one function: its parameters with field defaults are the fields, its result is the output."""

    def build(function: Callable[..., Any]) -> type[Component]:
        parameters = inspect.signature(function).parameters
        names = [name for name in parameters if name != "ctx"]
        missing = [name for name in names if not isinstance(parameters[name].default, FieldSpec)]
        if missing:
            raise DeclarationError(f"Give {', '.join(missing)} of {function.__name__} a field as default.")

        def run(self: Component, ctx: Context) -> Any:
            given = {name: getattr(self, name) for name in names}
            return function(**given, ctx=ctx) if "ctx" in parameters else function(**given)

        run.__annotations__ = {"return": inspect.get_annotations(function, eval_str=True).get("return")}
        body = {name: parameters[name].default for name in names}
        title = function.__name__.replace("_", " ").title()
        kind = attributes.pop("type", title.replace(" ", ""))
        body |= {
            "title": title,
            "__doc__": function.__doc__,
            "__module__": function.__module__,
            "type": kind,
        } | attributes
        return type(kind, (Component,), body | {"run": output(output_name, title=output_title)(run)})

    return build
