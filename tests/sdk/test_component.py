"""Declaring and running components."""

import pytest

from runyard_sdk import Component, ComponentError, Context, DeclarationError, Message, component, output
from runyard_sdk import fields as f
from runyard_sdk.testing import FakeContext, produce


class Greeting(Component):
    """Greets
    someone."""

    icon = "hand"
    who: str = f.message_text(title="Who", required=True, tool_mode=True, info="Whom to greet.")
    template: str = f.multiline(default="Hello {who}")

    @output("greeting")
    async def greet(self, ctx: Context) -> Message:
        return Message(self.template.replace("{who}", self.who))

    @output("raw", tool_mode=False)
    def bare(self) -> Message:
        return Message(self.who)


def test_the_declaration_gives_type_title_and_description():
    spec = Greeting.spec()
    assert (spec.type, spec.title, spec.description) == ("Greeting", "Greeting", "Greets someone.")
    assert [one.name for one in spec.fields] == ["who", "template"]
    assert spec.output("greeting").types == ("Message",)
    assert spec.output("greeting").method == "greet"


def test_a_field_may_be_called_like_a_class_method():
    assert Greeting.template()["template"]["template"]["value"] == "Hello {who}"
    assert Greeting(who="x").template == "Hello {who}"


def test_outputs_are_made_by_sync_and_async_methods():
    assert produce(Greeting(who="Ada"), "greeting").text == "Hello Ada"
    assert produce(Greeting(who="Ada"), "raw").text == "Ada"


def test_a_message_without_a_flow_gets_the_one_of_the_run():
    assert produce(Greeting(who="Ada"), "greeting", FakeContext()).flow_id == "flow"


def test_unknown_values_are_kept_apart():
    assert Greeting(who="a", other=3).extra == {"other": 3}


def test_an_unknown_output_is_a_sentence():
    with pytest.raises(ComponentError, match='Greeting has no output "nope"'):
        produce(Greeting(who="a"), "nope")


def test_an_output_without_annotation_is_refused_when_the_class_is_made():
    with pytest.raises(DeclarationError, match="return annotation"):

        class Broken(Component):
            """Broken."""

            @output("x")
            def make(self, ctx):
                return 1


def test_a_component_without_output_has_no_declaration():
    class Empty(Component):
        """Empty."""

    with pytest.raises(DeclarationError, match="no output"):
        Empty.spec()


def test_a_subclass_inherits_fields_and_outputs():
    class Loud(Greeting):
        """Louder."""

        mark: str = f.text(default="!")

    assert [one.name for one in Loud.spec().fields] == ["who", "template", "mark"]
    assert produce(Loud(who="x"), "raw").text == "x"


def test_a_function_becomes_a_component():
    @component(category="text")
    def shout(text: str = f.message_text(required=True), times: int = f.integer(default=1)) -> Message:
        """Says it louder."""
        return Message(text.upper() * times)

    assert (shout.spec().type, shout.spec().description) == ("Shout", "Says it louder.")
    assert produce(shout(text="a", times="2"), "result").text == "AA"


def test_a_function_may_ask_for_the_context():
    @component()
    def who_runs(ctx: Context) -> Message:
        """Tells the user."""
        return Message(ctx.user_id)

    assert produce(who_runs(), "result").text == "user"


def test_a_function_parameter_without_field_is_refused():
    with pytest.raises(DeclarationError, match="Give text of quiet a field"):

        @component()
        def quiet(text: str) -> Message:
            """No field."""
            return Message(text)


def test_fields_in_tool_mode_are_the_arguments_of_the_tool():
    tool = Greeting.as_tool(None)
    assert tool.name == "greet"
    assert tool.schema == {
        "type": "object",
        "properties": {"who": {"type": "string", "description": "Whom to greet."}},
        "required": ["who"],
    }


async def test_a_toolkit_has_one_tool_per_output_and_follows_its_settings():
    async def call(name, arguments):
        return await Greeting(**arguments).produce(name, FakeContext())

    tools = Greeting.toolkit(call, [{"name": "say_hello", "description": "Hi", "tags": ["greet"], "status": True}])
    assert [(tool.name, tool.description) for tool in tools] == [("say_hello", "Hi")]
    assert (await tools[0](who="Bo")).text == "Hello Bo"


def test_a_switched_off_tool_is_not_offered():
    assert Greeting.toolkit(None, [{"name": "greet", "tags": ["greet"], "status": False}]) == []
