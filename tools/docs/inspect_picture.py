"""Make the picture of docs/datasets.md: the page of ``augcli inspect`` of a dataset with faults.

It needs Chromium; where there is none, the picture stays as it is.
"""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
import tempfile
from contextlib import chdir
from pathlib import Path

import PIL.Image
import PIL.ImageEnhance

from augcli.cli import cli

PICTURE = Path("docs/datasets/inspect.jpg")
LINE = "augcli inspect data --html report.html"
_WINDOW = (1200, 3110)  # pixels: to the end of the findings
_WIDTH = 800  # pixels of the picture: what a page of documentation has room for
_QUALITY = 60


def make_faulty(samples: Path, data: Path) -> None:
    """Copy the sample images, with a fault of each kind that ``inspect`` finds by looking."""
    for label in ("bird", "cat", "flower"):
        (data / label).mkdir(parents=True)
        for file in (samples / label).glob("*.jpg"):
            shutil.copy(file, data / label)
    shutil.copy(samples / "cat" / "tuxedo.jpg", data / "bird" / "IMG_2041.jpg")
    whole = (samples / "bird" / "eagle.jpg").read_bytes()
    (data / "bird" / "IMG_2042.jpg").write_bytes(whole[: len(whole) // 2])
    with PIL.Image.open(samples / "cat" / "kitten.jpg") as kitten:
        kitten.crop((20, 10, kitten.width, kitten.height)).save(data / "cat" / "IMG_2044.jpg")
    with PIL.Image.open(samples / "flower" / "rose.jpg") as rose:
        dark = PIL.ImageEnhance.Brightness(rose.convert("RGB")).enhance(0.04)
        dark.save(data / "bird" / "IMG_2043.jpg")


def screenshot(page: Path, picture: Path, chromium: str) -> None:
    """Have a browser draw the top of a page into a PNG."""
    command = [chromium, "--headless", "--no-sandbox", "--hide-scrollbars"]
    size = f"--window-size={_WINDOW[0]},{_WINDOW[1]}"
    command += [size, f"--screenshot={picture}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True)


def write_picture(root: Path) -> None:
    """Write the picture, in the folder of the project."""
    chromium = shutil.which("chromium")
    if not chromium:
        print(f"{PICTURE} stays as it is: chromium is missing", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_faulty(root / "sample_images", folder / "data")
        with chdir(folder):
            cli.main([*shlex.split(LINE)[1:], "--quiet"], standalone_mode=False)
        screenshot(folder / "report.html", folder / "page.png", chromium)
        (root / PICTURE).parent.mkdir(exist_ok=True)
        with PIL.Image.open(folder / "page.png") as drawn:
            small = drawn.convert("RGB")
            small.thumbnail((_WIDTH, _WINDOW[1]))
            small.save(root / PICTURE, quality=_QUALITY)
