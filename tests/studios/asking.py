"""Ask a studio as its page does."""

from __future__ import annotations

import json
from typing import Any

import httpx2
from starlette.testclient import TestClient

from augcli.studios.guard import Access

PORT = 8000
ORIGIN = f"http://127.0.0.1:{PORT}"
ROTATION = {"seed": 3, "steps": [{"transform": "rotation", "degrees": [-30, 30]}], "options": {}}


def let_in(client: TestClient, access: Access) -> httpx2.Response:
    """Open the first address, whose answer has the cookie."""
    return client.get("/", params={"token": access.token}, follow_redirects=False)


def post(client: TestClient, path: str, **fields: Any) -> httpx2.Response:
    """Send JSON as the page does."""
    return client.post(path, json=fields, headers={"origin": ORIGIN})


def unpacked(answer: httpx2.Response) -> tuple[dict[str, Any], list[bytes]]:
    """Return the head of an answer with pictures, and the bytes of each."""
    assert answer.status_code == 200, answer.text
    data = answer.content
    at = 4 + int.from_bytes(data[:4], "big")
    head: dict[str, Any] = json.loads(data[4:at])
    pictures = []
    for cell in head["cells"]:
        pictures.append(data[at : at + cell.get("bytes", 0)])
        at += cell.get("bytes", 0)
    assert at == len(data)
    return head, pictures
