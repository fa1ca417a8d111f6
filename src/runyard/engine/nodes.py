"""Calling the components of a flow: values in, outputs out, what readers of the journal want to know in between."""

from __future__ import annotations

import inspect
from typing import Any

from runyard.engine.binding import Binding, bind
from runyard.engine.context import NodeContext
from runyard.engine.errors import NodeFailed, UnknownComponent
from runyard.engine.failures import error_message, node_failed
from runyard.engine.graph import TOOL_OUTPUT, GraphNode
from runyard.engine.loops import run_loop
from runyard.engine.outcome import Outcome
from runyard.engine.params import Params
from runyard.engine.plan import PlanNode
from runyard.engine.scope import FlowScope
from runyard.engine.toolkits import toolkit
from runyard.engine.walk import Walk
from runyard_sdk import Component, Message
from runyard_sdk.values import dump, load

# Their only effect is a chat message whose id follows from the step, so running them again after a crash changes nothing.
REPEATABLE = frozenset({"ChatInput", "ChatOutput", "Webhook"})


class Components:
    """The caller for flow graphs."""

    def __init__(self, scope: FlowScope) -> None:
        self.scope = scope
        self.fail_fast = scope.options.mode == "run"

    def binding(self, node: GraphNode) -> Binding:
        """The node with its class; UnknownComponent when nothing installed provides it."""
        return bind(self.scope.graph, node, self.scope.services.catalogue.resolve(node))

    def cheap(self, node: PlanNode) -> bool:
        """Whether the node may run again after a crash, and is so fast that it needs no task of its own."""
        body: GraphNode = node.body
        if node.loop is not None:
            return False
        try:
            return body.tool_mode or body.type in REPEATABLE or self.binding(body).spec.cheap
        except UnknownComponent:
            return False

    async def call(self, node: PlanNode, walk: Walk, key: str) -> Outcome:
        """Run a component and give what came out."""
        body: GraphNode = node.body
        frozen = self.scope.options.frozen.get(body.id) if body.frozen else None
        if isinstance(frozen, dict):
            outcome = self.revive(node, frozen)
            outcome.frozen = True
            return outcome
        started = self.scope.services.clock.monotonic()
        outcome = Outcome()
        context = NodeContext(self.scope, self.scope.info(body.id), key, outcome, walk.passes.get(node.id, 0) + 1)
        try:
            await self._produce(node, walk, context)
        except NodeFailed:
            raise
        except Exception as error:  # the edge to other people's code: whatever it raises becomes this node's failure
            raise node_failed(body, error, outcome, self._ms(started)) from error
        finally:
            context.close_open()
        outcome.ms = self._ms(started)
        return outcome

    async def _produce(self, node: PlanNode, walk: Walk, context: NodeContext) -> None:
        binding = self.binding(node.body)
        outcome = context.outcome
        params = await self.params(binding, walk, outcome)
        if node.body.tool_mode:
            outcome.add(TOOL_OUTPUT, toolkit(binding, params, context))
        elif node.loop is not None:
            await run_loop(node, params.component(), walk, context)
        else:
            component = params.component()
            for name in self._outputs(binding, params):
                value = await produce(binding, component, name, context)
                outcome.add(name, value)
                self._status(name, context)
        outcome.stopped = tuple(context.stopped)
        outcome.idle = tuple(port.name for port in node.body.outputs if port.name not in outcome.values)

    async def params(self, binding: Binding, walk: Walk, outcome: Outcome) -> Params:
        """The field values of a node."""
        if binding.broken is not None:
            raise binding.broken
        params = Params(binding)
        changes = self.scope.changes(binding.node.id)
        if changes:
            params.change(changes)
        if binding.session:
            params.session(self.scope.session_id)
        outcome.inputs = params.shown
        for slot, name in params.pending:
            params.variable(slot, name, await self.scope.variable(name, secret=slot.secret))
        if binding.fed:
            params.edges(walk.value)
        params.complete()
        return params

    def _outputs(self, binding: Binding, params: Params) -> tuple[str, ...]:
        if binding.connected:
            return binding.wanted
        live = binding.cls.live_outputs(params.values)
        return (
            binding.wanted if live is None else tuple(name for name in binding.wanted if name in live) or binding.wanted
        )

    def _status(self, name: str, context: NodeContext) -> None:
        """What the component said it shows, for this output and later ones; a value that is an output is kept as its name."""
        if context.said is None:
            return
        outcome = context.outcome
        same = next((output for output, value in outcome.values.items() if value is context.said), None)
        outcome.artifacts[name] = dump(context.said) if same is None else same

    def _ms(self, started: float) -> float:
        return round((self.scope.services.clock.monotonic() - started) * 1000, 3)

    def revive(self, node: PlanNode, kept: dict[str, Any]) -> Outcome:
        """The outcome of an earlier attempt, its models and tools working again."""
        body: GraphNode = node.body

        def revived(kind: str, spec: dict[str, Any]) -> Any:
            return self._revived(body, kind, spec)

        outcome = Outcome.revived(kept, revived)
        for name, form in outcome.notes.items():
            self.scope.notes[name] = load(form)
        return outcome

    def _revived(self, node: GraphNode, kind: str, spec: dict[str, Any]) -> Any:
        if kind != "Tool":
            return self.scope.services.models.of(self.scope).revived(kind, spec)
        binding = self.binding(node)
        context = NodeContext(self.scope, self.scope.info(node.id), node.id, Outcome())
        offered = toolkit(binding, Params(binding), context)
        return next((one for one in offered if one.name == spec.get("name")), load({"type": "Tool", "value": spec}))

    def failure(self, node: PlanNode, error: Exception) -> NodeFailed:
        """What was raised around the call, as the node's failure."""
        return node_failed(node.body, error)

    def started(self, node: PlanNode, walk: Walk) -> None:
        """Tell followers that the node begins."""
        self.scope.run.emit("node.started", _round({"node": node.id, "attempt": self.scope.run.attempt}, walk))

    def finished(self, node: PlanNode, outcome: Outcome, walk: Walk, ahead: list[str], off: list[str]) -> None:
        """Tell followers what came out and what is next."""
        inner = [] if node.loop is None else list(node.loop.body.to_run)
        data: dict[str, Any] = {
            "node": node.id,
            "name": node.title,
            "type": node.body.type,
            "ms": outcome.ms,
            "frozen": outcome.frozen,
            "inactivated": off + inner,
            "next": ahead,
            "top": ahead,
            "outputs": outcome.forms,
            "inputs": outcome.inputs,
            "artifacts": outcome.artifacts,
            "logs": outcome.logs,
            "messages": list(outcome.messages),
            "usage": outcome.usage,
            "idle": list(outcome.idle),
        }
        self.scope.run.emit("node.finished", _round(data, walk))

    def failed(self, node: PlanNode, error: NodeFailed, walk: Walk) -> None:
        """Tell followers that the node failed, in the chat too; a loop only repeats what a node of its body said."""
        if error.node == node.id:
            said = error_message(self.scope, node.body, error)
            self.scope.services.messages.keep(self.scope.run, said)
            self.scope.run.emit("message", {"message": said, "node": node.id})
        data = {
            "node": node.id,
            "name": node.title,
            "type": node.body.type,
            "ms": error.ms,
            "inputs": error.inputs,
            "error": {"message": error.reason, "kind": error.kind, "hint": error.hint, "field": error.field},
            "outputs_declared": [port.name for port in node.body.outputs],
        }
        self.scope.run.emit("node.failed", _round(data, walk))


def _round(data: dict[str, Any], walk: Walk) -> dict[str, Any]:
    if walk.round is not None:
        data["round"] = walk.round
    return data


async def produce(binding: Binding, component: Component, output: str, context: NodeContext) -> Any:
    """The value of one output."""
    context.output = output
    ctx = context.sdk
    call = binding.calls.get(output)
    if call is None:
        value = await component.produce(output, ctx)
    else:
        method = getattr(component, call[0])
        value = method(ctx) if call[1] else method()
        if inspect.isawaitable(value):
            value = await value
    if isinstance(value, Message) and value.flow_id is None:
        value.flow_id = context.flow_id
    return value
