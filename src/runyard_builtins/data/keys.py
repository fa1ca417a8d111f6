"""Small single-purpose steps on the keys of JSON."""

from __future__ import annotations

from typing import Any

from runyard_builtins.data.compare import COMPARISONS, matches
from runyard_sdk import JSON, Component, ComponentError, Context, Message, output
from runyard_sdk import fields as f


class FilterData(Component):
    """Keeps only the listed keys."""

    title = "Filter Data"
    icon = "filter"
    category = "processing"
    legacy = True
    beta = True
    cheap = True

    data: JSON = f.data(title="JSON", info="The JSON to reduce.")
    filter_criteria: list[Any] = f.message_text(many=True, info="The keys to keep.")

    @output("filtered_data", title="Filtered Data")
    def filter_data(self, ctx: Context) -> JSON:
        """The JSON with those keys."""
        given = self.data.data if self.data else {}
        made = JSON({key: given[key] for key in self.filter_criteria if key in given})
        ctx.status(made)
        return made


class FilterDataValues(Component):
    """Keeps the JSON items whose value under a key fits a comparison."""

    title = "Filter Values"
    icon = "filter"
    category = "processing"
    legacy = True
    beta = True
    cheap = True

    input_data: list[Any] = f.data(title="Input Data", many=True, required=True, info="The items.")
    filter_key: str = f.message_text(default="route", required=True, info="The key to look at.")
    filter_value: str = f.message_text(default="CMIP", required=True, info="The value to compare with.")
    operator: str = f.dropdown(
        title="Comparison Operator", default="equals", advanced=True, options=COMPARISONS, info="How to compare."
    )

    @output("filtered_data", title="Filtered Data")
    def filter_data(self, ctx: Context) -> list[JSON]:
        """The items that fit."""
        made = [
            item
            for item in self.input_data
            if matches(self.operator, str(item.data.get(self.filter_key)), self.filter_value)
        ]
        ctx.status(made)
        return made


class SelectData(Component):
    """Picks one item of a list by its place, counted from 0."""

    title = "Select Data"
    icon = "prompts"
    category = "processing"
    legacy = True
    cheap = True

    data_list: list[Any] = f.data(many=True, info="The items.")
    data_index: int = f.integer(info="Which one; 0 is the first.")

    @output("selected_data", title="Selected Data")
    def select_data(self, ctx: Context) -> JSON:
        """That item."""
        place = self.data_index or 0
        if not 0 <= place < len(self.data_list):
            raise ComponentError(f"There is no item {place}; the list has {len(self.data_list)}.", field="data_index")
        ctx.status(self.data_list[place])
        return self.data_list[place]


class ExtractaKey(Component):
    """Picks the value of one key."""

    title = "Extract Key"
    icon = "key"
    category = "processing"
    legacy = True
    cheap = True

    data_input: JSON = f.data(title="Data Input", info="The JSON to look into.")
    key: str = f.text(title="Key to Extract", info="The key whose value is wanted.")

    @output("extracted_data", title="Extracted Data")
    def extract_key(self, ctx: Context) -> JSON:
        """JSON with that key alone, or with a note that it is missing."""
        given = self.data_input.data if self.data_input else {}
        if self.key not in given:
            raise ComponentError(f'The JSON has no key "{self.key}".', field="key")
        made = JSON({self.key: given[self.key]})
        ctx.status(made)
        return made


class CreateData(Component):
    """Makes JSON out of keys and values that are typed in or fed by edges."""

    title = "Create Data"
    icon = "ListFilter"
    category = "processing"
    legacy = True
    cheap = True

    number_of_fields: int = f.integer(default=1, refresh=True, info="How many key fields the node shows.")
    text_key: str = f.message_text(advanced=True, info="The key that is the text of the JSON.")
    text_key_validator: bool = f.boolean(advanced=True, info="Fail when the text key is missing.")

    @output("data", title="JSON")
    def build_data(self, ctx: Context) -> JSON:
        """The JSON."""
        made = _with_text_key(_typed_in(self.extra), self.text_key, check=self.text_key_validator)
        ctx.status(made)
        return made


class UpdateData(Component):
    """Adds or replaces keys of JSON."""

    title = "Update Data"
    icon = "FolderSync"
    category = "processing"
    legacy = True
    cheap = True

    old_data: list[Any] = f.data(
        title="Data", many=True, required=True, info="The JSON to change; every item of a list is changed."
    )
    number_of_fields: int = f.integer(refresh=True, info="How many key fields the node shows.")
    text_key: str = f.message_text(advanced=True, info="The key that is the text of the JSON.")
    text_key_validator: bool = f.boolean(advanced=True, info="Fail when the text key is missing.")

    @output("data", title="JSON")
    def build_data(self, ctx: Context) -> JSON | list[JSON]:
        """The changed JSON."""
        new = _typed_in(self.extra)
        made = [_with_text_key(item.data | new, self.text_key, check=self.text_key_validator) for item in self.old_data]
        ctx.status(made[0] if len(made) == 1 else made)
        return made[0] if len(made) == 1 else made


class AlterMetadata(Component):
    """Adds entries to, or removes entries from, the data of messages and JSON."""

    title = "Alter Metadata"
    icon = "merge"
    category = "processing"
    legacy = True
    cheap = True

    input_value: Any = f.handle("Message", "Data", "JSON", title="Input", many=True, info="What to change.")
    text_in: str = f.message_text(title="User Text", info="A text that becomes one more item.")
    metadata: JSON = f.data(title="Metadata", many=False, required=True, info="Entries to add.")
    remove_fields: list[Any] = f.message_text(title="Fields to Remove", many=True, info="Entries to drop.")

    @output("data", title="JSON")
    def process_output(self, ctx: Context) -> list[JSON]:
        """The changed items."""
        given = [JSON({"text": self.text_in})] if self.text_in else []
        for value in self.input_value:
            given.append(JSON({"text": value.text}) if isinstance(value, Message) else value)
        added = self.metadata.data if self.metadata else {}
        made = []
        for item in given:
            kept = {key: value for key, value in (item.data | added).items() if key not in self.remove_fields}
            made.append(JSON(kept, item.text_key))
        ctx.status(made)
        return made


def _typed_in(extra: dict[str, Any]) -> dict[str, Any]:
    """Dynamic key fields: each holds an object, or is itself a key."""
    made: dict[str, Any] = {}
    for name, value in extra.items():
        if isinstance(value, JSON):
            made |= value.data
        elif isinstance(value, dict):
            made |= {key: item.text if isinstance(item, Message) else item for key, item in value.items()}
        elif not name.startswith("_") and name != "code":
            made[name] = value.text if isinstance(value, Message) else value
    return made


def _with_text_key(data: dict[str, Any], text_key: str, *, check: bool) -> JSON:
    if check and text_key not in data:
        raise ComponentError(
            f'The text key "{text_key}" is not among the keys {", ".join(data) or "(none)"}.', field="text_key"
        )
    return JSON(data, text_key or "text")
