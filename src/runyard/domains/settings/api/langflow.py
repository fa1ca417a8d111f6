"""What clients of the langflow dialect ask at their start: configuration, version, and the store that is not there."""

from typing import Any

from pydantic import BaseModel

from runyard.kit.settings import Settings
from runyard.wire import Ctx, Routes

routes = Routes("settings")

# The release of the dialect whose answers we give; its clients decide by it what they may ask.
DIALECT_VERSION = "1.10.0"


class FeatureFlags(BaseModel):
    """Switches of the official client."""

    wxo_deployments: bool = False
    mvp_components: bool = False


class PublicConfig(BaseModel):
    """What everybody may know."""

    feature_flags: FeatureFlags = FeatureFlags()
    max_file_size_upload: int
    event_delivery: str = "streaming"
    voice_mode_available: bool = False
    frontend_timeout: int = 0
    mcp_base_url: str = ""
    enable_extension_reload: bool = False
    authz_enabled: bool = False
    type: str = "public"
    allow_custom_components: bool = True


class FullConfig(PublicConfig):
    """What people who are signed in may know."""

    type: str = "full"
    serialization_max_items_length: int = 1000
    serialization_max_text_length: int = 6000
    auto_saving: bool = True
    auto_saving_interval: int = 1000
    health_check_max_retries: int = 5
    webhook_polling_interval: int = 0
    public_flow_cleanup_interval: int = 3600
    public_flow_expiration: int = 86400
    webhook_auth_enable: bool = True
    default_folder_name: str = "Starter Project"
    hide_getting_started_progress: bool = False
    embedded_mode: bool = False
    hide_logout_button: bool = False
    hide_new_project_button: bool = False
    hide_new_flow_button: bool = False
    hide_starter_projects: bool = False
    mcp_servers_locked: bool = False
    custom_component_admin_only: bool = False


class VersionRead(BaseModel):
    """The release of the dialect."""

    version: str = DIALECT_VERSION
    main_version: str = DIALECT_VERSION
    package: str = "Langflow"


@routes.get("/api/v1/config", op="langflow.base.config", public=True, response_model=FullConfig | PublicConfig)
async def get_config(ctx: Ctx) -> PublicConfig:
    """The configuration: a short form for everybody, the whole for people who are signed in."""
    known = _known(ctx.house.settings)
    return PublicConfig(**known) if ctx.actor.anonymous else FullConfig(**known)


@routes.get("/api/v1/version", op="langflow.base.version", public=True)
async def get_version(ctx: Ctx) -> VersionRead:
    """The release of the dialect this server speaks."""
    return VersionRead()


@routes.get("/api/v1/store/check/", op="langflow.x.store_check", public=True)
async def check_store(ctx: Ctx) -> dict[str, bool]:
    """There is no component store."""
    return {"enabled": False}


@routes.get("/api/v1/store/check/api_key", op="langflow.x.store_check_key", needs="variable:read")
async def check_store_key(ctx: Ctx) -> dict[str, bool]:
    """Nobody has a key for the store."""
    return {"has_api_key": False, "is_valid": False}


@routes.get("/api/v1/store/tags", op="langflow.x.store_tags", needs="variable:read")
async def get_store_tags(ctx: Ctx) -> list[str]:
    """The store has no tags."""
    return []


def _known(settings: Settings) -> dict[str, Any]:
    return {"max_file_size_upload": settings.max_upload_mb}
