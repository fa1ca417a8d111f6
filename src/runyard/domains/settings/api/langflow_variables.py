"""Global variables in the langflow dialect."""

from uuid import UUID

from pydantic import BaseModel

from runyard.domains.settings import queries, service
from runyard.domains.settings.tables import Variable
from runyard.domains.settings.types import VariableType
from runyard.kit.crypto import Vault
from runyard.wire import Ctx, Routes

routes = Routes("settings")


class VariableCreate(BaseModel):
    """A new variable."""

    name: str
    value: str
    type: VariableType = "Credential"
    default_fields: list[str]


class VariableUpdate(BaseModel):
    """Changes of a variable; what is absent or null stays."""

    id: UUID
    name: str | None = None
    value: str | None = None
    default_fields: list[str] | None = None


class VariableRead(BaseModel):
    """A variable; the value of a credential is never shown."""

    id: UUID
    name: str
    type: str
    value: str | None
    default_fields: list[str]
    is_valid: bool | None = None
    validation_error: str | None = None

    @classmethod
    def of(cls, row: Variable, vault: Vault) -> "VariableRead":
        """The row as an answer."""
        value = None if row.type == service.SECRET else vault.open(row.sealed)
        return cls(id=UUID(row.id), name=row.name, type=row.type, value=value, default_fields=row.default_fields)


@routes.get("/api/v1/variables/", op="langflow.x.variables_list", needs="variable:read")
async def get_variables(ctx: Ctx) -> list[VariableRead]:
    """The caller's variables."""
    return [VariableRead.of(row, ctx.house.vault) for row in await ctx.read(queries.listed)]


@routes.post("/api/v1/variables/", op="langflow.x.variables_create", needs="variable:write", status=201)
async def add_variable(body: VariableCreate, ctx: Ctx) -> VariableRead:
    """A new variable."""
    vault = ctx.house.vault
    row = await ctx.write(service.create, vault, body.name, body.value, body.type, body.default_fields)
    return VariableRead.of(row, vault)


@routes.patch("/api/v1/variables/{variable_id}", op="langflow.x.variables_update", needs="variable:write")
async def update_variable(variable_id: UUID, body: VariableUpdate, ctx: Ctx) -> VariableRead:
    """Change a variable."""
    vault = ctx.house.vault
    given = {"name": body.name, "value": body.value, "default_fields": body.default_fields}
    return VariableRead.of(await ctx.write(service.change, vault, str(variable_id), **given), vault)


@routes.delete("/api/v1/variables/{variable_id}", op="langflow.x.variables_delete", needs="variable:delete", status=204)
async def delete_variable(variable_id: UUID, ctx: Ctx) -> None:
    """Delete a variable."""
    await ctx.write(service.remove, str(variable_id))
