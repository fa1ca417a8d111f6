"""A model that calls tools until it has an answer."""

from __future__ import annotations

from typing import Any

from runyard_builtins.models.answering import Draft, Turns, shows_in_chat, source_of
from runyard_builtins.models.choice import chosen_model, key_field, model_field, project_field, watsonx_field
from runyard_builtins.models.rounds import Rounds, Steps, past
from runyard_builtins.models.shapes import COLUMNS, INSTRUCTIONS, extract, items_in
from runyard_builtins.utilities.calculator import CalculatorComponent
from runyard_builtins.utilities.current_date import CurrentDate
from runyard_sdk import JSON, Component, ComponentError, Context, Message, Properties, Reply, Tool, output
from runyard_sdk import fields as f

_ROLE = (
    "You are a helpful assistant. Use the tools you are given whenever they can answer better than you, "
    "say so when something cannot be found out, and answer in the language of the question."
)


class Agent(Component):
    """Lets a model work on a task with tools: other nodes in tool mode, flows, and built-in ones. Every step is shown in the chat."""

    title = "Agent"
    icon = "bot"
    category = "models_and_agents"

    model: Any = model_field()
    api_key: str = key_field()
    base_url_ibm_watsonx: str = watsonx_field(combobox=True)
    project_id: str = project_field()
    system_prompt: str = f.multiline(title="Agent Instructions", default=_ROLE, info="The agent's role and rules.")
    context_id: str = f.message_text(
        title="Context ID", advanced=True, info="Only messages with this second key are remembered."
    )
    n_messages: int = f.integer(
        title="Number of Chat History Messages",
        default=100,
        advanced=True,
        accepts=(),
        info="How many earlier messages of the chat are remembered.",
    )
    max_tokens: int = f.integer(
        advanced=True,
        range_spec={"max": 128000.0, "min": 1.0, "step": 1.0, "step_type": "int"},
        info="The longest answer; 0 leaves it to the model.",
    )
    format_instructions: str = f.multiline(
        title="Output Format Instructions",
        default=INSTRUCTIONS,
        advanced=True,
        info="How to fill the structured answer.",
    )
    output_schema: list[Any] = f.table(*COLUMNS, advanced=True, info="The fields of the structured answer.")
    tools: list[Any] = f.handle("Tool", many=True, info="What the agent may call.")
    input_value: Message = f.message(title="Input", tool_mode=True, info="The task.")
    handle_parsing_errors: bool = f.boolean(
        title="Handle Parse Errors", default=True, advanced=True, accepts=(), info="Tell the model about its mistakes."
    )
    max_iterations: int = f.integer(default=15, advanced=True, accepts=(), info="The most rounds with tools.")
    stream: bool = f.boolean(default=True, advanced=True, info="Show the answer while it is being written.")
    add_current_date_tool: bool = f.boolean(
        title="Current Date", default=True, advanced=True, accepts=(), info="Let the agent ask for the date."
    )
    add_calculator_tool: bool = f.boolean(
        title="Calculator", default=True, advanced=True, info="Let the agent calculate."
    )

    @output("response", title="Response")
    async def message_response(self, ctx: Context) -> Message:
        """The answer, with the steps that led to it."""
        model = await chosen_model(self, ctx, max_tokens=self.max_tokens)
        source = source_of(self, model)
        in_chat = shows_in_chat(ctx, "response")
        draft = await Draft.open(ctx, source, "Bot") if in_chat else None
        steps = Steps(ctx, self.input_value.text)
        try:
            reply = await self._rounds(ctx, model).run(
                await self._asked(ctx), steps, draft, stream=self.stream and ctx.streaming
            )
        except ComponentError as wrong:
            if draft:
                await self._failed(draft, wrong)
            raise
        if draft:
            draft.message.content_blocks = [steps.block]
            message = await draft.close(reply.text, reply.usage)
        else:
            properties = Properties(source=source, icon="Bot", usage=reply.usage)
            message = Message(
                reply.text, "Machine", "AI", ctx.session_id, properties=properties, content_blocks=[steps.block]
            )
        ctx.status(message)
        return message

    @output("structured_response", title="Structured Response", types=("JSON",), tool_mode=False)
    async def json_response(self, ctx: Context) -> JSON:
        """The answer as an object of the declared shape."""
        model = await chosen_model(self, ctx, max_tokens=self.max_tokens)
        steps = Steps(ctx, self.input_value.text)
        reply = await self._rounds(ctx, model).run(await self._asked(ctx), steps, None, stream=False)
        if not self.output_schema:
            made = _plain_answer(reply)
        else:
            items = await extract(ctx, model, reply.text, self.format_instructions or INSTRUCTIONS, self.output_schema)
            made = JSON(items[0]) if len(items) == 1 else JSON({"results": items})
        ctx.status(made)
        return made

    def _rounds(self, ctx: Context, model: Any) -> Rounds:
        options = {"max_tokens": self.max_tokens} if self.max_tokens else {}
        return Rounds(ctx, model, [*self.tools, *self._own_tools(ctx)], most=self.max_iterations or 15, options=options)

    def _own_tools(self, ctx: Context) -> list[Tool]:
        chosen: list[type[Component]] = []
        if self.add_current_date_tool:
            chosen.append(CurrentDate)
        if self.add_calculator_tool:
            chosen.append(CalculatorComponent)
        given = {tool.name for tool in self.tools}
        return [tool for tool in (_own(cls, ctx) for cls in chosen) if tool.name not in given]

    async def _asked(self, ctx: Context) -> Turns:
        turns: Turns = [{"role": "system", "content": self.system_prompt}] if self.system_prompt else []
        if self.n_messages:
            history = await ctx.history(ctx.session_id, self.n_messages, context_id=self.context_id or None)
            turns += past([one for one in history if one.properties.state != "partial"], self.input_value)
        files = {"files": list(self.input_value.files)} if self.input_value.files else {}
        return [*turns, {"role": "user", "content": self.input_value.text or " ", **files}]

    async def _failed(self, draft: Draft, wrong: ComponentError) -> None:
        draft.message.error = True
        draft.message.category = "error"
        await draft.close(wrong.message, None)


def _own(cls: type[Component], ctx: Context) -> Tool:
    name = next(iter(cls.spec().outputs)).name

    async def call(arguments: dict[str, Any]) -> Any:
        return await cls(**arguments).produce(name, ctx)

    return cls.as_tool(call)


def _plain_answer(reply: Reply) -> JSON:
    try:
        found = items_in(reply.text)
    except ComponentError:
        return JSON({"content": reply.text})
    return JSON(found[0]) if len(found) == 1 else JSON({"results": found})
