"""Why a credential is no good, before a dialect puts it into its own words."""

from runyard.kit.errors import Unauthenticated


class BadToken(Unauthenticated):
    """Invalid token"""


class BadTokenType(Unauthenticated):
    """Invalid token type"""


class InactiveAccount(Unauthenticated):
    """User account is inactive"""


class BadKey(Unauthenticated):
    """Invalid API key"""
