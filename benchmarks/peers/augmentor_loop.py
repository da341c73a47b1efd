"""Augmentor's own threaded Pipeline, run once per copy.

Approximate, as far as Augmentor reaches:

- no shift (it has none);
- whole degrees, one zoom factor for both axes, black corners, bicubic resampling in
  separate steps; a flip probability of 0.5 acts as 0.55, for it rounds its random draws;
- ``--workers`` and ``--size`` are accepted and not used: Augmentor sizes its own thread pool;
- file names are its own: OUT/<class>/<class>_original_<name>_<uuid>.jpg.
"""

from __future__ import annotations

from functools import partialmethod

import Augmentor
from PIL import Image
from task import QUALITY, Task


def build_pipeline(task: Task) -> Augmentor.Pipeline:
    """Return a pipeline over every class folder of the data that writes below the output."""
    pipeline = Augmentor.Pipeline(str(task.data.resolve()), str(task.out.resolve()))
    if task.steps == "photos":
        # Not rotate(): that one is limited to 25 degrees and crops.
        pipeline.rotate_without_crop(1, max_left_rotation=40, max_right_rotation=40)
        pipeline.zoom(1, min_factor=0.8, max_factor=1.2)
    pipeline.flip_left_right(0.5)
    if task.steps == "tone":
        pipeline.flip_top_bottom(0.5)
        pipeline.random_contrast(1, min_factor=0.8, max_factor=1.2)
    pipeline.random_brightness(1, min_factor=0.6, max_factor=1.2)
    return pipeline


def main() -> None:
    task = Task.of_command_line(__doc__, ("photos", "tone"))
    # Augmentor saves without options; this gives its files the quality of the others.
    Image.Image.save = partialmethod(Image.Image.save, quality=QUALITY)  # type: ignore[assignment]  # the library offers no quality
    pipeline = build_pipeline(task)
    for _ in range(task.copies):
        pipeline.process()


if __name__ == "__main__":
    main()
