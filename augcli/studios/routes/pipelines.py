"""Answer what a pipeline is for the shell: command, file, code, and how much it would make."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from augcli.interop.exporters import TARGETS
from augcli.studios.answers import as_json, problem
from augcli.studios.check import code
from augcli.studios.fields import read_body
from augcli.studios.routes.awaited import GONE, while_awaited
from augcli.studios.routes.errors import Endpoint
from augcli.studios.studio import Studio
from augcli.text import printable

_MOST_COPIES = 9999
_COPIES = 5  # as expand makes without --copies


@dataclass(frozen=True)
class Pipelines:
    """What becomes of the pipeline that the page shows."""

    studio: Studio

    def post(self) -> dict[str, Endpoint]:
        """Return the endpoints, by path."""
        return {
            "/api/check": self._check,
            "/api/export": self._export,
            "/api/estimate": self._estimate,
            "/api/save": self._save,
        }

    async def _check(self, request: Request) -> Response:
        return as_json(self.studio.check((await read_body(request)).state))

    async def _export(self, request: Request) -> Response:
        fields = await read_body(request)
        chosen = self.studio.read(fields.state).chosen
        return as_json(code(chosen, fields.word("to", TARGETS)))

    async def _estimate(self, request: Request) -> Response:
        fields = await read_body(request)
        copies = fields.whole("copies", 1, _MOST_COPIES, _COPIES)
        found = await while_awaited(request, self.studio.estimate(fields.state, copies))
        return as_json(found.as_json()) if found else GONE

    async def _save(self, request: Request) -> Response:
        fields = await read_body(request)
        saved = self.studio.saved
        if saved is None:
            return problem(404, "no file was named", "start with --config or --save-config FILE")
        saved.save(self.studio.read(fields.state).chosen)
        return as_json({"saved": printable(str(saved.path))})
