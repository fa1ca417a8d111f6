"""A model chooses the branch."""

from __future__ import annotations

from typing import Any

from runyard_builtins.models.answering import counted, turns
from runyard_builtins.models.choice import chosen_model, key_field, model_field
from runyard_sdk import Component, ComponentError, Context, Message, output
from runyard_sdk import fields as f

_ROUTES = [
    {"route_category": "Positive", "route_description": "Praise and thanks", "output_value": ""},
    {"route_category": "Negative", "route_description": "Complaints", "output_value": ""},
]
_ELSE = "default_result"


class SmartRouter(Component):
    """Lets a model choose one of several routes for a text."""

    title = "Smart Router"
    icon = "route"
    category = "llm_operations"

    model: Any = model_field()
    api_key: str = key_field()
    input_text: str = f.message_text(title="Input", required=True, info="The text to route.")
    routes: list[Any] = f.table(
        {
            "name": "route_category",
            "display_name": "Route Name",
            "type": "str",
            "edit_mode": "inline",
            "description": "The route's name.",
        },
        {
            "name": "route_description",
            "display_name": "Route Description",
            "type": "str",
            "edit_mode": "popover",
            "description": "What belongs here.",
        },
        {
            "name": "output_value",
            "display_name": "Route Message",
            "type": "str",
            "edit_mode": "popover",
            "description": "Goes out instead of the text.",
        },
        default=_ROUTES,
        required=True,
        real_time_refresh=True,
        info="The routes to choose from.",
    )
    message: Message = f.message(
        title="Override Output", advanced=True, info="Goes out instead of the text, on every route."
    )
    enable_else_output: bool = f.boolean(
        title="Include Else Output", advanced=True, refresh=True, info="Add a route for what fits none."
    )
    custom_prompt: str = f.multiline(title="Additional Instructions", advanced=True, info="More rules for the choice.")

    @output("category_1_result", title="Route 1", offered=False, group_outputs=True)
    async def process_case(self, ctx: Context) -> Message:
        """The text, on the route that was chosen."""
        return await self.produce("category_1_result", ctx)

    async def produce(self, output: str, ctx: Context) -> Message:
        """The outputs are made from the routes: category_1_result, category_2_result ... and default_result."""
        names = [f"category_{number}_result" for number in range(1, len(self.routes) + 1)]
        chosen = await self._choice(ctx)
        taken = names[chosen] if chosen is not None else _ELSE
        for name in [*names, *([_ELSE] if self.enable_else_output else [])]:
            if name != taken:
                ctx.stop(name)
        if output != taken:
            return Message("", flow_id=ctx.flow_id)
        own = self.routes[chosen].get("output_value") if chosen is not None else ""
        message = Message(self.message.text or own or self.input_text, flow_id=ctx.flow_id)
        ctx.status(message)
        return message

    async def _choice(self, ctx: Context) -> int | None:
        if not self.routes:
            raise ComponentError("Declare at least one route.", field="routes")
        noted = ctx.noted(f"route:{ctx.node_id}:{ctx.round}")
        if noted is not None:
            return None if noted < 0 else noted
        model = await chosen_model(self, ctx)
        lines = [f"- {row.get('route_category')}: {row.get('route_description') or ''}" for row in self.routes]
        system = "Choose the route that fits the text best. Answer with the route's name only, or NONE.\n" + "\n".join(
            lines
        )
        reply = await model.chat(turns(f"{system}\n{self.custom_prompt}".strip(), self.input_text))
        counted(ctx, reply)
        said = reply.text.strip().strip('".').lower()
        found = [at for at, row in enumerate(self.routes) if str(row.get("route_category", "")).lower() == said]
        ctx.note(f"route:{ctx.node_id}:{ctx.round}", found[0] if found else -1)
        return found[0] if found else None
