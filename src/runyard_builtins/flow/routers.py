"""Choosing one of two branches."""

from __future__ import annotations

from typing import Any

from runyard_builtins.data.compare import COMPARISONS, matches
from runyard_sdk import JSON, Component, ComponentError, Context, Message, output
from runyard_sdk import fields as f

_NUMERIC = ["less than", "less than or equal", "greater than", "greater than or equal"]


class ConditionalRouter(Component):
    """Compares a text and goes on along the True or the False branch."""

    title = "If-Else"
    icon = "split"
    category = "flow_controls"
    cheap = True

    input_text: str = f.message_text(title="Text Input", required=True, info="The text to look at.")
    operator: str = f.dropdown(
        default="equals",
        refresh=True,
        options=[*COMPARISONS, "regex", *_NUMERIC],
        info="How to compare.",
    )
    match_text: str = f.message_text(required=True, info="The text or pattern to compare with.")
    case_sensitive: bool = f.boolean(default=True, advanced=True, info="Tell capital and small letters apart.")
    true_case_message: Message = f.message(
        title="Case True", advanced=True, info="Goes out instead of the input when it is true."
    )
    false_case_message: Message = f.message(
        title="Case False", advanced=True, info="Goes out instead of the input when it is false."
    )
    max_iterations: int = f.integer(
        default=10, advanced=True, info="In a cycle: after so many rounds the default route is taken."
    )
    default_route: str = f.dropdown(
        default="false_result",
        advanced=True,
        options=["true_result", "false_result"],
        info="The route that ends a cycle.",
    )

    @output("true_result", title="True", group_outputs=True)
    def true_response(self, ctx: Context) -> Message:
        """The message for the True branch."""
        return self._respond(ctx, "true_result")

    @output("false_result", title="False", group_outputs=True)
    def false_response(self, ctx: Context) -> Message:
        """The message for the False branch."""
        return self._respond(ctx, "false_result")

    def _respond(self, ctx: Context, route: str) -> Message:
        taken = self._route(ctx)
        ctx.stop("false_result" if taken == "true_result" else "true_result")
        if route != taken:
            return Message("")
        case = self.true_case_message if taken == "true_result" else self.false_case_message
        message = case if case.text else Message(self.input_text)
        ctx.status(message)
        return message

    def _route(self, ctx: Context) -> str:
        limit = self.max_iterations or 0
        if limit and ctx.round > limit:
            return self.default_route
        left, right = self.input_text, self.match_text
        if not self.case_sensitive and self.operator != "regex":
            left, right = left.lower(), right.lower()
        return "true_result" if matches(self.operator, left, right) else "false_result"


class DataConditionalRouter(Component):
    """Looks at one key of JSON and goes on along the True or the False branch."""

    title = "Condition"
    icon = "split"
    category = "flow_controls"
    legacy = True
    cheap = True

    data_input: list[Any] = f.data(many=True, info="The JSON, or a list of them.")
    key_name: str = f.message_text(info="The key to look at.")
    operator: str = f.dropdown(default="equals", options=[*COMPARISONS, "boolean validator"], info="How to compare.")
    compare_value: str = f.message_text(title="Match Text", info="The value to compare with.")

    @output("true_output", title="True Output", group_outputs=True)
    def process_true(self, ctx: Context) -> JSON | list[JSON]:
        """The items for the True branch."""
        return self._side(ctx, "true_output", holds=True)

    @output("false_output", title="False Output", group_outputs=True)
    def process_false(self, ctx: Context) -> JSON | list[JSON]:
        """The items for the False branch."""
        return self._side(ctx, "false_output", holds=False)

    def _side(self, ctx: Context, route: str, *, holds: bool) -> JSON | list[JSON]:
        chosen = [item for item in self.data_input if self._holds(item) is holds]
        if not chosen:
            ctx.stop(route)
            return JSON({})
        made = chosen[0] if len(self.data_input) == 1 else chosen
        ctx.status(made)
        return made

    def _holds(self, item: JSON) -> bool:
        if self.key_name not in item.data:
            raise ComponentError(f'The JSON has no key "{self.key_name}".', field="key_name")
        value: Any = item.data[self.key_name]
        if self.operator == "boolean validator":
            return value is True or str(value).strip().lower() in ("true", "1", "yes", "y", "on")
        return matches(self.operator, str(value), self.compare_value)
