"""What scripts import from Keras to augment images: an ImageDataGenerator, and its helpers."""

from __future__ import annotations

from augcli.loaders.generator.arrays_iterator import NumpyArrayIterator
from augcli.loaders.generator.dataframe_iterator import DataFrameIterator
from augcli.loaders.generator.directory_iterator import DirectoryIterator
from augcli.loaders.generator.generator import ImageDataGenerator
from augcli.loaders.generator.images import array_to_img, img_to_array, load_img, save_img
from augcli.loaders.generator.iterator import Iterator

__all__ = [
    "DataFrameIterator",
    "DirectoryIterator",
    "ImageDataGenerator",
    "Iterator",
    "NumpyArrayIterator",
    "array_to_img",
    "img_to_array",
    "load_img",
    "save_img",
]
