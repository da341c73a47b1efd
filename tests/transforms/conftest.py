"""Photos for comparisons with other libraries."""

from __future__ import annotations

from pathlib import Path

import pytest
from oracles import Pixels, crop

PHOTOS = [
    *[("clothing", 397, 531), ("clothing", 64, 33)],
    *[("sample_images", 331, 297), ("sample_images", 31, 31)],
]


def _photo(source: str, folder: Path) -> Path:
    if source == "sample_images":
        return folder / "cat" / "chelsea.jpg"
    return folder / "t-shirt" / min(path.name for path in (folder / "t-shirt").iterdir())


@pytest.fixture(params=PHOTOS, ids=lambda photo: "{}-{}x{}".format(*photo))
def photo(request: pytest.FixtureRequest) -> Pixels:
    source, width, height = request.param
    return crop(_photo(source, request.getfixturevalue(source)), width, height)


@pytest.fixture
def sample(sample_images: Path) -> Pixels:
    return crop(_photo("sample_images", sample_images), 131, 97)
