"""Answer with files and lists: the page, the catalogue, and the images by index."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from augcli import __version__
from augcli.interop.exporters import TARGETS
from augcli.studios.answers import as_json, problem
from augcli.studios.catalogue import catalogue_for_page
from augcli.studios.expand_options import as_flags, copying_options
from augcli.studios.fields import read_query
from augcli.studios.pictures import page_files, picture_names
from augcli.studios.routes.errors import Endpoint
from augcli.studios.state import as_state
from augcli.studios.subject import Subject
from augcli.text import printable

_MOST_NAMES = 500


@dataclass(frozen=True)
class Files:
    """Files are found by their name in a list: no part of an address reaches the file system."""

    subject: Subject

    def get(self) -> dict[str, Endpoint]:
        """Return the endpoints, by path."""
        return {
            "/": self._page,
            "/{name}": self._page,
            "/pictures/{name}.jpg": self._picture,
            "/api/alive": self._alive,
            "/api/start": self._start,
            "/api/catalogue": self._catalogue,
            "/api/images": self._images,
        }

    async def _page(self, request: Request) -> Response:
        found = page_files().get(request.path_params.get("name", "index.html"))
        if found is None:
            return problem(404, "there is no such page", "open the printed address")
        file, kind = found
        return FileResponse(file, media_type=kind)

    async def _picture(self, request: Request) -> Response:
        file = picture_names().get(request.path_params["name"])
        if file is None:
            return problem(404, "there is no such picture", "reload the page")
        return FileResponse(file, media_type="image/jpeg")

    async def _alive(self, _: Request) -> Response:
        return Response(status_code=204)

    async def _catalogue(self, _: Request) -> Response:
        return as_json(catalogue_for_page())

    async def _start(self, _: Request) -> Response:
        subject = self.subject
        classes = [asdict(one) | {"name": printable(one.name)} for one in subject.classes]
        return as_json(
            {
                "version": __version__,
                "data": printable(subject.data.name or str(subject.data)),
                "kind": "folder" if subject.is_folder else "image",
                "state": as_state(subject.base.as_file()),
                "save": printable(str(subject.save)) if subject.save else None,
                "classes": classes,
                "images": len(subject.sources),
                "fixed": list(as_flags(copying_options(subject.copying))),
                "exports": list(TARGETS),
            }
        )

    async def _images(self, request: Request) -> Response:
        fields, sources = read_query(request), self.subject.sources
        first = fields.whole("first", 0, len(sources), 0)
        count = fields.whole("count", 1, _MOST_NAMES, 60)
        images = [
            {"index": index, "name": printable(one.name), "class": printable(one.label)}
            for index, one in enumerate(sources[first : first + count], first)
        ]
        return as_json({"images": images})
