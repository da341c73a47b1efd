"""Files that are odd, damaged or made to do harm cost their own cells alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from augcli.config.choose import ChosenPipeline
from augcli.config.presets import load
from augcli.dataset.scan import Dataset
from augcli.studios.app import make_app
from augcli.studios.guard import Access
from augcli.studios.studio import Studio
from augcli.studios.subject import Subject, sources_of

from .asking import ORIGIN, PORT, ROTATION, let_in, post, unpacked

_EVERY = 9
"""Of the files in the corpus: all take half a minute."""


@pytest.fixture
def hostile(corpus: Path) -> Iterator[tuple[TestClient, int]]:
    """Return a browser that looks at the corpus, and the number of files there."""
    data = Dataset(corpus, flat=True)
    base = ChosenPipeline.of_file(load("natural"))
    studio = Studio(Subject(corpus, data, sources_of(data), base))
    access = Access(PORT)
    with TestClient(make_app(studio, access), base_url=ORIGIN) as client:
        let_in(client, access)
        yield client, len(studio.subject.sources)
    studio.close()


def test_every_file_is_shown_or_has_a_reason(hostile: tuple[TestClient, int]) -> None:
    client, count = hostile
    for image in range(0, count, _EVERY):
        box = {"width": 60, "height": 60}
        head, _ = unpacked(post(client, "/api/grid", state=ROTATION, image=image, cells=2, **box))
        for cell in head["cells"]:
            assert "bytes" in cell or (cell["error"]["problem"] and cell["error"]["hint"])
        unpacked(post(client, "/api/enlarge", state=ROTATION, image=image, cell=1))
        assert client.get("/api/thumbnail", params={"image": image}).status_code in (200, 404)
