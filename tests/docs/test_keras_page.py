"""The scripts of docs/keras.md run as they stand, and change one line of what Keras scripts say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest

from tools.docs.keras_pictures import scripts

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "keras.md").read_text("utf-8")
SCRIPTS = {Path(file).stem: script for script, file in scripts(TEXT)}
ARGUMENTS = (
    *("width_shift_range", "height_shift_range", "horizontal_flip"),
    *("rotation_range", "brightness_range", "zoom_range"),
)


def test_there_is_a_script_and_a_small_picture_for_each_argument() -> None:
    assert sorted(SCRIPTS) == sorted(ARGUMENTS)
    for name, script in SCRIPTS.items():
        assert f"ImageDataGenerator({name}=" in script
        assert (ROOT / "docs" / "keras" / f"{name}.jpg").stat().st_size < 60_000


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_shows_nine_versions(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    mpl.use("agg")
    import matplotlib.pyplot as plt

    monkeypatch.chdir(ROOT)
    np.random.seed(4)
    exec(compile(SCRIPTS[name], name, "exec"), {})
    images: list[Any] = [axes.images[0].get_array() for axes in plt.gcf().axes]
    plt.close("all")
    assert len(images) == 9
    assert len({image.tobytes() for image in images}) > 1
    assert {image.shape for image in images} == {(360, 480, 3)}
