"""augcli for Keras: an ``ImageDataGenerator`` with its helpers, and ``dataset`` for Keras 3."""

from __future__ import annotations

from augcli.loaders.generator.arrays_iterator import NumpyArrayIterator
from augcli.loaders.generator.dataframe_iterator import DataFrameIterator
from augcli.loaders.generator.directory_iterator import DirectoryIterator
from augcli.loaders.generator.generator import ImageDataGenerator
from augcli.loaders.generator.images import array_to_img, img_to_array, load_img, save_img
from augcli.loaders.generator.iterator import Iterator
from augcli.loaders.keras_dataset import dataset

__all__ = [
    "DataFrameIterator",
    "DirectoryIterator",
    "ImageDataGenerator",
    "Iterator",
    "NumpyArrayIterator",
    "array_to_img",
    "dataset",
    "img_to_array",
    "load_img",
    "save_img",
]
