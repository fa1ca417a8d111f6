"""HTTP: routes that carry their operation and right, one request as one unit of work, dialects, and the edge around it all."""

from runyard.wire.context import Ctx, RequestContext
from runyard.wire.house import House
from runyard.wire.route import Routes

__all__ = ["Ctx", "House", "RequestContext", "Routes"]
