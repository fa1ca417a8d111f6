"""Access and refresh tokens: JWTs of our own making, and nothing a token says about itself is believed before it is verified."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import jwt

from runyard.kit.clock import Clock
from runyard.kit.crypto import Vault
from runyard.kit.ids import new_id
from runyard.wire.refusals import BadToken, BadTokenType

ACCESS_LIFE = timedelta(hours=1)
REFRESH_LIFE = timedelta(days=7)
_ALGORITHM = "HS256"
_HEADER = {"alg", "typ"}
_CLAIMS = ("sub", "type", "exp", "jti", "family")

TokenType = Literal["access", "refresh"]


@dataclass(frozen=True)
class Claims:
    """What a verified token says."""

    user_id: str
    type: TokenType
    id: str
    family: str
    expires_at: datetime


class Tokens:
    """Signs and verifies the tokens of one installation."""

    def __init__(self, vault: Vault, clock: Clock) -> None:
        self._key = vault.derive("jwt")
        self._clock = clock

    def access(self, user_id: str, family: str, life: timedelta = ACCESS_LIFE) -> str:
        """A new access token."""
        return self._sign(Claims(user_id, "access", new_id(), family, self._clock.now() + life))

    def refresh(self, user_id: str, family: str, id: str, expires_at: datetime) -> str:
        """The refresh token of that number; the same arguments make the same token."""
        return self._sign(Claims(user_id, "refresh", id, family, expires_at))

    def read(self, token: str, wanted: TokenType) -> Claims:
        """The claims of a token of the wanted type; BadToken or BadTokenType for anything else."""
        try:
            if set(jwt.get_unverified_header(token)) - _HEADER:
                raise BadToken  # a token has no business naming keys or extensions
            claims = jwt.decode(
                token,
                self._key,
                [_ALGORITHM],
                options={"require": list(_CLAIMS), "verify_exp": False, "verify_iat": False},
            )
        except jwt.PyJWTError as error:
            raise BadToken from error
        if not isinstance(claims["exp"], int) or not all(
            isinstance(claims[name], str) for name in _CLAIMS if name != "exp"
        ):
            raise BadToken
        if claims["exp"] <= self._clock.now().timestamp():
            raise BadToken
        if claims["type"] != wanted:
            raise BadTokenType
        expires_at = datetime.fromtimestamp(claims["exp"], self._clock.now().tzinfo)
        return Claims(claims["sub"], wanted, claims["jti"], claims["family"], expires_at)

    def _sign(self, claims: Claims) -> str:
        body = {
            "sub": claims.user_id,
            "type": claims.type,
            "exp": int(claims.expires_at.timestamp()),
            "jti": claims.id,
            "family": claims.family,
        }
        return jwt.encode(body, self._key, _ALGORITHM)
