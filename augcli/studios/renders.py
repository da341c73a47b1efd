"""Render the cells of a grid in a worker process."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from augcli.dataset.scan import Dataset
from augcli.engines.process_limits import limit_process, return_freed_memory
from augcli.errors import AugcliError, SourceProblem, is_lack_of_memory
from augcli.figures.look import CopyRenderer, find_partner_pool
from augcli.figures.written import reduced
from augcli.pipeline.copy_maker import CopyMaker
from augcli.pipeline.partners import PartnerPool, needs_partners
from augcli.pipeline.quality import Rejected
from augcli.storage.limits import Limits
from augcli.studios.images import Images, KeptImage
from augcli.studios.look import ORIGINAL, Look, Problem, Seen, ShownCell, failed
from augcli.studios.shown_picture import shown_picture
from augcli.studios.subject import Copying
from augcli.studios.view import View

_LATE = ("cv2", "numpy", "augcli.imaging.codec.decode", "augcli.imaging.codec.encode")


@dataclass(frozen=True)
class Renders:
    """Renders what the page looks at. It is small to pickle and holds no pixels."""

    dataset: Dataset | None
    copying: Copying

    @property
    def modules(self) -> Iterable[str]:
        """The modules that a worker loads before its first job."""
        return _LATE

    def start(self) -> Callable[[Look], Seen]:
        """Prepare a process of its own, and return the function that answers looks there."""
        limit_process(Limits.memory)
        for name in _LATE:
            importlib.import_module(name)
        return Eye(self.dataset, self.copying)


class Eye:
    """Answers looks, and keeps the images that it saw last."""

    def __init__(self, dataset: Dataset | None, copying: Copying) -> None:
        self._dataset = dataset
        self._copying = copying
        self._images = Images()
        self._pool: PartnerPool | None = None
        self._last: tuple[Look, KeptImage, View] | None = None

    def __call__(self, look: Look) -> Seen:
        """Return what there is to see; a problem of the image stands in its cells."""
        try:
            return self._see(look)
        except SourceProblem as problem:
            text, _, way_out = problem.text.partition(": ") if problem.kind else (problem.text,) * 3
            hint = way_out if problem.kind else "look at another image"
            return failed(look, Problem(f"{look.source.name} {text}", hint))
        except AugcliError as error:
            return failed(look, Problem(error.problem, error.hint))
        except Exception as error:
            if not is_lack_of_memory(error):
                raise
            text = f"{look.source.name} needs more memory than a worker may take"
            return failed(look, Problem(text, "look at another image"))

    def _see(self, look: Look) -> Seen:
        if look.detail == "actual":
            try:
                return self._in_actual_pixels(look)
            finally:
                return_freed_memory()
        kept = self._images.shown(look.source)
        if look.detail == "thumbnail":
            picture = shown_picture(reduced(kept.opened.image, look.box), kept.stretch)
            return Seen((ShownCell(ORIGINAL, picture=picture),), frame=kept.frame)
        return self._view(look, kept).seen(look)

    def _in_actual_pixels(self, look: Look) -> Seen:
        """Return a copy as its file; nothing of it is kept, as it may take hundreds of MB."""
        opened = self._images.actual(look.source)
        return self._new_view(look, KeptImage(opened, opened.image.frame)).seen(look)

    def _view(self, look: Look, kept: KeptImage) -> View:
        """Return the view of a grid; its cells are asked for one by one, and all need the same."""
        grid = replace(look, first=0, step=1)
        if self._last is None or self._last[:2] != (grid, kept):
            self._last = grid, kept, self._new_view(look, kept)
        return self._last[2]

    def _new_view(self, look: Look, kept: KeptImage) -> View:
        return View.of(look, kept, self._renderer(look).of_class(look.source.label))

    def _renderer(self, look: Look) -> CopyRenderer:
        """Return the renderer of the copies that expand would make. Raises AugcliError."""
        chosen, copying = look.chosen, self._copying
        pipelines = [chosen.pipeline, *chosen.class_pipelines.values()]
        if self._pool is None:
            across = copying.mix_across
            self._pool = find_partner_pool(
                pipelines, copying.partners, self._dataset, across=across
            )
        maker = CopyMaker(
            chosen.pipeline,
            chosen.seed,
            chosen.resampling,
            copying.output,
            self._pool if any(map(needs_partners, pipelines)) else None,
            depth_range=chosen.depth_range,
            class_pipelines=chosen.class_pipelines,
        )
        return CopyRenderer(maker, _silently if copying.reject else None)


def _silently(name: str, copy: int, fault: Rejected) -> None:
    """Draw a useless copy again without a word: what is shown is what came of it."""
