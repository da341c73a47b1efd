"""Cell k is copy k of expand, and an image that can't be read costs its own cells."""

from __future__ import annotations

import io
import json
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cli.running import run
from PIL import Image
from starlette.testclient import TestClient

from augcli.studios.studio import Studio

from .asking import ROTATION, post, unpacked
from .conftest import TORN

BOX = {"width": 48, "height": 32}


@pytest.fixture
def index(studio: Studio) -> Callable[[str], int]:
    """Return the index of an image by its name."""
    names = [source.name for source in studio.subject.sources]
    return names.index


def _expand(command: str, out: Path) -> dict[tuple[str, int], bytes]:
    """Run the command of the page; return the files of the copies by source and number."""
    words = [str(out) if word == "out" else word for word in shlex.split(command)[1:]]
    assert run(*words, "--copies", "3", "--quiet").code == 3  # a file is torn
    records = map(json.loads, (out / "manifest.jsonl").read_text("utf-8").splitlines())
    return {(one["source"], one["copy"]): (out / one["file"]).read_bytes() for one in records}


@pytest.mark.parametrize(
    "steps",
    [
        [{"transform": "rotation", "degrees": [-30, 30]}, {"transform": "brightness"}],
        [{"transform": "gaussian-noise"}, {"transform": "mixup"}],
        [
            {"transform": "brightness"},
            {"one-of": [{"transform": "rotation"}, {"transform": "hue"}]},
        ],
    ],
)
def test_an_enlarged_cell_is_the_file_that_the_shown_command_writes(
    client: TestClient, tmp_path: Path, steps: list[dict[str, Any]], index: Callable[[str], int]
) -> None:
    state = {"seed": 5, "steps": steps, "options": {"fill-mode": "reflect"}}
    said = post(client, "/api/check", state=state).json()
    if said["needs_file"]:
        (tmp_path / "aug.toml").write_text(said["toml"])
    command = said["command"].replace("aug.toml", str(tmp_path / "aug.toml"))
    made = _expand(command, tmp_path / "made")
    for name in ("dark/a.jpg", "dark/b.png", "light/c.webp"):
        for copy in (1, 3):
            answer = post(client, "/api/enlarge", state=state, image=index(name), cell=copy)
            head, (_, shown) = unpacked(answer)
            assert head["cells"][1]["cell"] == copy
            assert shown == made[name, copy]


def test_a_grid_has_captions_and_pictures_of_the_size_shown(
    client: TestClient, index: Callable[[str], int]
) -> None:
    image = index("dark/b.png")
    answer = post(
        client, "/api/grid", state=ROTATION, image=image, cells=4, original=True, width=30, height=9
    )
    head, pictures = unpacked(answer)
    assert [cell["cell"] for cell in head["cells"]] == [None, 1, 2, 3, 4]
    assert head["rows"] == [{"title": "", "cells": [0, 1, 2, 3, 4]}]
    assert head["cells"][1]["caption"][0] == {"text": "#1", "ran": True}
    assert head["frame"] == [60, 40]
    for data in pictures:
        with Image.open(io.BytesIO(data)) as shown:
            assert max(shown.width / 30, shown.height / 9) <= 1


@pytest.mark.parametrize(("view", "left_out"), [("extremes", 12), ("each", 11)])
def test_rows_that_are_left_out_are_counted(client: TestClient, view: str, left_out: int) -> None:
    steps = [{"transform": "rotation", "degrees": [0, 1 + number]} for number in range(71)]
    state = {"steps": steps}
    answer = post(client, "/api/grid", state=state, image=0, cells=1, view=view, **BOX)
    head, pictures = unpacked(answer)
    *shown, last = head["rows"]
    assert len(shown) == 60
    assert last["title"].startswith(f"{left_out} of {60 + left_out} rows are not shown")
    assert last["cells"] == []
    assert sum(len(row["cells"]) for row in shown) == len(pictures)


@pytest.mark.parametrize("view", ["extremes", "each"])
def test_other_views_have_rows_with_titles(client: TestClient, view: str) -> None:
    steps = [{"transform": "rotation", "degrees": [-30, 30]}, {"transform": "gamma"}]
    state = {"steps": steps}
    answer = post(client, "/api/grid", state=state, image=0, view=view, cells=4, **BOX)
    head, pictures = unpacked(answer)
    titles = [row["title"] for row in head["rows"]]
    assert titles[0] == "--rotation 30"
    assert titles[1].startswith("--gamma")
    places = [place for row in head["rows"] for place in row["cells"]]
    assert places == list(range(len(pictures)))
    last = head["cells"][-1]["cell"]
    answer = post(client, "/api/enlarge", state=state, image=0, view=view, cells=4, cell=last)
    enlarged, _ = unpacked(answer)
    assert enlarged["cells"][1]["recipe"] == head["cells"][-1]["recipe"]


def test_an_image_that_cannot_be_read_costs_its_own_cells(
    client: TestClient, index: Callable[[str], int]
) -> None:
    answer = post(client, "/api/grid", state=ROTATION, image=index(TORN), cells=2, **BOX)
    head, _ = unpacked(answer)
    assert len(head["cells"]) == 2
    assert all(TORN in cell["error"]["problem"] for cell in head["cells"])
    assert client.get("/api/thumbnail", params={"image": index(TORN)}).status_code == 404
    head, _ = unpacked(post(client, "/api/grid", state=ROTATION, image=0, cells=2, **BOX))
    assert all("error" not in cell for cell in head["cells"])


def test_a_ruined_copy_is_told(client: TestClient) -> None:
    state = {"steps": [{"transform": "brightness", "factor": [0, 0]}]}
    head, _ = unpacked(post(client, "/api/grid", state=state, image=0, cells=1, **BOX))
    assert "nearly black" in head["cells"][0]["warning"]


def test_without_a_step_copies_are_the_image(client: TestClient) -> None:
    head, pictures = unpacked(
        post(client, "/api/grid", state={"steps": []}, image=0, cells=2, original=True, **BOX)
    )
    assert pictures[0] == pictures[1] == pictures[2]
    assert head["cells"][1]["caption"][0]["text"] == "#1 unchanged"


def test_thumbnails_are_small(client: TestClient) -> None:
    answer = client.get("/api/thumbnail", params={"image": 0})
    with Image.open(io.BytesIO(answer.content)) as small:
        assert max(small.size) <= 96
