"""Visit each photo once: decode it, render the copies of all arms, and describe them."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from augcli.dataset.source import Source
from augcli.errors import SourceProblem, is_lack_of_memory
from augcli.expansion.jobs import FIGURE_REASON, Problem
from augcli.imaging.codec.decoder_output import DecoderOutput
from augcli.imaging.image import Frame, Image
from augcli.imaging.lazy import Array, np
from augcli.pipeline.canvas import Canvas
from augcli.pipeline.copy_maker import CopyMaker
from augcli.pipeline.groups import draw_all
from augcli.pipeline.steps import Recipe
from augcli.storage.limits import Limits
from augcli.storage.read import read_file
from augcli.storage.remote.reading import expect
from augcli.studies.arms import Arm
from augcli.studies.features import SIDE, features

if TYPE_CHECKING:  # not for --help
    from augcli.engines.died import Died

_LATE = ("cv2", "numpy", "augcli.imaging.codec.decode", "augcli.transforms")


class Visit(NamedTuple):
    """A photo to visit, and the arms whose copies are to be described, by number."""

    source: Source
    arms: tuple[int, ...]


class Visited(NamedTuple):
    """A photo and the features of each arm that was asked for; or why there are none.

    They are (copies, 1956), float16; those of arm 0, the baseline, are of the photo itself.
    """

    source: Source
    features: dict[int, Array]
    problem: Problem | None = None


def _expect(visit: Visit) -> None:
    expect(visit.source.path, visit.source.listed)


@dataclass(frozen=True)
class Visiting:
    """Visits photos: copies are drawn by name, and rendered as ``expand --size 64x64`` does.

    With ``as_pixels`` their features are the pixels, (copies, 64, 64, 3), uint8. ``is_far``: the
    photos are on a server.
    """

    maker: CopyMaker
    arms: Sequence[Arm]
    copies: int
    as_pixels: bool = False
    is_far: bool = False

    @property
    def modules(self) -> Iterable[str]:
        """The modules that a worker loads before its first job."""
        return _LATE

    @property
    def foresee(self) -> Callable[[Visit], None] | None:
        """What begins to read a photo ahead, if it is on a server."""
        return _expect if self.is_far else None

    def start(self) -> Callable[[Visit], Visited]:
        """Prepare a process of its own, and return the function that visits a photo there."""
        from augcli.engines.process_limits import limit_process  # not for --help

        limit_process(Limits.memory)
        for name in _LATE:
            importlib.import_module(name)
        output = DecoderOutput()

        def work(visit: Visit) -> Visited:
            try:
                return Visited(visit.source, self._described(visit))
            except SourceProblem as problem:
                return Visited(visit.source, {}, Problem.of(problem))
            except Exception as error:
                if not is_lack_of_memory(error):
                    raise
                text = "needs more memory than a worker may take"
                return Visited(visit.source, {}, Problem("refused", "memory", text))
            finally:
                output.take()  # what decoders print says nothing that a person could act on

        return work

    def _described(self, visit: Visit) -> dict[int, Array]:
        from augcli.imaging.codec.decode import decode
        from augcli.imaging.codec.figure_mark import has_mark

        data = read_file(visit.source.path, Limits.bytes)
        if has_mark(data):
            raise SourceProblem("skipped", FIGURE_REASON, "is a figure of augcli")
        opened = self.maker.prepare(decode(data), data, "jpg")
        canvas = Canvas(opened.canvas.image, Frame(SIDE, SIDE))
        return {arm: self._features(canvas, self._recipes(arm, visit)) for arm in visit.arms}

    def _recipes(self, arm: int, visit: Visit) -> list[Recipe]:
        stages = self.arms[arm].stages
        key = (self.maker.seed, visit.source.name)
        return draw_all(stages, key, range(self.copies)) if stages else [[]]

    def _features(self, canvas: Canvas, recipes: list[Recipe]) -> Array:
        images = self.maker.render(canvas, recipes)
        pictures = list(map(_rgb, images))
        if self.as_pixels:
            return np.stack(pictures)
        return np.stack(list(map(features, pictures))).astype(np.float16)


def lost(visit: Visit, death: Died) -> Visited:
    """Return what is known of a photo at which a worker died."""
    if death.timed_out:
        return Visited(visit.source, {}, Problem("bad", "timeout", "takes too long to read"))
    text = "ends the process that reads it"
    return Visited(visit.source, {}, Problem("bad", "worker-died", text))


def _rgb(image: Image) -> Array:
    """Return the 8-bit colours of a picture without alpha, (height, width, 3)."""
    pixels = image.pixels
    wide = np.repeat(pixels, 3, axis=2) if pixels.shape[2] == 1 else pixels[..., :3]
    return np.ascontiguousarray(wide)
