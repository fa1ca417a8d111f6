"""What time it is."""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from runyard_sdk import Component, ComponentError, Context, Message, output
from runyard_sdk import fields as f

ZONES = [
    "UTC",
    "US/Eastern",
    "US/Central",
    "US/Mountain",
    "US/Pacific",
    "America/Sao_Paulo",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Paris",
    "Europe/Madrid",
    "Europe/Moscow",
    "Africa/Cairo",
    "Africa/Johannesburg",
    "Asia/Dubai",
    "Asia/Kolkata",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Asia/Singapore",
    "Australia/Sydney",
    "Pacific/Auckland",
]


class CurrentDate(Component):
    """Tells the current date and time of a time zone."""

    title = "Current Date"
    icon = "clock"
    category = "utilities"

    timezone: str = f.dropdown(
        default="UTC", options=ZONES, combobox=True, tool_mode=True, info="The time zone, for example Europe/Berlin."
    )

    @output("current_date", title="Current Date")
    def get_current_date(self, ctx: Context) -> Message:
        """The date and time as text."""
        name = self.timezone or "UTC"
        try:
            zone = ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            raise ComponentError(f'There is no time zone "{name}".', field="timezone") from None
        text = f"Current date and time in {name}: {ctx.clock.now().astimezone(zone):%Y-%m-%d %H:%M:%S %Z}"
        ctx.status(text)
        return Message(text)
