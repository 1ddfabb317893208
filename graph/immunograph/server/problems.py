"""Faults as HTTP: a status, and a problem document (RFC 9457) that says what to do."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response

from immunograph.errors import ImmunoGraphError, LimitError, NothingFound, QueryError, StoreError

if TYPE_CHECKING:
    from starlette.requests import Request

_LIMITS = {
    "seconds": HTTPStatus.SERVICE_UNAVAILABLE,
    "memory": HTTPStatus.SERVICE_UNAVAILABLE,
    "waiting": HTTPStatus.SERVICE_UNAVAILABLE,
    "size": HTTPStatus.UNPROCESSABLE_ENTITY,
    "rows": HTTPStatus.UNPROCESSABLE_ENTITY,
    "depth": HTTPStatus.BAD_REQUEST,
}


def problem(status: int, detail: str, headers: dict[str, str] | None = None, **more: object) -> JSONResponse:
    """Make a problem document."""
    content = {"title": HTTPStatus(status).phrase, "status": int(status), "detail": detail, **more}
    return JSONResponse(content, status, headers, "application/problem+json")


async def of_error(_: Request, error: Exception) -> JSONResponse:
    """Say one of our errors over HTTP."""
    if isinstance(error, LimitError):
        status = _LIMITS[error.limit]
        retry = {"Retry-After": "5"} if status == HTTPStatus.SERVICE_UNAVAILABLE else None
        return problem(status, str(error), retry, limit=error.limit)
    if isinstance(error, QueryError):
        return problem(HTTPStatus.BAD_REQUEST, str(error), line=error.line, column=error.column)
    if isinstance(error, NothingFound):
        return problem(HTTPStatus.NOT_FOUND, str(error))
    if isinstance(error, StoreError):
        return problem(HTTPStatus.SERVICE_UNAVAILABLE, "the store cannot be read now; tell who runs this server")
    return problem(HTTPStatus.BAD_REQUEST, str(error))


async def of_http(_: Request, error: Exception) -> JSONResponse:
    """Say a plain HTTP fault."""
    if not isinstance(error, HTTPException):
        raise error
    return problem(error.status_code, error.detail, dict(error.headers or {}))


async def of_gone(_: Request, __: Exception) -> Response:
    """Say nothing to a client that went away while it was asking."""
    return Response(status_code=HTTPStatus.BAD_REQUEST)


HANDLERS = {ImmunoGraphError: of_error, HTTPException: of_http, ClientDisconnect: of_gone}
