"""keras-preprocessing's ``flow_from_directory``, in one process.

``--workers`` is accepted and not used: it has no workers of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from epochs import BATCH, Task
from keras_preprocessing.image import ImageDataGenerator


def main() -> None:
    task = Task.of_command_line(__doc__)
    generator = ImageDataGenerator(
        rotation_range=40,
        width_shift_range=0.1,
        height_shift_range=0.1,
        zoom_range=0.2,
        horizontal_flip=True,
        brightness_range=(0.6, 1.2),
        rescale=1 / 255,
    )
    size = (task.size, task.size)
    batches = generator.flow_from_directory(str(task.data), size, batch_size=BATCH)

    def epoch() -> Iterator[tuple[Any, Any]]:
        return (next(batches) for _ in range(len(batches)))

    task.run(epoch)


if __name__ == "__main__":
    main()
