"""Language and embedding models: clients of OpenAI-compatible servers, and the built-in ones that need no provider."""

from runyard.engine.models.clients import ModelClients, ModelDefaults
from runyard.engine.models.models import RunModels
from runyard.engine.models.rules import RULES_MODEL, RulesModel

__all__ = ["RULES_MODEL", "ModelClients", "ModelDefaults", "RulesModel", "RunModels"]
