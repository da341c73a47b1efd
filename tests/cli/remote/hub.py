"""A server that answers as the hub of Hugging Face does, for one repository: a folder."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

REPOSITORY = "datasets/me/photos"
_API, _COMMIT = f"/api/{REPOSITORY}", "0" * 40


@contextlib.contextmanager
def hub(folder: Path) -> Iterator[str]:
    """Serve a folder as the files of a dataset, ``me/photos``; yield the URL of the hub."""
    handler = functools.partial(_Handler, folder)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, folder: Path, *others: Any) -> None:
        self.folder = folder
        super().__init__(*others)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        tree, files = f"{_API}/tree/main", f"/{REPOSITORY}/resolve/main/"
        if path in (_API, f"{_API}/revision/main"):
            self._tell({"id": "me/photos", "sha": _COMMIT, "private": False, "siblings": []})
        elif path.startswith(tree) and (found := self._below(path, tree)).is_dir():
            self._tell([self._entry(one) for one in sorted(found.iterdir())])
        elif path.startswith(files) and (found := self._below(path, files)).is_file():
            content = found.read_bytes()
            tag = hashlib.sha1(content, usedforsecurity=False).hexdigest()
            self._answer(200, content, {"ETag": f'"{tag}"', "X-Repo-Commit": _COMMIT})
        else:
            known = path.startswith((_API, files))
            self._answer(404, b"{}", {"X-Error-Code": "EntryNotFound" if known else "RepoNotFound"})

    def do_POST(self) -> None:
        """Tell of some paths."""
        asked = self.rfile.read(int(self.headers["Content-Length"])).decode()
        paths = parse_qs(asked).get("paths") or json.loads(asked)["paths"]
        found = [self.folder / path for path in paths]
        self._tell([self._entry(one) for one in found if one.exists()])

    def _below(self, path: str, start: str) -> Path:
        return self.folder / path.removeprefix(start).strip("/")

    def _entry(self, path: Path) -> dict[str, object]:
        kind = "directory" if path.is_dir() else "file"
        content = b"" if path.is_dir() else path.read_bytes()
        digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()
        name = path.relative_to(self.folder).as_posix()
        return {"type": kind, "oid": digest, "size": len(content), "path": name}

    def _tell(self, what: object) -> None:
        self._answer(200, json.dumps(what).encode(), {"Content-Type": "application/json"})

    def _answer(self, status: int, content: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)
