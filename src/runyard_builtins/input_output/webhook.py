"""The start of a flow that other systems call over HTTP."""

from __future__ import annotations

import json

from runyard_sdk import JSON, Component, Context, output
from runyard_sdk import fields as f


class Webhook(Component):
    """Starts the flow when its address is called; the body of the call becomes JSON."""

    icon = "webhook"
    category = "input_output"

    data: str = f.multiline(
        title="Payload", advanced=True, info="The body of the call; it is filled in when the call comes."
    )
    curl: str = f.multiline(
        title="cURL", default="CURL_WEBHOOK", advanced=True, accepts=(), info="A command that calls this flow."
    )
    endpoint: str = f.multiline(default="BACKEND_URL", accepts=(), copy_field=True, info="The address to call.")

    @output("output_data", title="JSON")
    def build_data(self, ctx: Context) -> JSON:
        """The body as JSON; a body that is no object stands under "payload"."""
        body: object = {}
        if self.data:
            try:
                body = json.loads(self.data)
            except ValueError:
                body = self.data
        made = JSON(body if isinstance(body, dict) else {"payload": body})
        ctx.status(made)
        return made
