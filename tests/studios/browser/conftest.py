"""One browser, one dataset and one studio for all tests of the page."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("playwright.sync_api", reason="needs a browser: make test-browser")

from playwright.sync_api import Browser, sync_playwright

from .studio import HOSTILE, Studio, Visit, running, visit

_HERE = Path(__file__).parent
_CHROMIUM = shutil.which("chromium")
_FLAGS = ("--rotation", "20", "--brightness", "0.6,1.3", "--horizontal-flip")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put all tests of this folder in the group of those that need a browser."""
    for item in items:
        if item.path.is_relative_to(_HERE):
            item.add_marker(pytest.mark.environment(name="browser"))


def _draw(path: Path, hue: int) -> None:
    """Draw a picture that has a left, a right and a top."""
    y, x = np.mgrid[0:120, 0:160]
    pixels = np.stack([x + 60, 2 * y, np.full_like(x, hue)], axis=2)
    pixels[20:60, 15:70] = (240, 230, hue)
    path.parent.mkdir(exist_ok=True)
    Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(path)


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset: a class called as a script, one of plain pictures, and one of a torn file."""
    folder = tmp_path_factory.mktemp("studio") / "data"
    for number in range(2):
        folder.mkdir(exist_ok=True)
        _draw(folder / HOSTILE / f"{number}.png", 200)
    for number in range(3):
        _draw(folder / "hat" / f"{number}.png", 40 * number)
    (folder / "torn").mkdir()
    (folder / "torn" / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 torn")
    return folder


@pytest.fixture(scope="session")
def studio(data: Path) -> Iterator[Studio]:
    with running("data", *_FLAGS, cwd=data.parent) as found:
        yield found


# Not for the whole session: Playwright keeps an event loop running, and others need their own.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if not _CHROMIUM:
        pytest.skip("needs chromium")
    args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=_CHROMIUM, args=args)
        yield found
        found.close()


@pytest.fixture
def there(browser: Browser, studio: Studio) -> Iterator[Visit]:
    """A page of the studio. Whatever a test does, it complains of nothing and asks nobody else."""
    found = visit(browser, studio)
    yield found
    assert found.complaints == []
    assert {url.partition("#")[0] for url in found.requests} <= {
        url for url in found.requests if url.startswith((f"{studio.origin}/", "blob:"))
    }
    found.page.context.close()
