"""The web application of a studio."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from augcli.studios.answers import problem
from augcli.studios.guard import Access, Guard
from augcli.studios.routes.errors import told
from augcli.studios.routes.files import Files
from augcli.studios.routes.pipelines import Pipelines
from augcli.studios.routes.views import Views
from augcli.studios.studio import Studio


def make_app(studio: Studio, access: Access) -> Guard:
    """Return the application that shows a studio to those who have access."""
    files, views, pipelines = Files(studio.subject), Views(studio), Pipelines(studio)
    endpoints = [
        *(("GET", path, answer) for path, answer in (files.get() | views.get()).items()),
        *(("POST", path, answer) for path, answer in (views.post() | pipelines.post()).items()),
    ]
    routes = [Route(path, told(answer), methods=[method]) for method, path, answer in endpoints]
    app = Starlette(routes=routes, exception_handlers={HTTPException: _refused})
    app.router.redirect_slashes = False
    return Guard(app, access)


async def _refused(_: Request, error: Exception) -> Response:
    """Answer a path or a method that there is not."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    return problem(status, "there is no such address here", "open the printed address")
