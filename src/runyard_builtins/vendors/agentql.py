"""Data out of web pages with the service AgentQL."""

from __future__ import annotations

from runyard_builtins.web.calls import call_json, needed_key
from runyard_sdk import JSON, Component, ComponentError, Context, output
from runyard_sdk import fields as f


class AgentQL(Component):
    """Lets AgentQL open a page and pick data from it, by a query or by a description."""

    title = "Extract Web Data"
    icon = "AgentQL"
    category = "agentql"

    api_key: str = f.secret(title="AgentQL API Key", required=True, info="The key of your AgentQL account.")
    url: str = f.message_text(title="URL", required=True, tool_mode=True, info="The page.")
    query: str = f.multiline(title="AgentQL Query", tool_mode=True, info="A query in AgentQL's own language.")
    prompt: str = f.multiline(tool_mode=True, info="A description of the data, instead of a query.")
    is_stealth_mode_enabled: bool = f.boolean(
        title="Enable Stealth Mode (Beta)", advanced=True, info="Look more like a person."
    )
    timeout: int = f.integer(default=900, advanced=True, info="Seconds to wait for the answer.")
    mode: str = f.dropdown(
        title="Request Mode", default="fast", advanced=True, options=["fast", "standard"], info="Quick or thorough."
    )
    wait_for: int = f.integer(title="Wait For", advanced=True, info="Seconds to wait for the page.")
    is_scroll_to_bottom_enabled: bool = f.boolean(
        title="Enable scroll to bottom", advanced=True, info="Scroll down before reading."
    )
    is_screenshot_enabled: bool = f.boolean(title="Enable screenshot", advanced=True, info="Also take a picture.")

    @output("data", title="JSON")
    async def build_output(self, ctx: Context) -> JSON:
        """The data of the page."""
        key = needed_key(self.api_key, "AgentQL")
        if bool(self.query) == bool(self.prompt):
            raise ComponentError("Give either a query or a description.", field="query")
        asked = {
            "url": self.url,
            "query": self.query or None,
            "prompt": self.prompt or None,
            "params": {
                "mode": self.mode,
                "wait_for": self.wait_for or 0,
                "is_scroll_to_bottom_enabled": self.is_scroll_to_bottom_enabled,
                "is_screenshot_enabled": self.is_screenshot_enabled,
            },
            "metadata": {"experimental_stealth_mode_enabled": self.is_stealth_mode_enabled},
        }
        answer = await call_json(
            ctx,
            "AgentQL",
            "POST",
            "https://api.agentql.com/v1/query-data",
            headers={"X-API-Key": key},
            json=asked,
            timeout=self.timeout or 900,
        )
        return JSON({"result": answer.get("data"), "metadata": answer.get("metadata")})
