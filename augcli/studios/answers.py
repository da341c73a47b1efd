"""Write the answers of the server: JSON, errors in two lines, and pictures with a head."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from starlette.responses import Response

from augcli.figures.cells import NOT_RUN
from augcli.studios.look import ORIGINAL, Row, Seen, ShownCell
from augcli.text import printable

_FAULTS = {
    "black": "nearly black",
    "white": "nearly white",
    "flat": "nearly of one colour",
    "unchanged": "the same as its image",
}


def as_json(value: Any, status: int = 200) -> Response:
    """Return an answer in JSON. It is in ASCII: names may hold bytes that are no text."""
    return Response(json.dumps(value, allow_nan=False), status, media_type="application/json")


def problem(status: int, text: str, hint: str, errors: Iterable[Any] = ()) -> Response:
    """Return an error as what is wrong and the way out."""
    said = {"problem": printable(text), "hint": printable(hint), "errors": list(errors)}
    return as_json(said, status)


def pictures(head: dict[str, Any], seen: Seen) -> Response:
    """Return cells in one answer: the length of a head in 4 bytes, the head, and the pictures."""
    whole = head | {"cells": list(map(_cell, seen.cells)), "rows": _rows(seen.rows)}
    data = json.dumps(whole, allow_nan=False).encode()
    parts = [len(data).to_bytes(4, "big"), data]
    parts += [cell.picture.data for cell in seen.cells if cell.picture]
    return Response(b"".join(parts), media_type="application/octet-stream")


def _cell(cell: ShownCell) -> dict[str, Any]:
    lines = [line for text in cell.caption for line in text.split("\n")]
    said: dict[str, Any] = {
        "cell": None if cell.number == ORIGINAL else cell.number,
        "caption": [{"text": line, "ran": not line.endswith(NOT_RUN)} for line in lines],
        "recipe": cell.recipe,
    }
    if cell.problem:
        text, hint = cell.problem
        return said | {"error": {"problem": printable(text), "hint": printable(hint)}}
    if cell.picture is None:
        return said
    fault = _FAULTS.get(cell.fault)
    return said | {
        "warning": fault and f"This copy is {fault}. expand --reject draws such copies again.",
        "type": cell.picture.type,
        "bytes": len(cell.picture.data),
        "width": cell.picture.frame.width,
        "height": cell.picture.frame.height,
    }


def _rows(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Return rows with the places of their cells among all."""
    found, first = [], 0
    for title, count in rows:
        found.append({"title": title, "cells": list(range(first, first + count))})
        first += count
    return found
