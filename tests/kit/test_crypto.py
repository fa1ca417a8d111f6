"""The vault."""

import pytest

from runyard.kit.crypto import KEY_FILE, SealBroken, Vault, load_vault


def test_what_was_sealed_opens_again():
    vault = Vault(b"k" * 32)
    assert vault.open(vault.seal("päss")) == "päss"


def test_the_same_text_seals_differently_each_time():
    vault = Vault(b"k" * 32)
    assert vault.seal("x") != vault.seal("x")


@pytest.mark.parametrize("spoil", [lambda s: s[:-4] + "AAA=", lambda s: "", lambda s: "v1.@@", lambda s: s[:10]])
def test_a_changed_seal_does_not_open(spoil):
    vault = Vault(b"k" * 32)
    with pytest.raises(SealBroken):
        vault.open(spoil(vault.seal("secret")))


def test_another_installation_opens_nothing():
    with pytest.raises(SealBroken):
        Vault(b"b" * 32).open(Vault(b"a" * 32).seal("secret"))


def test_a_signature_holds_for_its_data_and_purpose_only():
    vault = Vault(b"k" * 32)
    signature = vault.sign(b"data", "cookie")
    assert vault.verify(b"data", signature, "cookie")
    assert not vault.verify(b"data", signature, "other")
    assert not vault.verify(b"datb", signature, "cookie")


def test_the_key_file_is_made_once_and_private(tmp_path):
    first = load_vault(tmp_path / "home", None)
    assert (tmp_path / "home" / KEY_FILE).stat().st_mode & 0o777 == 0o600
    assert load_vault(tmp_path / "home", None).open(first.seal("x")) == "x"


def test_two_installations_have_two_keys(tmp_path):
    sealed = load_vault(tmp_path / "a", None).seal("x")
    with pytest.raises(SealBroken):
        load_vault(tmp_path / "b", None).open(sealed)
