"""Make the file of a record again: as it was, or changed and in another folder."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from augcli.dataset.labels.mask_names import MaskNames
from augcli.dataset.labels.masks import open_mask
from augcli.dataset.partners import partner_pool
from augcli.errors import SourceProblem
from augcli.expansion.output.record import Record
from augcli.expansion.output.settings import Settings
from augcli.expansion.reopen import SourceReopener
from augcli.imaging.codec.formats import output_ending
from augcli.pipeline.copy_maker import OpenSource
from augcli.pipeline.partners import Partners
from augcli.pipeline.recipe_check import check_recipe
from augcli.storage.files import write_whole
from augcli.storage.links import link_to
from augcli.storage.spellings import locate
from augcli.storage.tree import Tree

# Errors that a transform raises when a record has been tampered with.
_NOT_A_RECIPE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


@dataclass(frozen=True)
class MasksToMove:
    """Masks to move instead of the sources: one file, or a folder of masks and their names.

    ``fill`` is the level beyond the edges of a mask.
    """

    path: Path
    names: MaskNames = MaskNames()  # noqa: RUF009, it is frozen, so one for all is safe
    fill: int = 0


@dataclass(frozen=True)
class ReplayTarget:
    """Another folder to write to, and the changes that apply there.

    ``output`` holds fields of :class:`Output` that replace those of the run.
    """

    folder: Path
    output: Mapping[str, Any] = field(default_factory=dict)
    masks: MasksToMove | None = None

    @property
    def format(self) -> str:
        """The format of the files; ``same`` is that of the outputs."""
        return "png" if self.masks else str(self.output.get("format", "same"))


class Remaker:
    """Makes the files of records from the sources in ``data``.

    ``others`` are the kinds of processors, other than this one's, that made some of the files.
    """

    def __init__(
        self, data: Path, settings: Settings, target: ReplayTarget | None, others: Sequence[str]
    ) -> None:
        self._data = data
        self._made_on = f" (some files were made on {', '.join(others)})" if others else ""
        self._masks = target.masks if target else None
        changes = target.output if target else {}
        self._is_same = not changes
        self._in_place = not target
        self._settings = replace(settings, output=replace(settings.output, **changes))
        # Records name their partners: none are drawn.
        self._maker = self._settings.copy_maker(partner_pool(data, Partners({})))
        self._sources = SourceReopener(data, self._maker)

    def put(self, record: Record, path: Path, folder: Path) -> None:
        """Write the file of a record to a path below a folder.

        Raises:
            SourceProblem: it can't be made as it was; nothing was written.
            EnvironmentFailure: it can't be written.
        """
        masks = self._masks
        try:
            check_recipe(record["recipe"])
        except (ValueError, RecursionError) as error:
            text = f"its recipe is none of this version of augcli: {error}"
            raise SourceProblem("refused", "recipe", text) from error
        # A link may lead to a GIF, which no copy is written as.
        ending = output_ending(path.name.rpartition(".")[2], "same")
        opened = self._sources.open(record, ending)
        try:
            data = self._masked(record, opened, masks) if masks else self._made(record, opened)
        except _NOT_A_RECIPE as error:
            text = f"this version of augcli can't apply its recipe: {error!r}"
            raise SourceProblem("refused", "recipe", text) from error
        if not masks and self._is_same and hashlib.sha256(data).hexdigest() != record["sha256"]:
            text = f"comes out differently today{self._made_on}: nothing was written"
            raise SourceProblem("bad", "pixels", text)
        with Tree(folder) as tree:
            inner = tree.open(path.parent.relative_to(folder).as_posix())
            if self._in_place and self._settings.links_original(record):
                link_to(Path(locate(self._data, record["source"])), path, inner)
            else:
                write_whole(path, data, folder=inner)

    def _made(self, record: Record, opened: OpenSource) -> bytes:
        if record["copy"] == 0:
            as_it_is = self._settings.links_original(record) and self._is_same
            return opened.data if as_it_is else self._maker.original(opened).data
        return self._maker.make(opened, [record["recipe"]])[0].data

    def _masked(self, record: Record, opened: OpenSource, masks: MasksToMove) -> bytes:
        path = masks.names.find(masks.path, record["source"])
        output = self._settings.output
        mask = open_mask(path, opened.canvas.image.frame)
        return mask.moved(record["recipe"], output.size, output.fit, masks.fill).png()
