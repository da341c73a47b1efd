"""A small dataset with a damaged image, and a studio of it without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from starlette.testclient import TestClient

from augcli.config.choose import ChosenPipeline
from augcli.config.presets import load
from augcli.dataset.scan import Dataset
from augcli.studios.app import make_app
from augcli.studios.guard import Access
from augcli.studios.studio import Studio
from augcli.studios.subject import Subject, sources_of

from .asking import ORIGIN, PORT, let_in

TORN = "torn/broken.jpg"


@pytest.fixture(scope="session")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three classes: photos of noise in three formats, and a file that is no picture."""
    root = tmp_path_factory.mktemp("studios") / "data"
    random = np.random.default_rng(0)
    for name in ("dark/a.jpg", "dark/b.png", "light/c.webp", "light/d.jpg"):
        pixels = random.integers(0, 160, (40, 60, 3), np.uint8)
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels + np.uint8(90 * name.startswith("light"))).save(root / name)
    (root / "torn").mkdir()
    (root / TORN).write_bytes(b"\xff\xd8\xff\xe0 torn")
    return root


@pytest.fixture(scope="session")
def studio(dataset: Path) -> Iterator[Studio]:
    """A studio that begins with the preset natural."""
    data = Dataset(dataset)
    base = ChosenPipeline.of_file(load("natural"), "natural")
    found = Studio(Subject(dataset, data, sources_of(data), base))
    yield found
    found.close()


@pytest.fixture(scope="session")
def client(studio: Studio) -> Iterator[TestClient]:
    """A browser that has been let in."""
    access = Access(PORT)
    with TestClient(make_app(studio, access), base_url=ORIGIN) as found:
        let_in(found, access)
        yield found
