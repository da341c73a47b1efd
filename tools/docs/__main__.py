"""Write everything in README.md and docs/ that is made from the code.

Run ``python -m tools.docs`` (or ``make docs``) in the folder of the project. It renews the
generated parts, the pictures of the transforms and presets, the previews, and those of inspect
and Keras. Tests fail while one of them is stale.
"""

from __future__ import annotations

import shlex
from pathlib import Path

from augcli.cli import cli
from tools.docs import (
    inspect_picture,
    keras_pictures,
    presets_page,
    preview_pictures,
    transforms_page,
)
from tools.docs.parts import renewed

_ROOT = Path(__file__).parents[2]
_README_PICTURE = """\
preview sample_images/bird.jpg --rotation 25 --width-shift 0.1 --zoom 0.2 --horizontal-flip
--brightness 0.6,1.2 --output docs/preview.jpg"""


def main() -> None:
    """Write the texts first, as the previews are made from commands in them."""
    docs, samples = _ROOT / "docs", _ROOT / "sample_images"
    for document in (_ROOT / "README.md", *sorted(docs.glob("*.md"))):
        document.write_text(renewed(document.read_text("utf-8")), "utf-8")
    transforms_page.write_pictures(docs / "transforms", samples)
    presets_page.write_pictures(docs / "presets", samples)
    preview_pictures.write_pictures(_ROOT)
    inspect_picture.write_picture(_ROOT)
    keras_pictures.write_pictures(_ROOT)
    cli.main(shlex.split(_README_PICTURE), standalone_mode=False)


if __name__ == "__main__":
    main()
