"""Checks a request before anything of it is read: who is it, may they come in here."""

from starlette.types import Scope

from runyard.access import PUBLIC, Actor, decide
from runyard.kit.errors import Forbidden, RunyardError, Unauthenticated
from runyard.wire import credentials
from runyard.wire.credentials import Credential
from runyard.wire.dialects import dialect_of
from runyard.wire.house import House
from runyard.wire.route import RouteSpec


class Doorman:
    """The check of one route."""

    def __init__(self, house: House, spec: RouteSpec) -> None:
        self._house = house
        self._spec = spec
        self._dialect = dialect_of(spec.op)

    def recall(self, scope: Scope) -> Actor | None:
        """The actor of a credential that was checked a moment ago, when that is all this route asks; never waits."""
        identity, credential = self._house.identity, self.presented(scope)
        if identity is None or credential is None:
            return None
        actor = identity.known(credential)
        return actor if actor is not None and self._objection(actor) is None else None

    async def admit(self, scope: Scope) -> Actor:
        """The actor, or the dialect's refusal. Public routes let everybody in, as themselves when they show who they are."""
        credential = self.presented(scope)
        if credential is None:
            if self._spec.public:
                return PUBLIC
            raise self._missing()
        try:
            actor = await self._identified(credential)
        except Unauthenticated as reason:
            if self._spec.public:
                return PUBLIC
            raise self._dialect.refused(reason, self._spec.auth == "key") from reason
        objection = self._objection(actor)
        if objection is not None:
            raise objection
        return actor

    async def _identified(self, credential: Credential) -> Actor:
        if self._house.identity is None:
            raise Unauthenticated
        return await self._house.identity.actor(credential)

    def presented(self, scope: Scope) -> Credential | None:
        """The credential this route looks at."""
        if self._spec.auth == "key":
            return credentials.presented_key(scope)
        return credentials.presented(scope, cookies=self._dialect.cookies)

    def _missing(self) -> RunyardError:
        if self._spec.missing is not None:
            return Forbidden(self._spec.missing)
        if self._spec.auth == "key":
            return self._dialect.missing_key(self._house.settings.auto_login)
        return self._dialect.missing()

    def _objection(self, actor: Actor) -> RunyardError | None:
        if self._spec.public:
            return None
        if self._spec.auth == "superuser" and not actor.superuser:
            return self._dialect.not_superuser()
        decision = decide(actor, self._spec.needs or "", None, self._house.clock.now())
        return None if decision.allowed else Forbidden(decision.reason)
