"""What can go wrong between a flow file and its result, each with its sentence."""

from runyard.kit.errors import BadRequest, Invalid, RunyardError


class GraphError(Invalid):
    """The flow's graph cannot be read."""


class InputClash(BadRequest):
    """If you pass an input_value to the chat input, you cannot pass a tweak with the same name."""


class UnknownComponent(RunyardError):
    """This component type is not installed here."""

    status = 422

    def __init__(self, kind: str) -> None:
        super().__init__(
            f"The component type {kind} is not installed here; install an extension that provides it or replace the node."
        )


class NodeFailed(RunyardError):
    """A node of the flow failed."""

    def __init__(
        self,
        node: str,
        title: str,
        message: str,
        *,
        kind: str = "ComponentError",
        hint: str | None = None,
        field: str | None = None,
    ) -> None:
        super().__init__(f"Error running graph: Error building Component {title}: \n\n{message}")
        self.node = node
        self.title = title
        self.reason = message
        self.kind = kind
        self.hint = hint
        self.field = field
        self.ms = 0.0
        self.inputs: dict[str, object] = {}


class TooDeep(Invalid):
    """Flows call each other too deeply; break the circle of Run Flow nodes."""
