"""The authoring guide: its examples run, and a complete component is no longer than it promises."""

import re
from pathlib import Path

import runyard_builtins.__main__ as writing
from runyard_sdk import fields
from runyard_sdk.testing import produce

FOLDER = Path(__file__).parents[2] / "docs/components"
EXAMPLES = re.findall(r"```python\n(.*?)```", (FOLDER / "README.md").read_text(), re.DOTALL)


def run(*examples):
    names = {"__name__": "guide"}
    for example in examples:
        exec(compile(example, "README.md", "exec", dont_inherit=True), names)
    return names


def test_a_complete_component_fits_into_fifteen_lines():
    lines = [line for line in EXAMPLES[0].splitlines() if line.strip()]
    assert len(lines) <= 15


def test_the_class_of_the_guide_runs():
    greeting = run(EXAMPLES[0])["Greeting"]
    assert produce(greeting(who="Ada", language="de"), "greeting").text == "Hallo Ada"


def test_the_function_of_the_guide_runs():
    assert produce(run(EXAMPLES[1])["shout"](text="a"), "result").text == "A"


def test_the_test_class_of_the_guide_passes():
    made = run(EXAMPLES[0], EXAMPLES[2])["TestGreeting"]()
    for name in dir(made):
        if name.startswith("test_"):
            getattr(made, name)()


def test_the_guide_names_every_kind_of_field():
    kinds = {
        name
        for name, made in vars(fields).items()
        if callable(made) and made.__module__ == fields.__name__ and name[0] != "_"
    }
    missing = {name for name in kinds if f"`{name}`" not in (FOLDER / "README.md").read_text()}
    assert not missing


def test_every_component_has_its_page_as_declared():
    for name, text in writing.pages().items():
        assert (FOLDER / name).read_text(encoding="utf-8") == text, (
            f"run: python -m runyard_builtins docs/components ({name})"
        )
