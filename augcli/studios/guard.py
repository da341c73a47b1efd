"""Let in only the browser that has the token, and only from pages of the studio itself."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from augcli.studios.answers import problem
from augcli.studios.hosts import is_loopback, is_number

_HEADERS = {
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors {}"
)
_WAY_IN = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="refresh" content="0; url=/">
<title>augcli studio</title>
<link rel="icon" href="/icon.svg">
<p><a href="/">Open the studio</a></p>
</html>
"""
_NOBODY = "'none'"
_USUAL_PORT = 80  # of http
NOTEBOOKS = "http://localhost:* http://127.0.0.1:* https://localhost:* https://127.0.0.1:*"
"""The pages that may show the studio in a frame, if it is opened in a notebook."""


@dataclass(frozen=True)
class Access:
    """Who may ask: by which ``token``, and at which ``port`` of which host.

    ``exposed`` tells that other machines may ask. ``frames`` are the pages that may frame it.
    """

    port: int
    exposed: bool = False
    frames: str = _NOBODY
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    @property
    def cookie(self) -> str:
        """The name of the cookie: browsers send cookies to all ports of a host."""
        return f"augcli_studio_{self.port}"

    def knows_host(self, host: str) -> bool:
        """Return whether a Host header is one of this server, and not of a site that leads here.

        A site whose name is made to lead to this machine (DNS rebinding) has a name of its own, so
        names are refused and numbers are not.
        """
        if self.port == _USUAL_PORT and not host.endswith(f":{_USUAL_PORT}"):
            host = f"{host}:{_USUAL_PORT}"  # browsers leave it out
        name, _, port = host.rpartition(":")
        if port != str(self.port):
            return False
        return is_loopback(name) or (self.exposed and is_number(name))

    def knows_token(self, given: str) -> bool:
        """Return whether a token is the one, in a time that tells nothing of it."""
        return hmac.compare_digest(given.encode("utf-8", "replace"), self.token.encode())


@dataclass(frozen=True)
class Guard:
    """Checks each request before the ``app`` sees it, and adds headers to each answer."""

    app: ASGIApp
    access: Access
    methods: Collection[str] = ("GET", "HEAD", "POST")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":  # the start and the end of the server: there are no WebSockets
            await self.app(scope, receive, send)
            return
        sent = self._with_headers(send)
        refused = self._entered(scope) or self._refused(scope)
        await (refused or self.app)(scope, receive, sent)

    def _entered(self, scope: Scope) -> Response | None:
        """Return the way in for the first address: a cookie, and a page that leads to ``/``."""
        request = Request(scope)
        given = request.query_params.get("token")
        if given is None or scope["path"] != "/" or not self.access.knows_host(_host(scope)):
            return None
        if not self.access.knows_token(given):
            return None
        # A redirect that a link of another site began would go without the cookie; a page of the
        # studio's own that goes on by itself sends it.
        answer = HTMLResponse(_WAY_IN)
        name, token = self.access.cookie, self.access.token
        answer.set_cookie(name, token, httponly=True, samesite="strict", path="/")
        return answer

    def _refused(self, scope: Scope) -> Response | None:
        """Return the refusal of a request, None if it may pass."""
        if not self.access.knows_host(_host(scope)):
            return problem(403, "this host name is not the studio's", "open the printed address")
        if scope["method"] not in self.methods:
            return problem(405, "there is no such method here", "send GET or POST")
        headers = Headers(scope=scope)
        if scope["method"] == "POST" and not self._is_own(headers.get("origin", ""), scope):
            return problem(403, "another page sent this", "use the page of the studio")
        given = Request(scope).cookies.get(self.access.cookie, "")
        if not self.access.knows_token(given):
            hint = "open the address that augcli studio printed, with its token"
            return problem(403, "this browser has not been let in", hint)
        return None

    def _is_own(self, origin: str, scope: Scope) -> bool:
        """Return whether a page of this server sent a request: browsers name the origin."""
        return urlsplit(origin).netloc == _host(scope) if origin.startswith("http://") else False

    def _with_headers(self, send: Send) -> Send:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_HEADERS)
                headers["content-security-policy"] = _POLICY.format(self.access.frames)
            await send(message)

        return sent


def _host(scope: Scope) -> str:
    """Return the Host of a request; empty if it has none, or several."""
    found = Headers(scope=scope).getlist("host")
    return found[0] if len(found) == 1 else ""
