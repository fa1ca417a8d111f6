"""The cookies of the dialects."""

from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from runyard.wire.credentials import ACCESS_COOKIE

REFRESH_COOKIE = "refresh_token_lf"
STORE_COOKIE = "apikey_tkn_lflw"
LIBERTY_COOKIE = "runyard_refresh"


def set_access(response: Response, request: Request, token: str, until: datetime | None) -> None:
    """The access token, readable by the client's scripts as this dialect wants it."""
    response.set_cookie(
        ACCESS_COOKIE, token, expires=until, path="/", samesite="lax", secure=request.url.scheme == "https"
    )


def set_refresh(response: Response, token: str, until: datetime) -> None:
    """The refresh token, which only the refresh operation reads."""
    response.set_cookie(REFRESH_COOKIE, token, expires=until, path="/", httponly=True, samesite="none", secure=True)


def set_store(response: Response, request: Request) -> None:
    """The store key, which is always empty."""
    response.set_cookie(STORE_COOKIE, "", path="/", samesite="lax", secure=request.url.scheme == "https")


def clear(response: Response) -> None:
    """Expire them all."""
    response.delete_cookie(REFRESH_COOKIE, path="/", httponly=True, samesite="none", secure=True)
    response.delete_cookie(ACCESS_COOKIE, path="/", samesite="lax")
    response.delete_cookie(STORE_COOKIE, path="/", samesite="lax")


def set_liberty(response: Response, request: Request, token: str, until: datetime) -> None:
    """The refresh token for a page that keeps the access token in memory."""
    secure = request.url.scheme == "https"
    response.set_cookie(
        LIBERTY_COOKIE, token, expires=until, path="/auth", httponly=True, samesite="lax", secure=secure
    )


def clear_liberty(response: Response) -> None:
    """Expire it."""
    response.delete_cookie(LIBERTY_COOKIE, path="/auth", httponly=True, samesite="lax")
