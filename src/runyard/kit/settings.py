"""What an operator may set: environment (RUNYARD_*), then runyard.toml, then command line, each over the one before."""

import ipaddress
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

PREFIX = "RUNYARD_"
FILE_NAME = "runyard.toml"
_WEAK_KEYS = frozenset({"secret", "changeme", "change-me", "password", "runyard", "default"})
_RATE = re.compile(r"([1-9]\d{0,5})/(second|minute|hour)")
_SECONDS = {"second": 1, "minute": 60, "hour": 3600}


class SettingsError(Exception):
    """A setting is unknown or has a value that cannot be used; the message is one sentence for the operator."""


class Settings(BaseModel):
    """All settings, with their defaults."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = Field(
        "127.0.0.1", description="Address to listen on; a loopback address keeps the server to this machine."
    )
    port: int = Field(7860, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    data: Path = Field(
        Path("~/.runyard"),
        validate_default=True,
        description="Folder for the database, files and the installation's key.",
    )
    database_url: str | None = Field(
        None, description="postgresql://... to use PostgreSQL; without it SQLite in the data folder."
    )
    secret_key: str | None = Field(
        None,
        min_length=32,
        repr=False,
        description="Key that seals secrets and signs sessions (32 characters or more); without it one is made in the data folder.",
    )
    admin_username: str | None = Field(
        None, min_length=1, description="Name of the first administrator, made at the first start."
    )
    admin_password: str | None = Field(
        None, min_length=8, repr=False, description="Password of the first administrator (8 characters or more)."
    )
    auto_login: bool = Field(
        False, description="Everyone who can reach the server is the administrator; only with a loopback host."
    )
    new_user_is_active: bool = Field(
        False, description="People who sign up may sign in at once; otherwise an administrator activates them."
    )
    sign_in_limit: str = Field(
        "5/minute",
        description="Sign-in attempts for each address, as number/second, minute or hour, or 'off' (which also ends the lock-out).",
    )
    max_upload_mb: int = Field(100, ge=1, le=100_000, description="Largest upload, in megabytes.")
    max_json_mb: int = Field(10, ge=1, le=1_000, description="Largest body of any other request, in megabytes.")
    base_url: str | None = Field(
        None,
        description="Address under which people reach the server, for links and for the check of hosts and origins.",
    )
    allowed_hosts: list[str] = Field(
        [],
        description="Further host names under which the server may be called; addresses, localhost and base_url's host always may.",
    )
    cors_origins: list[str] = Field(
        [], description="Other web origins that may call the API from a browser; none by default."
    )
    trusted_proxies: list[str] = Field(
        [], description="Addresses or networks of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed."
    )
    http_allow: list[str] = Field(
        [], description="host:port entries that flows may reach although they are private or loopback."
    )
    model_base_url: str | None = Field(
        None, description="Base address of an OpenAI-compatible model server used by default."
    )
    model_api_key: str | None = Field(None, repr=False, description="Key for that model server.")
    model_name: str | None = Field(None, description="Model used where a flow names none.")
    embedding_model_name: str | None = Field(None, description="Embedding model used where a flow names none.")
    worker_lanes: dict[str, int] = Field(
        {},
        description="Runs worked on at once in each lane, as lane=number; lanes left out keep their built-in number.",
    )
    retention_days: int = Field(
        30, ge=1, le=36_500, description="How long finished runs and their journal are kept, in days."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="How much the log says.")

    @field_validator("data")
    @classmethod
    def _expand(cls, data: Path) -> Path:
        return data.expanduser().absolute()

    @field_validator("secret_key")
    @classmethod
    def _strong(cls, key: str | None) -> str | None:
        if key is not None and (len(set(key)) < 8 or key.lower().strip("0123456789-_!") in _WEAK_KEYS):
            raise ValueError("is too easy to guess; use 32 or more random characters")
        return key

    @field_validator("sign_in_limit")
    @classmethod
    def _rate(cls, limit: str) -> str:
        if limit != "off" and not _RATE.fullmatch(limit):
            raise ValueError("must be 'off' or a rate such as 5/minute")
        return limit

    @field_validator("base_url", "model_base_url")
    @classmethod
    def _address(cls, url: str | None) -> str | None:
        if url is None:
            return None
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("must be an http or https address")
        return url.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _database(cls, url: str | None) -> str | None:
        if url is not None and urlsplit(url).scheme not in ("postgresql", "postgres", "sqlite"):
            raise ValueError("must start with postgresql:// or sqlite:///")
        return url

    @field_validator("http_allow")
    @classmethod
    def _host_port(cls, entries: list[str]) -> list[str]:
        for entry in entries:
            host, _, port = entry.rpartition(":")
            if not host or not port.isdecimal() or not 0 < int(port) < 65536:
                raise ValueError("must be a list of host:port entries")
        return entries

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, entries: list[str]) -> list[str]:
        for entry in entries:
            ipaddress.ip_network(entry, strict=False)
        return entries

    @model_validator(mode="after")
    def _safe_together(self) -> "Settings":
        if self.auto_login and not is_loopback(self.host):
            raise ValueError("auto_login needs a loopback host: set host to 127.0.0.1 or switch auto_login off")
        if (self.admin_username is None) != (self.admin_password is None):
            raise ValueError("admin_username and admin_password go together: set both or neither")
        return self

    def sign_in_rate(self) -> tuple[int, float] | None:
        """Attempts allowed and the window in seconds, or None when off."""
        found = _RATE.fullmatch(self.sign_in_limit)
        return (int(found[1]), float(_SECONDS[found[2]])) if found else None


def is_loopback(host: str) -> bool:
    """Whether a host to listen on is reachable from this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def load(flags: Mapping[str, Any], environ: Mapping[str, str], file: Path | None = None) -> Settings:
    """Read the settings; without a named file, runyard.toml in the data folder is read when it is there."""
    values = _from_environment(environ)
    given = {name: value for name, value in flags.items() if value is not None}
    path = (
        file
        or Path(given.get("data") or values.get("data") or Settings.model_fields["data"].default).expanduser()
        / FILE_NAME
    )
    if file is not None or path.is_file():
        values |= _from_file(path)
    return _checked(
        values | {name: _parse(name, value) if isinstance(value, str) else value for name, value in given.items()}
    )


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    values = {}
    for variable, text in environ.items():
        if variable.startswith(PREFIX):
            name = variable.removeprefix(PREFIX).lower()
            if name not in Settings.model_fields:
                raise SettingsError(f"{variable} is not a setting of Runyard; docs/settings.md lists them all.")
            values[name] = _parse(name, text)
    return values


def _from_file(path: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {error}.") from error
    for name in values:
        if name not in Settings.model_fields:
            raise SettingsError(f"'{name}' in {path} is not a setting of Runyard; docs/settings.md lists them all.")
    return values


def _parse(name: str, text: str) -> Any:
    kind = Settings.model_fields[name].annotation if name in Settings.model_fields else None
    items = [item.strip() for item in text.split(",") if item.strip()]
    if kind == list[str]:
        return items
    if kind == dict[str, int]:
        return {lane: number for lane, _, number in (item.partition("=") for item in items)}
    return text


def _checked(values: dict[str, Any]) -> Settings:
    try:
        return Settings(**values)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = ".".join(str(part) for part in first["loc"])
        reason = first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"Setting {name}: {reason}." if name else f"Settings: {reason}.") from None
