"""Sets this room going: caches, the run kind, the tools, and what other rooms lend to runs."""

from __future__ import annotations

from runyard.domains.flows.api.build import Polls
from runyard.domains.flows.cache import FlowCache
from runyard.domains.flows.events import EventBoard
from runyard.domains.flows.graphs import Graphs, sweep
from runyard.domains.flows.lend import RunFiles, RunVariables
from runyard.domains.flows.runs import FlowRuns, StoredFlows
from runyard.domains.flows.tools import FlowTools
from runyard.engine.component_tools import ComponentTools
from runyard.engine.models.clients import ModelClients, ModelDefaults
from runyard.engine.services import Services
from runyard.engine.vectors import VectorFile
from runyard.wire import House


def set_up(house: House) -> None:
    """Everything this room keeps in memory; runs can be started once the house has started."""
    cache = FlowCache(house.store)
    graphs = Graphs(house.store, house.clock)
    runs = FlowRuns(house.kernel, cache, graphs)
    house.services |= {
        "flows.cache": cache,
        "flows.events": EventBoard(house.clock),
        "flows.runs": runs,
        "flows.polls": Polls(),
    }
    runs.register()
    house.kernel.retention.also(sweep)
    house.tools.register(FlowTools(house.store, cache, runs))
    house.tools.register(ComponentTools(lambda: runs.services))
    vectors = VectorFile(house.settings.data / "vectors.db")
    models = model_clients(house)

    async def close() -> None:
        await models.close()
        vectors.close()

    house.on_stop(close)
    runs.borrow(
        lambda: Services(
            messages=house.services["conversations.messages"],
            variables=RunVariables(house),
            files=RunFiles(house.store, house.blobs),
            vectors=vectors,
            flows=StoredFlows(cache, graphs),
            http=house.http,
            models=models,
            tools=house.tools,
            catalogue=house.catalogue,
            clock=house.clock,
        )
    )


def model_clients(house: House) -> ModelClients:
    """Model clients with the operator's defaults; keys inside kept steps are sealed by the house."""
    settings = house.settings
    defaults = ModelDefaults(
        settings.model_base_url, settings.model_api_key, settings.model_name, settings.embedding_model_name
    )
    return ModelClients(house.http, defaults, seal=house.vault.seal, unseal=house.vault.open)
