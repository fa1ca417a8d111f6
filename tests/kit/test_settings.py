"""Settings stop the start with one sentence when they are unknown, unreadable or unsafe."""

import pytest

from runyard.kit.settings import Settings, SettingsError, load


def test_the_file_beats_the_environment_and_the_flag_beats_both(tmp_path):
    (tmp_path / "runyard.toml").write_text('port = 2\nhost = "127.0.0.2"\n')
    settings = load({"data": str(tmp_path), "port": 3}, {"RUNYARD_PORT": "1", "RUNYARD_LOG_LEVEL": "debug"})
    assert (settings.port, settings.host, settings.log_level) == (3, "127.0.0.2", "debug")


def test_an_unknown_name_in_the_environment_stops_the_start(tmp_path):
    with pytest.raises(SettingsError, match="RUNYARD_AUTOLOGIN is not a setting"):
        load({"data": tmp_path}, {"RUNYARD_AUTOLOGIN": "false"})


def test_an_unknown_name_in_the_file_stops_the_start(tmp_path):
    (tmp_path / "runyard.toml").write_text("prot = 1\n")
    with pytest.raises(SettingsError, match="'prot' in"):
        load({"data": tmp_path}, {})


def test_a_file_that_is_no_toml_stops_the_start(tmp_path):
    (tmp_path / "runyard.toml").write_text("port = \n")
    with pytest.raises(SettingsError, match="cannot be read"):
        load({"data": tmp_path}, {})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "many"),
        ("AUTO_LOGIN", "perhaps"),
        ("SIGN_IN_LIMIT", "often"),
        ("BASE_URL", "ftp://x"),
        ("DATABASE_URL", "mysql://x"),
        ("HTTP_ALLOW", "localhost"),
        ("TRUSTED_PROXIES", "near"),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 40),
        ("WORKER_LANES", "live"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(tmp_path, name, value):
    with pytest.raises(SettingsError, match=f"Setting {name.lower()}"):
        load({"data": tmp_path}, {f"RUNYARD_{name}": value})


def test_a_refused_secret_is_not_repeated_in_the_message(tmp_path):
    with pytest.raises(SettingsError) as caught:
        load({"data": tmp_path}, {"RUNYARD_SECRET_KEY": "canary-short"})
    assert "canary" not in str(caught.value)


def test_auto_login_is_refused_beyond_loopback(tmp_path):
    with pytest.raises(SettingsError, match="auto_login needs a loopback host"):
        load({"data": tmp_path, "host": "0.0.0.0", "auto_login": True}, {})


def test_the_admin_name_needs_its_password(tmp_path):
    with pytest.raises(SettingsError, match="go together"):
        load({"data": tmp_path, "admin_username": "admin"}, {})


def test_lists_and_lanes_are_read_from_text(tmp_path):
    settings = load({"data": tmp_path}, {"RUNYARD_HTTP_ALLOW": "a:1, b:2", "RUNYARD_WORKER_LANES": "live=8"})
    assert (settings.http_allow, settings.worker_lanes) == (["a:1", "b:2"], {"live": 8})


def test_secrets_stay_out_of_the_printed_form():
    shown = repr(Settings(secret_key="canary-0123456789-0123456789-abcdef", model_api_key="canary"))
    assert "canary" not in shown


def test_without_a_word_the_data_folder_is_in_the_home_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert load({}, {}).data == tmp_path / ".runyard"
