"""Make the pictures of docs/keras.md by running the scripts that stand over them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import PIL.Image

PAGE = Path("docs/keras.md")
_BLOCK = re.compile(r"```python\n((?:(?!```).)*)```\n\n!\[[^]]*\]\((keras/[^)]*\.jpg)\)", re.DOTALL)
_LINE = re.compile(r"^generator = .*$", re.MULTILINE)
_WIDTH, _QUALITY = 480, 60


def scripts(text: str) -> Iterator[tuple[str, str]]:
    """Yield each script of the page with its picture: later ones change a line of the first."""
    whole = ""
    for block, file in _BLOCK.findall(text):
        whole = whole or block
        (line,), (first,) = _LINE.findall(block), _LINE.findall(whole)
        yield whole.replace(first, line), file


def write_pictures(root: Path) -> None:
    """Write every picture of the page, in the folder of the project."""
    import matplotlib as mpl

    mpl.use("agg")
    import matplotlib.pyplot as plt
    import numpy as np

    page = root / PAGE
    for script, file in scripts(page.read_text("utf-8")):
        np.random.seed(4)
        with chdir(root):
            exec(compile(script, file, "exec"), {})
        target = page.parent / file
        target.parent.mkdir(exist_ok=True)
        drawn = target.with_suffix(".png")
        plt.savefig(drawn, dpi=100, bbox_inches="tight")
        plt.close("all")
        with PIL.Image.open(drawn) as picture:
            small = picture.convert("RGB")
            small.thumbnail((_WIDTH, _WIDTH))
            small.save(target, quality=_QUALITY)
        drawn.unlink()
