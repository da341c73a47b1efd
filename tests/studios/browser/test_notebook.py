"""A page of a notebook shows the studio in a frame."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

import augcli


@pytest.fixture
def notebook(tmp_path: Path, data: Path) -> Iterator[int]:
    """Return the port of a page with what a notebook shows of a studio."""
    shown = augcli.studio(data, live=True)
    (tmp_path / "index.html").write_text(f"<!doctype html>{shown.to_html()}")
    handler = partial(SimpleHTTPRequestHandler, directory=tmp_path)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()
    shown.close()


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_the_frame_is_let_in(browser: Browser, notebook: int, host: str) -> None:
    page = browser.new_page()
    page.goto(f"http://{host}:{notebook}/")
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", name="augcli studio")).to_be_visible()
    page.close()
