"""The figures of ``augcli preview`` that are refused, and of which nothing is written."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from .pictures import photo, save
from .running import Result, assert_refused, run, tree

IMAGE, DATA = "data/hat/a.jpg", "data"


@pytest.fixture(scope="module")
def here(two_images: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``data``, two pipelines and what cannot be shown; refusals leave it alone."""
    folder = tmp_path_factory.mktemp("refused")
    shutil.copytree(two_images, folder / "data")
    for name in ("a.toml", "b.toml"):
        (folder / name).write_text('[[step]]\ntransform = "rotation"\n', "utf-8")
    (folder / "empty").mkdir()
    (folder / "bad" / "hat").mkdir(parents=True)
    (folder / "bad" / "hat" / "a.jpg").write_bytes(b"no picture")
    save(folder / "b.jpg", photo())
    return folder


@pytest.mark.parametrize(
    ("args", "named"),
    [
        ([IMAGE, "--each", "--extremes"], ("--each and --extremes",)),
        ([IMAGE, "--sweep", "rotation", "--compare", "a.toml", "b.toml"], ("--sweep", "--compare")),
        ([DATA, "--each"], ("--each and a folder",)),
        ([DATA, "--compare", "a.toml", "b.toml"], ("--compare and a folder",)),
        ([IMAGE, "--sweep", "rotatoin"], ("'rotatoin'",)),
        ([IMAGE, "--sweep", ""], ("''",)),
        ([IMAGE, "--sweep", "zoom.size"], ("zoom has no knob 'size'",)),
        ([IMAGE, "--sweep", "invert.level"], ("invert has no knob 'level'",)),
        (["b.jpg", "--sweep", "mixup"], ("mixing needs a second picture",)),
        ([IMAGE, "--compare", "a.toml", "c.toml"], ("c.toml",)),
        ([IMAGE, "--compare", "a.toml", "b.toml", "--config", "a.toml"], ("--config",)),
        ([IMAGE, "--compare", "a.toml", "b.toml", "--preset", "natural"], ("--preset",)),
        ([IMAGE, "--each", "--grid", "21x1"], ("--grid 21x1",)),
        (["data/hat"], ("data", "no class folders")),
        (["empty"], ("empty", "no images")),
        (["bad"], ("bad has no image that can be shown",)),
    ],
    ids=lambda value: " ".join(value)[-30:],
)
def test_figures_that_cannot_be_are_refused(
    here: Path, args: list[str], named: tuple[str, ...]
) -> None:
    before = tree(here)
    result = run("preview", *args, cwd=here)
    lines = [line for line in result.stderr.splitlines() if "passed over" not in line]
    problem = [line for line in lines if not line.startswith("no augmentation flags")]
    assert_refused(Result(result.code, result.stdout, "\n".join(problem)), *named)
    assert tree(here) == before
