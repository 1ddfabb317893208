"""Read what a client sends, up to a limit of bytes and of time."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException

if TYPE_CHECKING:
    from starlette.requests import Request

_SECONDS = 15.0
_FIELDS = 200


async def read(request: Request, limit: int) -> bytes:
    """Read a body.

    Raises:
        HTTPException: 413, 408.
    """
    large = HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"the request has more than {limit} bytes; send less")
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > limit:
        raise large
    data = bytearray()
    try:
        async with asyncio.timeout(_SECONDS):
            async for chunk in request.stream():
                data += chunk
                if len(data) > limit:
                    raise large
    except TimeoutError as error:
        raise HTTPException(HTTPStatus.REQUEST_TIMEOUT, "the request came too slowly; send it again") from error
    return bytes(data)


def text(data: bytes) -> str:
    """Decode UTF-8.

    Raises:
        HTTPException: 400.
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise HTTPException(HTTPStatus.BAD_REQUEST, "the request is not UTF-8; encode it so") from error


def fields(data: bytes) -> list[tuple[str, str]]:
    """Decode `application/x-www-form-urlencoded`, of a query string or of a body, in the same way.

    Raises:
        HTTPException: 400.
    """
    try:
        return parse_qsl(text(data), keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
    except ValueError as error:
        raise HTTPException(
            HTTPStatus.BAD_REQUEST, "the parameters are not UTF-8, or too many; encode them so"
        ) from error
