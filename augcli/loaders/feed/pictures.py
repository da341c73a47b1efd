"""The pictures that are fed: files of a dataset, or rows of an array."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from augcli.imaging.image import Image
from augcli.imaging.lazy import Array, np
from augcli.loaders.arrays import open_array
from augcli.loaders.feed.blocks import Block, make_in_memory
from augcli.pipeline.copy_maker import CopyMaker
from augcli.storage.limits import Limits
from augcli.storage.read import read_file
from augcli.storage.remote.reading import expect


class Pictures(Protocol):
    """Pictures by row. It is sent to each worker once."""

    @property
    def keys(self) -> Sequence[str]:
        """Their names."""

    def start(self) -> None:
        """Prepare to read, in the process that does."""

    def expect(self, rows: Sequence[int]) -> None:
        """Begin to read pictures of a server that are asked for soon."""

    def read(self, row: int) -> Image:
        """Return a picture. Raises SourceProblem if it can't be read."""


@dataclass
class Files:
    """Image files, in 8 bits; transparent parts are on white unless ``alpha`` keeps them.

    ``smallest`` is what the sides of a JPEG must have at least, 0 for all of its pixels.
    """

    keys: Sequence[str]
    paths: Sequence[str]
    maker: CopyMaker
    smallest: int = 0
    alpha: bool = False

    def start(self) -> None:
        """Load the decoders."""
        from augcli.imaging.codec import decode, jpeg

        self._decode, self._decode_plain = decode.decode, jpeg.decode_plain

    def expect(self, rows: Sequence[int]) -> None:
        """Begin to read pictures of a server that are asked for soon."""
        for row in rows:
            expect(self.paths[row], "")

    def read(self, row: int) -> Image:
        """Return a picture. Raises SourceProblem if it can't be read."""
        data = read_file(self.paths[row], Limits.bytes)
        if self.smallest and (plain := self._decode_plain(data, Limits.pixels, self.smallest)):
            return Image(*plain)
        image = self._decode(data, Limits.pixels, self.smallest)
        return self.maker.prepare(image, data, "webp" if self.alpha else "jpg").canvas.image


@dataclass(frozen=True)
class Rows:
    """Rows of an array NxHxWxC of this process: uint8, uint16, or floats in 0..1."""

    keys: Sequence[str]
    array: Array

    def start(self) -> None:
        """Nothing is to be prepared."""

    def expect(self, rows: Sequence[int]) -> None:
        """Nothing is to be done: they are in memory."""

    def read(self, row: int) -> Image:
        """Return a picture."""
        return open_array(self.array[row], "x").image


@dataclass(frozen=True)
class SharedRows:
    """Rows of an array in a block, which all workers read."""

    keys: Sequence[str]
    block: Block
    shape: tuple[int, ...]
    dtype: str

    @cached_property
    def _array(self) -> Array:
        return self.block.open().view(self.dtype).reshape(self.shape)

    def start(self) -> None:
        """Nothing is to be prepared: the block is opened when it is first read."""

    def expect(self, rows: Sequence[int]) -> None:
        """Nothing is to be done: they are in memory."""

    def read(self, row: int) -> Image:
        """Return a picture."""
        return open_array(self._array[row], "x").image


def shared(keys: Sequence[str], array: Array) -> tuple[SharedRows, Callable[[], None]]:
    """Return the rows of an array in a block, and the function that gives the block up."""
    block, remove = make_in_memory(array.nbytes)
    block.open()[...] = array.reshape(-1).view(np.uint8)
    return SharedRows(keys, block, array.shape, array.dtype.str), remove
