"""Feed the images of a folder to a training loop, augmented."""

from __future__ import annotations

from dataclasses import replace
from typing import Unpack

from augcli.loaders.feed.flow import Flow
from augcli.loaders.flow_options import DirectoryOptions
from augcli.loaders.folder import TargetSize, prepared
from augcli.loaders.options import whole
from augcli.loaders.pipeline import Pipeline
from augcli.loaders.run_options import PathLike


def flow_from_directory(
    directory: PathLike,
    pipeline: Pipeline | None = None,
    target_size: TargetSize = None,
    batch_size: int = 32,
    **options: Unpack[DirectoryOptions],
) -> Flow:
    """Return batches of augmented images from ``directory/<class>/``, or from one of its splits.

    The copies of an epoch are those that ``augcli expand`` makes of the same names: epoch 0 has
    copy 1. ``target_size`` is (height, width) as in Keras, or N for NxN; by default it is the size
    of the pipeline. How images fill it is the ``fit`` of the pipeline, unless given. Beside the
    arguments of :func:`flow` there are:

    - ``split`` ("train"): the split to feed, if there are any; None feeds all images. Others than
      train are plain and in order unless ``augment`` or ``shuffle`` say otherwise. ``shares`` holds
      splits out of a folder without any, as ``augcli split`` does: ``{"val": 0.2}``.
    - ``class_mode``: ``"categorical"``, rows of 0 and 1, the default; ``"sparse"``, numbers;
      ``"binary"``; ``"input"``, the pictures themselves; or None, pictures alone.
    - ``color_mode``: ``"rgb"``, ``"grayscale"`` or ``"rgba"``.
    - ``workers``: by default one for each core. ``cache`` keeps decoded images for later epochs:
      ``"memory"``, the default, the path of a folder on a fast disk, or None; up to ``cache_limit``
      bytes (1 GB).
    - ``exact``: JPEGs are decoded at a fraction of their size where that is faster and no copy
      is enlarged for it, however close it zooms in. Levels of photos then differ by 1 to 2 of 255
      on average. True decodes all pixels, which gives the bytes of ``expand``.
    - ``on_error``: ``"skip"`` tells of an image that can't be read once, and has another one of
      its class in its place; ``"raise"`` stops.
    - ``labels``, ``image_column``, ``label_column``, ``include``, ``exclude``, ``classes``,
      ``limit``, ``group_by``, ``groups``, ``group_near_duplicates``, ``flat`` and ``follow_links``
      choose and label images, as the flags of ``augcli expand`` do.

    Example:
        >>> pipeline = augcli.Pipeline.from_flags("--rotation 20 --horizontal-flip")
        >>> flow = augcli.flow_from_directory("sample_images", pipeline, (96, 128), batch_size=8)
        >>> for images, labels in flow:
        ...     print(images.shape, images.dtype, labels.shape)
        (8, 96, 128, 3) float32 (8, 3)
        (7, 96, 128, 3) float32 (7, 3)
        >>> flow.class_indices
        {'bird': 0, 'cat': 1, 'flower': 2}

    Raises:
        TypeError: there is no such argument, or one is of another type.
        ValueError: an argument can't be, or there is no such split.
        UsageProblem: ``directory`` has no images in class folders.
        EnvironmentFailure: there is no permission to list a folder.
    """
    fed, maker, settings = prepared(directory, pipeline, target_size, dict(options))
    return Flow(fed, maker, replace(settings, batch_size=whole("batch_size", batch_size, 1)))
