"""Only the browser with the token gets in, and only for pages of the studio."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from augcli.studios.guard import Access, Guard

from .asking import ORIGIN, PORT, let_in

ACCESS = Access(PORT)


async def _hello(_: Request) -> Response:
    return PlainTextResponse("hello")


def _client(access: Access = ACCESS) -> TestClient:
    app = Starlette(routes=[Route("/{path:path}", _hello, methods=["GET", "POST"])])
    return TestClient(Guard(app, access), base_url=ORIGIN)


@pytest.fixture
def inside() -> TestClient:
    client = _client()
    let_in(client, ACCESS)
    return client


def test_the_first_address_gives_a_cookie_that_scripts_and_other_sites_never_get() -> None:
    client = _client()
    assert client.get("/").status_code == 403
    first = let_in(client, ACCESS)
    assert first.status_code == 200
    assert 'http-equiv="refresh" content="0; url=/"' in first.text
    assert ACCESS.token not in first.text
    cookie = first.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert client.get("/").text == "hello"


def test_two_studios_have_tokens_and_cookies_of_their_own() -> None:
    other = Access(PORT + 1)
    assert other.token != ACCESS.token
    assert other.cookie != ACCESS.cookie
    assert len(ACCESS.token) >= 32


@given(token=st.text(max_size=50))
def test_no_other_token_gets_in(token: str) -> None:
    client = _client()
    assert client.get("/", params={"token": token}).status_code == 403
    assert client.get("/api/start", params={"token": ACCESS.token}).status_code == 403


@pytest.mark.parametrize(
    "host",
    ["evil.example", f"evil.example:{PORT}", "127.0.0.1", "127.0.0.1:1", f"10.0.0.1:{PORT}", ""],
)
def test_a_site_that_leads_its_name_here_is_refused(inside: TestClient, host: str) -> None:
    assert inside.get("/", headers={"host": host}).status_code == 403
    token = {"token": ACCESS.token}
    answer = inside.get("/", params=token, headers={"host": host}, follow_redirects=False)
    assert answer.status_code == 403


@pytest.mark.parametrize("host", [f"localhost:{PORT}", f"LOCALHOST:{PORT}", f"[::1]:{PORT}"])
def test_this_machine_has_several_names(host: str) -> None:
    client = _client()
    cookie = {"cookie": f"{ACCESS.cookie}={ACCESS.token}"}
    assert client.get("/", headers={"host": host, **cookie}).status_code == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [
        *(("127.0.0.1", 200), ("localhost", 200), ("[::1]", 200), ("127.0.0.1:80", 200)),
        *(("evil.example", 403), ("127.0.0.1:8000", 403), ("10.0.0.1", 403), ("", 403)),
    ],
)
def test_browsers_leave_out_the_port_of_http(host: str, status: int) -> None:
    access = Access(80)
    headers = {"host": host, "cookie": f"{access.cookie}={access.token}"}
    client = _client(access)
    assert client.get("/", headers=headers).status_code == status
    sent = client.post("/api/check", headers={**headers, "origin": f"http://{host}"})
    assert sent.status_code == status


@pytest.mark.parametrize(
    ("host", "status"), [(f"192.168.0.7:{PORT}", 200), (f"evil.example:{PORT}", 403)]
)
def test_an_exposed_studio_is_reached_by_numbers_and_not_by_names(host: str, status: int) -> None:
    access = Access(PORT, exposed=True)
    cookie = {"cookie": f"{access.cookie}={access.token}"}
    assert _client(access).get("/", headers={"host": host, **cookie}).status_code == status


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (ORIGIN, 200),
        ("null", 403),
        ("http://evil.example", 403),
        (f"http://127.0.0.1:{PORT + 1}", 403),
        (f"https://127.0.0.1:{PORT}", 403),
        (f"http://127.0.0.1:{PORT}.evil.example", 403),
        (None, 403),
    ],
)
def test_only_pages_of_the_studio_send(inside: TestClient, origin: str | None, status: int) -> None:
    headers = {} if origin is None else {"origin": origin}
    assert inside.post("/api/check", headers=headers).status_code == status


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH"])
def test_other_methods_are_refused(inside: TestClient, method: str) -> None:
    assert inside.request(method, "/").status_code == 405


def test_every_answer_forbids_the_browser_everything_but_the_page(inside: TestClient) -> None:
    for answer in (inside.get("/"), _client().get("/")):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
        assert "server" not in answer.headers
        assert "access-control-allow-origin" not in answer.headers
