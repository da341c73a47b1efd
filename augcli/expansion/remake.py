"""The file of a record, made once more: as it was, or otherwise and elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from augcli.dataset.labels.masks import find_mask, open_mask
from augcli.errors import SourceProblem
from augcli.expansion.output.settings import Settings
from augcli.expansion.reopen import Reopened
from augcli.expansion.source import Opened
from augcli.expansion.worker import Worker
from augcli.pipeline.partners import Partners
from augcli.storage.files import link_to, make_folders, write_whole
from augcli.storage.limits import Limits
from augcli.storage.read import read_file

Record = dict[str, Any]

# By what a record may break the transforms that it names, if it has been tampered with.
_NOT_A_RECIPE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


@dataclass(frozen=True)
class ReplayTarget:
    """A folder to write to instead, and what is to be otherwise there.

    ``output`` holds fields of :class:`Output` that replace those of the run;
    ``masks`` is a mask, or a folder of masks, to move in the place of the sources.
    """

    folder: Path
    output: Mapping[str, Any] = field(default_factory=dict)
    masks: Path | None = None

    @property
    def format(self) -> str:
        """The format of the files; ``same`` is that of the outputs."""
        return "png" if self.masks else str(self.output.get("format", "same"))


class Remaker:
    """Makes the files of records, from the dataset ``data``."""

    def __init__(self, data: Path, settings: Settings, elsewhere: ReplayTarget | None) -> None:
        self._masks = elsewhere.masks if elsewhere else None
        changes = elsewhere.output if elsewhere else {}
        self._is_same = not changes
        self._links = not elsewhere and settings.originals == "link"
        self._settings = replace(settings, output=replace(settings.output, **changes))
        # Records name their partners: there is nobody to choose from.
        self._worker = Worker(data, data, self._settings, partners=Partners({}))
        self._sources = Reopened(self._worker)

    def put(self, record: Record, path: Path, folder: Path) -> None:
        """Put the file of a record at a path below a folder.

        Raises:
            SourceProblem: it can't be had as it was; nothing was written.
            EnvironmentFailure: it can't be written.
        """
        masks = self._masks
        opened = self._sources.open(record, path.name.rpartition(".")[2])
        try:
            data = self._masked(record, opened, masks) if masks else self._made(record, opened)
        except _NOT_A_RECIPE as error:
            text = f"its recipe is none that this version of augcli knows: {error!r}"
            raise SourceProblem("refused", "recipe", text) from error
        if not masks and self._is_same and hashlib.sha256(data).hexdigest() != record["sha256"]:
            text = "comes out differently today: nothing was written"
            raise SourceProblem("bad", "pixels", text)
        make_folders(path.parent, inside=folder)
        if self._links and record["copy"] == 0:
            link_to(self._worker.root / record["source"], path)
        else:
            write_whole(path, data)

    def _made(self, record: Record, opened: Opened) -> bytes:
        if record["copy"] == 0 and self._is_same:
            return read_file(self._worker.root / record["source"], Limits.bytes)
        return self._worker.make(opened, record["recipe"])[1]

    def _masked(self, record: Record, opened: Opened, masks: Path) -> bytes:
        path = find_mask(masks, record["source"])
        output = self._settings.output
        mask = open_mask(path, opened.canvas.image.frame)
        return mask.moved(record["recipe"], output.size, output.fit).png()
