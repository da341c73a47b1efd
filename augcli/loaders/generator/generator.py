"""ImageDataGenerator, with the arguments and methods of Keras."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Sequence
from typing import Any

from augcli.imaging.lazy import Array, np
from augcli.loaders.generator.arrays_iterator import NumpyArrayIterator, check_rank
from augcli.loaders.generator.dataframe_iterator import DataFrameIterator
from augcli.loaders.generator.directory_iterator import DirectoryIterator
from augcli.loaders.generator.images import check_data_format
from augcli.loaders.generator.moving import (
    FILL_MODES,
    Filling,
    brightened,
    moved,
    with_channels_shifted,
)
from augcli.loaders.generator.ranges import Parameters, check_ranges, draw, zoom_of
from augcli.loaders.generator.statistics import implied, measure, normalized
from augcli.loaders.generator.subsets import part_of

_OF_DIRECTORY = (
    *("target_size", "color_mode", "classes", "class_mode", "batch_size", "shuffle", "seed"),
    *("save_to_dir", "save_prefix", "save_format", "follow_links", "subset", "interpolation"),
)


class ImageDataGenerator:
    """Augments images while a model trains, as ``ImageDataGenerator`` of Keras is documented to.

    The arguments, methods and results are those of Keras; docs/keras.md says where Keras does not
    do what its documentation says, and this does. Images are float arrays of levels 0..255.
    """

    def __init__(  # noqa: PLR0913, PLR0917, as in Keras
        self,
        featurewise_center: bool = False,
        samplewise_center: bool = False,
        featurewise_std_normalization: bool = False,
        samplewise_std_normalization: bool = False,
        zca_whitening: bool = False,
        zca_epsilon: float = 1e-6,
        rotation_range: float = 0,
        width_shift_range: Any = 0.0,
        height_shift_range: Any = 0.0,
        brightness_range: Sequence[float] | None = None,
        shear_range: float = 0.0,
        zoom_range: Any = 0.0,
        channel_shift_range: float = 0.0,
        fill_mode: str = "nearest",
        cval: float = 0.0,
        horizontal_flip: bool = False,
        vertical_flip: bool = False,
        rescale: float | None = None,
        preprocessing_function: Callable[[Array], Array] | None = None,
        data_format: str | None = "channels_last",
        validation_split: float = 0.0,
        interpolation_order: int = 1,
        dtype: Any = "float32",
    ) -> None:
        self.data_format = data_format or "channels_last"
        check_data_format(self.data_format)
        if validation_split and not 0 < validation_split < 1:
            raise ValueError(f"validation_split must be between 0 and 1, not {validation_split}")
        if fill_mode not in FILL_MODES:
            raise ValueError(f"fill_mode must be one of {', '.join(FILL_MODES)}, not {fill_mode!r}")
        switches = implied(
            {
                "featurewise_center": featurewise_center,
                "samplewise_center": samplewise_center,
                "featurewise_std_normalization": featurewise_std_normalization,
                "samplewise_std_normalization": samplewise_std_normalization,
                "zca_whitening": zca_whitening,
            }
        )
        self.validation_split = validation_split
        self.dtype = dtype
        first = self.data_format == "channels_first"
        self.channel_axis, self.row_axis, self.col_axis = (1, 2, 3) if first else (3, 1, 2)
        self.rotation_range = rotation_range
        self.width_shift_range, self.height_shift_range = width_shift_range, height_shift_range
        self.brightness_range = brightness_range
        self.shear_range, self.zoom_range = shear_range, list(zoom_of(zoom_range))
        self.channel_shift_range = channel_shift_range
        check_ranges(self)
        self.fill_mode, self.cval, self.interpolation_order = fill_mode, cval, interpolation_order
        self.horizontal_flip, self.vertical_flip = horizontal_flip, vertical_flip
        self.featurewise_center = switches["featurewise_center"]
        self.samplewise_center = switches["samplewise_center"]
        self.featurewise_std_normalization = switches["featurewise_std_normalization"]
        self.samplewise_std_normalization = switches["samplewise_std_normalization"]
        self.zca_whitening, self.zca_epsilon = zca_whitening, zca_epsilon
        self.rescale, self.preprocessing_function = rescale, preprocessing_function
        self.mean: Any = None
        self.std: Any = None
        self.principal_components: Any = None

    def flow(  # noqa: PLR0913, PLR0917, as in Keras
        self,
        x: Any,
        y: Any = None,
        batch_size: int = 32,
        shuffle: bool = True,
        sample_weight: Any = None,
        seed: int | None = None,
        save_to_dir: str | None = None,
        save_prefix: str = "",
        save_format: str = "png",
        subset: str | None = None,
    ) -> NumpyArrayIterator:
        """Return batches of augmented images from an array of rank 4, without an end.

        Raises:
            ValueError: a shape or a length can't be, or there is no such subset.
        """
        return NumpyArrayIterator(
            x,
            y,
            self,
            batch_size=batch_size,
            shuffle=shuffle,
            sample_weight=sample_weight,
            seed=seed,
            data_format=self.data_format,
            save_to_dir=save_to_dir,
            save_prefix=save_prefix,
            save_format=save_format,
            subset=subset,
            dtype=self.dtype,
        )

    def flow_from_directory(
        self, directory: str | os.PathLike[str], *args: Any, **options: Any
    ) -> DirectoryIterator:
        """Return batches of augmented images from class folders, without an end.

        The arguments are ``target_size``, ``color_mode``, ``classes``, ``class_mode``,
        ``batch_size``, ``shuffle``, ``seed``, ``save_to_dir``, ``save_prefix``, ``save_format``,
        ``follow_links``, ``subset`` and ``interpolation``, in this order.

        Raises:
            ValueError: an argument can't be, or there are no class folders.
        """
        given = dict(zip(_OF_DIRECTORY, args, strict=False)) | options
        return DirectoryIterator(
            directory, self, **{**given, "data_format": self.data_format, "dtype": self.dtype}
        )

    def flow_from_dataframe(
        self, dataframe: Any, directory: str | os.PathLike[str] | None = None, **options: Any
    ) -> DataFrameIterator:
        """Return batches of augmented images that a pandas DataFrame names, without an end.

        The arguments are ``x_col``, ``y_col``, ``weight_col``, those of :meth:`flow_from_directory`
        but for ``follow_links``, and ``validate_filenames``.

        Raises:
            TypeError, ValueError: a column does not fit, or an argument can't be.
        """
        for old in ("has_ext", "sort", "drop_duplicates"):
            if options.pop(old, None) is not None:
                warnings.warn(f"{old} has no use any more", DeprecationWarning, stacklevel=2)
        if options.get("class_mode") == "other":
            told = 'class_mode "other" is called "raw" now'
            warnings.warn(told, DeprecationWarning, stacklevel=2)
            options["class_mode"] = "raw"
        kept = {"data_format": self.data_format, "dtype": self.dtype}
        return DataFrameIterator(dataframe, directory, self, **{**options, **kept})

    def standardize(self, x: Any) -> Any:
        """Return an image or a batch normalized, in place where it is an array of floats."""
        return normalized(x, self)

    def get_random_transform(self, img_shape: Sequence[int], seed: int | None = None) -> Parameters:
        """Return parameters drawn for an image of a shape.

        ``theta`` and ``shear`` are degrees, ``tx`` and ``ty`` shifts in pixels to the left and up,
        ``zx`` and ``zy`` zooms, less than 1 being larger. The others are ``flip_horizontal``,
        ``flip_vertical``, ``channel_shift_intensity`` and ``brightness``.
        """
        chance = np.random if seed is None else np.random.RandomState(seed)
        return self._drawn(img_shape, chance)

    def apply_transform(self, x: Any, transform_parameters: Parameters) -> Array:
        """Return an image of rank 3 transformed by parameters; missing ones do nothing."""
        found = transform_parameters
        last = np.moveaxis(np.asarray(x), self.channel_axis - 1, 2)
        made = moved(last, found, Filling(self.fill_mode, self.cval, self.interpolation_order))
        if found.get("channel_shift_intensity") is not None:
            made = with_channels_shifted(made, found["channel_shift_intensity"])
        if found.get("flip_horizontal"):
            made = made[:, ::-1]
        if found.get("flip_vertical"):
            made = made[::-1]
        if found.get("brightness") is not None:
            made = brightened(made, found["brightness"])
        return np.moveaxis(made, 2, self.channel_axis - 1)

    def random_transform(self, x: Any, seed: int | None = None) -> Array:
        """Return an image of rank 3 transformed by parameters drawn for it."""
        return self.apply_transform(x, self.get_random_transform(np.shape(x), seed))

    def fit(
        self,
        x: Any,
        augment: bool = False,
        rounds: int = 1,
        seed: int | None = None,
    ) -> None:
        """Measure ``mean``, ``std`` and ``principal_components`` on sample images of rank 4.

        With ``augment`` they are measured on augmented images, ``rounds`` of each.

        Raises:
            ValueError: the samples are not of rank 4.
        """
        x = np.array(x, dtype=self.dtype)
        check_rank(x, self.channel_axis, "x")
        if self.rescale:
            x *= self.rescale
        if augment:
            chance = np.random if seed is None else np.random.RandomState(seed)
            some = [one for _ in range(rounds) for one in x]
            x = np.stack([self.apply_transform(a, self._drawn(a.shape, chance)) for a in some])
        measure(x, self.channel_axis, self)

    def made(self, x: Array, chance: Any) -> Any:
        """Return an image as a batch has it: transformed, unless ``chance`` is None; normalized."""
        if chance is not None:
            x = self.apply_transform(x, self._drawn(x.shape, chance)).astype(self.dtype)
        return self.standardize(x)

    def part_of(self, subset: str, count: int) -> slice:
        """Return which of so many images are in a subset. Raises ValueError."""
        return part_of(subset, count, self.validation_split)

    def _drawn(self, shape: Sequence[int], chance: Any) -> Parameters:
        return draw(self, shape[self.row_axis - 1], shape[self.col_axis - 1], chance)
