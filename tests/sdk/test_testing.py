"""The test class for authors finds what it should find."""

import pytest

from runyard_sdk import Component, Context, Message, output
from runyard_sdk import fields as f
from runyard_sdk.testing import Case, FakeContext, component_tests


class Echo(Component):
    """Says it again."""

    text: str = f.message_text()
    times: int = f.integer(default=1)

    @output("echo")
    async def echo(self, ctx: Context) -> Message:
        ctx.log("said")
        return Message(self.text * self.times)


TestEcho = component_tests(
    Echo,
    [Case({"text": "a", "times": 2}, {"echo": "aa"}), Case({"text": "b"}, {"echo": lambda made: made.text == "b"})],
)


def test_a_case_that_does_not_hold_is_found():
    made = component_tests(Echo, [Case({"text": "a"}, {"echo": "b"})])()
    with pytest.raises(AssertionError):
        made.test_the_cases_give_what_they_promise()


def test_a_component_without_a_description_is_found():
    class Mute(Component):
        @output("x")
        def make(self) -> Message:
            return Message("")

    with pytest.raises(AssertionError, match="docstring"):
        component_tests(Mute)().test_the_declaration_is_sane()


async def test_the_context_records_what_a_component_does():
    ctx = FakeContext()
    await Echo(text="x").produce("echo", ctx)
    sent = await ctx.send(Message("hi"))
    await ctx.token(sent.id, "h")
    assert (ctx.logs, ctx.sent[0].text, ctx.tokens) == ([("Log 1", "said")], "hi", [(sent.id, "h")])
