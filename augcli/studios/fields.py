"""Read the body of a request, which is untrusted: its size, its form and its fields."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from augcli.errors import UsageProblem

_MOST_BYTES = 256_000
_HINT = "reload the page"


class BadRequest(UsageProblem):
    """A request that the page never sends; ``status`` is of HTTP."""

    def __init__(self, problem: str, status: int = 400) -> None:
        super().__init__(problem, _HINT)
        self.status = status


@dataclass(frozen=True)
class Fields:
    """The fields of a request, by name. Each method raises BadRequest."""

    values: Mapping[str, Any]

    @property
    def state(self) -> Any:
        """The state of the page, not checked."""
        return self.values.get("state")

    def whole(self, name: str, low: int, high: int, default: int | None = None) -> int:
        """Return a whole number from ``low`` to ``high``."""
        value = self.values.get(name, default)
        if type(value) is not int or not low <= value <= high:
            raise BadRequest(f"{name} must be a whole number from {low} to {high}")
        return value

    def word(self, name: str, words: Collection[str], default: str | None = None) -> str:
        """Return one of some words."""
        value = self.values.get(name, default)
        if not isinstance(value, str) or value not in words:
            raise BadRequest(f"{name} must be one of {', '.join(words)}")
        return value

    def is_on(self, name: str) -> bool:
        """Return a yes or no; no if the field is not there."""
        value = self.values.get(name, False)
        if not isinstance(value, bool):
            raise BadRequest(f"{name} must be true or false")
        return value


def read_query(request: Request) -> Fields:
    """Return the fields of an address; whole numbers as such."""
    found = request.query_params
    return Fields({key: int(one) if _is_whole(one) else one for key, one in found.items()})


async def read_body(request: Request) -> Fields:
    """Return the fields of a JSON object of at most 256 kB. Raises BadRequest."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise BadRequest("the body must be JSON", 415)
    data = bytearray()
    async for part in request.stream():
        data += part
        if len(data) > _MOST_BYTES:
            raise BadRequest("the request is too large", 413)
    try:
        found = json.loads(data)
        json.dumps(found, ensure_ascii=False).encode()  # halves of characters are no text
    except (ValueError, RecursionError) as error:
        raise BadRequest("the body is not valid JSON") from error
    if not isinstance(found, dict):
        raise BadRequest("the body must be an object")
    return Fields(found)


def _is_whole(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
