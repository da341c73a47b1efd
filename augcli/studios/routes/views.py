"""Answer with pictures: a grid, a cell in actual pixels, and thumbnails."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from augcli.dataset.source import Source
from augcli.imaging.image import Frame
from augcli.studios.answers import pictures, problem
from augcli.studios.fields import BadRequest, Fields, read_body, read_query
from augcli.studios.grid import see
from augcli.studios.look import VIEWS, Look
from augcli.studios.routes.awaited import GONE, while_awaited
from augcli.studios.routes.errors import Endpoint
from augcli.studios.studio import Studio
from augcli.text import printable

_MOST_AT_ONCE = 8  # answers: those of several tabs, and of one that has just been left
_MOST_CELLS = 36
_MOST_SIDE = 4096  # pixels of a cell
_BUSY = 503  # of HTTP


class Views:
    """Pictures of the subject of a studio. Who goes away ends the work for the answer."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._at_once = 0

    def get(self) -> dict[str, Endpoint]:
        """Return the endpoints that take no body, by path."""
        return {"/api/thumbnail": self._thumbnail}

    def post(self) -> dict[str, Endpoint]:
        """Return the endpoints that take a body, by path."""
        return {"/api/grid": self._grid, "/api/enlarge": self._enlarge}

    async def _grid(self, request: Request) -> Response:
        fields = await read_body(request)
        box = Frame(*(fields.whole(side, 1, _MOST_SIDE) for side in ("width", "height")))
        look = self._look(fields, original=fields.is_on("original"), box=box)
        parts = look.count + look.original if look.view == "copies" else 2 * self._studio.workers
        return await self._answer(request, look, parts)

    async def _enlarge(self, request: Request) -> Response:
        fields = await read_body(request)
        only = fields.whole("cell", 1, _MOST_CELLS * _MOST_CELLS)
        look = self._look(fields, original=True, detail="actual", only=only)
        return await self._answer(request, look, 1)

    async def _thumbnail(self, request: Request) -> Response:
        source = self._source(read_query(request))
        look = Look(source, self._studio.subject.base, detail="thumbnail")
        with self._counted():
            seen = await while_awaited(request, see(look, self._studio.pool, 1))
        picture = seen.cells[0].picture if seen else None
        if picture is None:
            return problem(404, f"{source.name} can't be shown", "look at another image")
        return Response(picture.data, media_type=picture.type)

    def _look(self, fields: Fields, **how: Any) -> Look:
        chosen = self._studio.read(fields.state).chosen
        count = fields.whole("cells", 1, _MOST_CELLS, 9)
        view: Any = fields.word("view", VIEWS, "copies")
        return Look(self._source(fields), chosen, view, count, **how)

    def _source(self, fields: Fields) -> Source:
        sources = self._studio.subject.sources
        return sources[fields.whole("image", 0, len(sources) - 1)]

    async def _answer(self, request: Request, look: Look, parts: int) -> Response:
        begun = time.perf_counter()
        with self._counted():
            seen = await while_awaited(request, see(look, self._studio.pool, parts))
        if seen is None:
            return GONE
        milliseconds = round(1000 * (time.perf_counter() - begun), 1)
        head = {"frame": seen.frame, "name": printable(look.source.name), "ms": milliseconds}
        return pictures(head, seen)

    @contextmanager
    def _counted(self) -> Iterator[None]:
        """Count an answer that is being made. Raises BadRequest if there are too many."""
        if self._at_once >= _MOST_AT_ONCE:
            raise BadRequest("too many pictures are being made", _BUSY)
        self._at_once += 1
        try:
            yield
        finally:
            self._at_once -= 1
