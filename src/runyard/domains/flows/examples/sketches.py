"""The examples. None of them needs a key: where a model answers and none is set up, the built-in rules model does."""

from __future__ import annotations

from runyard.domains.flows.examples.sketch import Box, Sketch

_INPUT = Box("ChatInput", (0, 0))

HELLO = Sketch(
    name="Hello Chat",
    description="The smallest flow there is: what you write comes back.",
    note="# Hello Chat\nOpen the playground and write something. Every flow you can chat with starts and ends like this one.",
    boxes={"in": _INPUT, "out": Box("ChatOutput", (420, 0))},
    edges=("in.message > out.input_value",),
    tags=("chatbots",),
)

PROMPT = Sketch(
    name="Prompt and Model",
    description="A template is filled with what you write, and a model answers it.",
    note="# Prompt and Model\nChange the template in the middle. Without a model of your own the built-in rules model answers, and says so.",
    boxes={
        "in": _INPUT,
        "prompt": Box(
            "Prompt Template",
            (420, 0),
            {"template": "You are a patient teacher. Explain in three short sentences: {topic}"},
            variables=("topic",),
        ),
        "model": Box("LanguageModelComponent", (840, 0)),
        "out": Box("ChatOutput", (1260, 0)),
    },
    edges=("in.message > prompt.topic", "prompt.prompt > model.input_value", "model.text_output > out.input_value"),
    tags=("chatbots", "prompts"),
)

PARALLEL = Sketch(
    name="Two Views at Once",
    description="Two branches work on the same message at the same time; their results are put together.",
    note="# Two Views at Once\nThe two templates run side by side, and Combine Text waits for both.",
    boxes={
        "in": Box("ChatInput", (0, 180)),
        "pro": Box("Prompt Template", (420, 0), {"template": "What speaks for it: {idea}"}, variables=("idea",)),
        "con": Box("Prompt Template", (420, 360), {"template": "What speaks against it: {idea}"}, variables=("idea",)),
        "both": Box("CombineText", (840, 180), {"delimiter": "\n"}),
        "out": Box("ChatOutput", (1260, 180)),
    },
    edges=(
        "in.message > pro.idea",
        "in.message > con.idea",
        "pro.prompt > both.text1",
        "con.prompt > both.text2",
        "both.combined_text > out.input_value",
    ),
    tags=("parallel",),
)

LOOP = Sketch(
    name="Loop over a List",
    description="Each entry of a list goes through the same steps; the results come out together.",
    note="# Loop over a List\nThe edge that comes back to Item closes the loop. Done sends everything on when the list is empty.",
    boxes={
        "list": Box("CreateList", (0, 0), {"texts": ["apples", "pears", "plums"]}, output="dataframe"),
        "loop": Box("LoopComponent", (420, 0)),
        "line": Box("ParserComponent", (840, -140), {"mode": "Parser", "pattern": "We have {text}."}),
        "out": Box("ChatOutput", (840, 220)),
    },
    edges=(
        "list.dataframe > loop.data",
        "loop.item > line.input_data",
        "line.parsed_text > loop.item",
        "loop.done > out.input_value",
    ),
    tags=("loops",),
)

ROUTER = Sketch(
    name="Two Ways to Go",
    description="A condition on the message decides which of two branches runs.",
    note="# Two Ways to Go\nWrite something with a question mark, then something without. The other branch does not run at all.",
    boxes={
        "in": _INPUT,
        "if": Box("ConditionalRouter", (420, 0), {"operator": "contains", "match_text": "?"}),
        "yes": Box("ChatOutput", (840, -140), {"sender_name": "Questions"}),
        "no": Box("ChatOutput", (840, 220), {"sender_name": "Statements"}),
    },
    edges=("in.message > if.input_text", "if.true_result > yes.input_value", "if.false_result > no.input_value"),
    tags=("routing",),
)

AGENT = Sketch(
    name="Agent with a Calculator",
    description="An agent that may use a calculator to answer.",
    note="# Agent with a Calculator\nAsk for a sum. The agent decides by itself when to calculate; the steps it takes are shown in the chat.",
    boxes={
        "in": _INPUT,
        "calc": Box("CalculatorComponent", (0, 300), tool=True),
        "agent": Box("Agent", (420, 0), {"system_prompt": "You are a helpful assistant. Use the calculator for sums."}),
        "out": Box("ChatOutput", (840, 0)),
    },
    edges=(
        "in.message > agent.input_value",
        "calc.component_as_tool > agent.tools",
        "agent.response > out.input_value",
    ),
    tags=("agents",),
)

SKETCHES = (HELLO, PROMPT, PARALLEL, LOOP, ROUTER, AGENT)
