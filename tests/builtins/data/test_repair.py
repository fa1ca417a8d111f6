"""Mending JSON."""

import json

import pytest

from runyard_builtins.data.repair import mended


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('{"a": 1}', {"a": 1}),
        ('Here you are:\n```json\n{"a": 1}\n```\nbye', {"a": 1}),
        ("Sure! {'a': True, 'b': None} and so on", {"a": True, "b": None}),
        ('{"a": [1, 2,],}', {"a": [1, 2]}),
        ("{a: 1}", {"a": 1}),
        ('{"a": "it', {"a": "it"}),
        ('{"a": {"b": [1', {"a": {"b": [1]}}),
        ("{'a': 'it\\'s'}", {"a": "it's"}),
        ('{"a": "line\nbreak"}', {"a": "line\nbreak"}),
    ],
)
def test_small_mistakes_are_mended(text, wanted):
    assert json.loads(mended(text)) == wanted
