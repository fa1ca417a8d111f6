"""The documentation lists every setting."""

from pathlib import Path

from runyard.kit.settings import Settings

TEXT = (Path(__file__).parents[2] / "docs" / "settings.md").read_text()


def test_every_setting_is_documented_with_its_own_sentence():
    missing = [
        n for n, f in Settings.model_fields.items() if f"`RUNYARD_{n.upper()}`" not in TEXT or f.description not in TEXT
    ]
    assert missing == []
