"""docs/datasets.md teaches on a page of ``augcli inspect``, which shows what the text says."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import PIL.Image
import pytest
from cli.running import run

from tools.docs.inspect_picture import LINE, PICTURE, make_faulty, write_picture

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "datasets.md").read_text("utf-8")


def test_the_picture_is_small_and_stands_under_its_command() -> None:
    command = f"```sh\n{LINE}\n```\n\n!["
    assert TEXT.partition(command)[2].partition("](")[2].startswith("datasets/inspect.jpg)")
    assert (ROOT / PICTURE).stat().st_size < 150_000


def test_inspect_finds_each_fault_that_the_text_tells(tmp_path: Path) -> None:
    make_faulty(ROOT / "sample_images", tmp_path / "data")
    result = run("inspect", "data", "--json", cwd=tmp_path)
    assert result.code == 3
    found = json.loads(result.stdout)
    files = {
        "two labels": [one["files"] for one in found["two_labels"]],
        "unreadable": [one["source"] for one in found["problems"]],
        "near duplicates": [one["files"] for one in found["near_duplicates"]],
        "dark": [one["file"] for one in found["measures"]["brightness"]["outliers"]],
    }
    assert files == {
        "two labels": [["bird/IMG_2041.jpg", "cat/tuxedo.jpg"]],
        "unreadable": ["bird/IMG_2042.jpg"],
        "near duplicates": [["cat/IMG_2044.jpg", "cat/kitten.jpg"]],
        "dark": ["bird/IMG_2043.jpg", "bird/owl.jpg"],
    }
    assert any("fewer than half the images" in one["text"] for one in found["advice"])
    names = [name for group in files.values() for one in group for name in _flat(one)]
    assert all(name.rpartition("/")[2] in TEXT for name in names if "IMG" in name)


def _flat(files: str | list[str]) -> list[str]:
    return [files] if isinstance(files, str) else files


@pytest.mark.environment(name="browser")
@pytest.mark.skipif(not shutil.which("chromium"), reason="needs chromium")
def test_a_browser_draws_the_picture_again(tmp_path: Path) -> None:
    (tmp_path / "sample_images").symlink_to(ROOT / "sample_images")
    (tmp_path / "docs").mkdir()
    write_picture(tmp_path)
    with PIL.Image.open(ROOT / PICTURE) as stored, PIL.Image.open(tmp_path / PICTURE) as drawn:
        assert drawn.size == stored.size
        assert len({*drawn.convert("L").tobytes()}) > 200  # a page, no blank window
