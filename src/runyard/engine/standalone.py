"""A flow file run here and now: a throw-away store, no server, no accounts; variables come from the environment."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from runyard.access import HOME_TENANT
from runyard.engine.catalogue import Catalogue
from runyard.engine.errors import GraphError
from runyard.engine.execute import run_graph
from runyard.engine.graph import FlowGraph
from runyard.engine.models import ModelClients, ModelDefaults
from runyard.engine.options import RunOptions, check
from runyard.engine.results import FlowResult
from runyard.engine.services import FoundFlow, Services
from runyard.engine.tools import ToolRegistry
from runyard.engine.vectors import VectorFile
from runyard.kernel import Kernel, Run, RunContext, RunKind, RunState
from runyard.kit.clock import Clock
from runyard.kit.errors import NotFound, RunyardError
from runyard.kit.http import GuardedClient
from runyard.kit.ids import new_id
from runyard.kit.json import loads
from runyard.kit.settings import Settings
from runyard.store import Store
from runyard_sdk import Component, ComponentError

OWNER = "00000000-0000-0000-0000-000000000002"
KIND = "flow"


class RunFailed(RunyardError):
    """The flow failed."""


class MemoryMessages:
    """Chat messages of this process."""

    def __init__(self) -> None:
        self.kept: dict[str, dict[str, Any]] = {}

    def keep(self, run: RunContext, message: dict[str, Any]) -> None:
        """Add or replace a message."""
        self.kept[message["id"]] = message | {"flow_id": run.subject}

    async def history(
        self,
        run: RunContext,
        session_id: str,
        limit: int | None,
        *,
        sender: str | None,
        sender_name: str | None,
        context_id: str | None,
        newest_first: bool,
    ) -> list[dict[str, Any]]:
        """The last messages of a session."""
        wanted = {
            "session_id": session_id,
            "flow_id": run.subject,
            "sender": sender,
            "sender_name": sender_name,
            "context_id": context_id,
        }
        asked = {name: value for name, value in wanted.items() if value}
        found = [one for one in self.kept.values() if one["category"] != "error" and asked.items() <= one.items()]
        found = found[-limit:] if limit else found
        return found[::-1] if newest_first else found


class MemoryVariables:
    """Global variables out of a mapping, such as the environment."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values

    async def get(self, run: RunContext, name: str, *, secret: bool) -> str | None:
        """The value, or None."""
        return self._values.get(name)


class LocalFiles:
    """Files of one folder; names that lead out of it do not exist."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()

    def of(self, run: RunContext) -> LocalFiles:
        """The same files for every run."""
        return self

    def _at(self, path: str) -> Path:
        for candidate in (path, path.rpartition("/")[2]):
            found = (self._root / candidate).resolve()
            if found.is_relative_to(self._root) and found.is_file():
                return found
        raise ComponentError(f"There is no file {path} beside the flow.")

    async def read(self, path: str) -> bytes:
        """The content of a file."""
        return self._at(path).read_bytes()

    async def exists(self, path: str) -> bool:
        """Whether there is such a file."""
        try:
            self._at(path)
        except ComponentError:
            return False
        return True

    async def save(self, name: str, content: bytes) -> str:
        """Write a file beside the flow."""
        target = self._root / Path(name).name
        target.write_bytes(content)
        return target.name

    async def delete(self, path: str) -> None:
        """Remove a file."""
        self._at(path).unlink()


class NoFlows:
    """A file run on its own knows no other flows."""

    async def find(self, run: RunContext, flow: str) -> FoundFlow:
        """Always NotFound."""
        raise NotFound(f"The flow {flow} is not here; a flow file that is run on its own knows no other flows.")


def local_services(
    components: list[type[Component]], folder: Path, settings: Settings, variables: Mapping[str, str], clock: Clock
) -> Services:
    """A house of one run."""
    http = GuardedClient(settings.http_allow)
    defaults = ModelDefaults(
        settings.model_base_url, settings.model_api_key, settings.model_name, settings.embedding_model_name
    )
    return Services(
        messages=MemoryMessages(),
        variables=MemoryVariables(variables),
        files=LocalFiles(folder),
        vectors=VectorFile(),
        flows=NoFlows(),
        http=http,
        models=ModelClients(http, defaults),
        tools=ToolRegistry(),
        catalogue=Catalogue(components),
        clock=clock,
    )


def read_flow(path: Path) -> FlowGraph:
    """The graph of a flow file."""
    try:
        found = loads(path.read_bytes())
    except OSError as error:
        raise NotFound(f"{path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise GraphError(f"{path} is not JSON: {error}.") from error
    return FlowGraph.parse(found.get("data", found) if isinstance(found, dict) else found)


async def run_file(
    path: Path | str,
    input: str | None = None,
    tweaks: dict[str, Any] | None = None,
    stream: Callable[[str], None] | None = None,
    settings: Settings | None = None,
    *,
    components: list[type[Component]],
    session: str | None = None,
    variables: Mapping[str, str] | None = None,
) -> FlowResult:
    """Run a flow file and give its result; `stream` gets the text of answers while it is made."""
    graph = read_flow(Path(path))
    options = RunOptions(
        input_value=input,
        input_type="any",
        output_type="any",
        tweaks=tweaks or {},
        session_id=session or new_id(),
        stream=stream is not None,
    )
    check(graph, options)
    clock = Clock()
    house = local_services(
        components,
        Path(path).parent,
        settings or Settings.model_validate({}),
        os.environ if variables is None else variables,
        clock,
    )

    async def drive(run: RunContext) -> FlowResult:
        return await run_graph(graph, run, house, options)

    with tempfile.TemporaryDirectory(prefix="runyard-") as folder:
        store = await Store.open(f"sqlite:///{folder}/run.db", clock)
        try:
            await store.create_tables()
            ended = await _driven(store, clock, drive, Path(path).stem, stream)
        finally:
            await store.close()
            await house.models.close()
            await house.http.close()
    if ended.state is not RunState.SUCCEEDED:
        raise RunFailed((ended.error or {}).get("message"))
    result: FlowResult = ended.output
    return result


async def _driven(store: Store, clock: Clock, drive: Any, name: str, stream: Callable[[str], None] | None) -> Run:
    kernel = Kernel(store, clock)
    kernel.register(RunKind(KIND, drive))
    await kernel.open()
    try:
        run_id = kernel.begin(KIND, {}, owner=OWNER, tenant=HOME_TENANT, subject=new_id(), subject_name=name)
        if stream is not None:
            async for event in kernel.follow(run_id, heartbeat=None):
                if event.type == "token":
                    stream(event.data["text"])
        return await kernel.wait(run_id)
    finally:
        await kernel.close(timedelta(0))
