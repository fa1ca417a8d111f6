"""Small graphs and components for tests of the walk."""

from __future__ import annotations

import asyncio
from typing import Any

from runyard.engine.graph import FlowGraph
from runyard_sdk import Component, ComponentError, Context, Message, Table, output
from runyard_sdk import fields as f

Wire = tuple[str, str] | tuple[str, str, str] | tuple[str, str, str, str]


class Join(Component):
    """Joins what it gets, with its own text last."""

    cheap = True
    text: str = f.message_text(default="")
    inputs: list = f.handle("Message", many=True)
    other: Any = f.handle("Message")

    @output("out")
    def join(self, ctx: Context) -> Message:
        texts = [one.text for one in self.inputs] + ([self.other.text] if self.other else [])
        return Message(" ".join([*texts, self.text]).strip())


class Work(Join):
    """The same, but not cheap; waits for a gate when its test says so."""

    type = "Work"
    cheap = False
    gates: dict[str, asyncio.Event] = {}
    running: list[str] = []
    done: list[str] = []

    @output("out")
    async def join(self, ctx: Context) -> Message:
        Work.running.append(self.node_id)
        if self.node_id in Work.gates:
            await Work.gates[self.node_id].wait()
        Work.done.append(self.node_id)
        return Join.join(self, ctx)


async def until(met: Any) -> None:
    """Let others work until a condition is met."""
    while not met():  # noqa: ASYNC110 - what is waited for lies in components under test
        await asyncio.sleep(0)


class Fail(Join):
    """Fails."""

    type = "Fail"
    hidden: str = f.secret(default="")

    @output("out")
    def join(self, ctx: Context) -> Message:
        raise ComponentError("It cannot be done.", field="text", hint="Try another text.")


class Crash(Join):
    """Raises what no component should raise."""

    type = "Crash"

    @output("out")
    def join(self, ctx: Context) -> Message:
        raise ZeroDivisionError("division by zero")


class Switch(Component):
    """Goes left when the text says so, else right."""

    cheap = True
    text: str = f.message_text(default="")

    @output("left")
    def to_left(self, ctx: Context) -> Message:
        return self._to("left", "right", ctx)

    @output("right")
    def to_right(self, ctx: Context) -> Message:
        return self._to("right", "left", ctx)

    def _to(self, side: str, other: str, ctx: Context) -> Message:
        ctx.stop(other if side in self.text else side)
        return Message(self.text if side in self.text else "")


class Turn(Component):
    """Sends a text round until it is long enough."""

    cheap = True
    text: str = f.message_text(default="")
    back: str = f.message_text(default="")

    @output("again")
    def again(self, ctx: Context) -> Message:
        grown = (self.back or self.text) + "."
        ctx.stop("again" if len(grown) >= 4 else "out")
        return Message(grown)

    @output("out")
    def out(self, ctx: Context) -> Message:
        return Message((self.back or self.text) + ".")


class Rows(Component):
    """A table with a row for each letter."""

    cheap = True
    text: str = f.message_text(default="abc")

    @output("table")
    def table(self, ctx: Context) -> Table:
        return Table({"text": letter} for letter in self.text)


class Say(Component):
    """Anything as text."""

    cheap = True
    value: Any = f.handle("Table", "JSON", "Message")

    @output("out")
    def say(self, ctx: Context) -> Message:
        return Message(
            ",".join(row["text"] for row in self.value.rows) if isinstance(self.value, Table) else str(self.value)
        )


PARTS = (Join, Work, Fail, Crash, Switch, Turn, Rows, Say)
TYPES = {part.type: part for part in PARTS}


def node(
    id: str, kind: str = "Join", *, frozen: bool = False, tool_mode: bool = False, **values: Any
) -> dict[str, Any]:
    """A node of a flow file."""
    cls = TYPES.get(kind)
    shape = (
        cls.template()
        if cls
        else {"display_name": kind, "template": {}, "outputs": [{"name": "out", "types": ["Message"]}]}
    )
    template = {name: dict(field) if isinstance(field, dict) else field for name, field in shape["template"].items()}
    for name, value in values.items():
        template.setdefault(name, {"type": "str", "name": name, "show": True})["value"] = value
    inner = shape | {"template": template, "frozen": frozen, "tool_mode": tool_mode}
    return {"id": id, "type": "genericNode", "data": {"id": id, "type": kind, "node": inner}}


def wire(source: str, target: str, field: str = "inputs", output: str = "out") -> dict[str, Any]:
    """An edge of a flow file."""
    return {
        "source": source,
        "target": target,
        "data": {
            "sourceHandle": {"id": source, "name": output, "output_types": ["Message"], "dataType": "x"},
            "targetHandle": {"id": target, "fieldName": field, "inputTypes": ["Message"], "type": "other"},
        },
    }


def graph(nodes: list[dict[str, Any]], *wires: Any) -> FlowGraph:
    """A parsed graph; a wire is (source, target[, field[, output]])."""
    edges = [one if isinstance(one, dict) else wire(*one) for one in wires]
    return FlowGraph.parse({"nodes": nodes, "edges": edges})
