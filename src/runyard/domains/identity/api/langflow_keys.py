"""API keys in the langflow dialect."""

from uuid import UUID

from pydantic import BaseModel

from runyard.domains.identity import queries
from runyard.domains.identity.api.shapes import Done, KeyCreated, KeyRead, KeysRead
from runyard.domains.identity.desk import desk_of
from runyard.domains.identity.service import keys
from runyard.wire import Ctx, Routes

routes = Routes("identity")


class KeyCreate(BaseModel):
    """A key to be made."""

    name: str | None = None


@routes.get("/api/v1/api_key/", op="langflow.x.api_keys_list", needs="key:read")
async def get_keys(ctx: Ctx) -> KeysRead:
    """The caller's keys, masked."""
    await desk_of(ctx.house).reception.uses.write()
    found = await ctx.read(queries.keys_of)
    shown = [KeyRead.of(key) for key in found]
    return KeysRead(total_count=len(shown), user_id=UUID(ctx.actor.user_id), api_keys=shown)


@routes.post("/api/v1/api_key/", op="langflow.x.api_keys_create", needs="key:write")
async def add_key(body: KeyCreate, ctx: Ctx) -> KeyCreated:
    """A new key; this answer is the only one that holds it whole."""
    key = await ctx.write(keys.create, body.name)
    return KeyCreated(id=UUID(key.id), name=key.name, api_key=key.value, user_id=UUID(key.owner_id))


@routes.delete("/api/v1/api_key/{api_key_id}", op="langflow.x.api_keys_delete", needs="key:delete")
async def delete_key(api_key_id: UUID, ctx: Ctx) -> Done:
    """Delete a key; it stops working at once."""
    await ctx.write(keys.remove, str(api_key_id))
    return Done(detail="API Key deleted")
