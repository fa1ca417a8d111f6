"""What goes into the inputs of a flow, as the langflow dialect writes it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class InputValue(BaseModel):
    """A value for the chat or text inputs, or for the components it names."""

    model_config = ConfigDict(extra="ignore")

    components: list[str] | None = Field(default_factory=list)
    input_value: str | None = None
    session: str | None = None
    type: Literal["chat", "text", "any"] | None = "any"
    client_request_time: int | None = None
