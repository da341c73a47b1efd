"""Make copies again, and compare them with those that are there."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, Self

from augcli.dataset.partners import partner_pool
from augcli.dataset.scan import Dataset
from augcli.errors import SourceProblem, UsageProblem
from augcli.expansion.mixing import known_partners, recorded_partners
from augcli.expansion.output.made_before import settings_of
from augcli.expansion.output.manifest import SKIPPED
from augcli.expansion.output.record import labels_of_source
from augcli.expansion.output.record_files import lines_of, records
from augcli.expansion.output.run_file import other_processors, part_in
from augcli.expansion.output.settings import Settings
from augcli.expansion.reopen import SourceReopener
from augcli.expansion.skipped_source import SkippedSource
from augcli.expansion.verify_report import LEVELS, SHARE, Difference
from augcli.imaging.lazy import np
from augcli.pipeline.copy_maker import MadeCopy, OpenSource
from augcli.pipeline.partners import Partners


class Deep(NamedTuple):
    """What is needed to make copies again; it goes to each worker.

    ``exact`` is False if another kind of processor made some of the copies.
    """

    data: Path
    settings: Settings
    partners: Partners | None
    exact: bool

    @classmethod
    def of(cls, data: Path, out: Path, run: dict[str, Any]) -> Self:
        """Find the partners of copies in OUT.

        Raises:
            UsageProblem: they can't be listed, or this version doesn't know the settings.
        """
        settings = settings_of(out, run)
        if settings.is_arranged:
            lines = map(SkippedSource.parse, lines_of(out / SKIPPED))
            skipped = {one.source: one.label for one in lines if one}
            partners = recorded_partners(records(out), settings, run, skipped)
            if partners and (part := part_in(run)):
                raise UsageProblem(
                    f"{out} is part {part}, and what its copies could be mixed with is recorded in "
                    "the others",
                    "leave out --deep, or merge the parts and verify what comes out",
                )
        else:
            follow_links = bool(run.get("mixing", {}).get("follow_links"))
            dataset = Dataset(data, settings.flat, follow_links, settings.splits)
            partners = known_partners(dataset, settings, run)
        return cls(data, settings, partners, exact=not other_processors(run))


class DeepCheck:
    """Makes copies again and compares them."""

    def __init__(self, deep: Deep) -> None:
        self._maker = deep.settings.copy_maker(partner_pool(deep.data, deep.partners))
        self._sources = SourceReopener(deep.data, self._maker)
        self._settings = deep.settings
        self._exact = deep.exact

    def check(self, record: dict[str, Any], data: bytes) -> Iterator[Difference]:
        """Yield the differences of a record from its file, whose bytes are ``data``."""
        file, copy = record["file"], record["copy"]
        if self._settings.links_original(record):
            return
        try:
            source = self._sources.open(record, file.rpartition(".")[2])
        except SourceProblem as problem:
            yield Difference(file, problem.reason, problem.text)
            return
        attempt = record.get("attempt", 0)
        maker = self._maker.of_class(record["label"])
        recipe = maker.draw(record["source"], [copy], attempt)[copy] if copy else []
        if recipe != record["recipe"]:
            yield Difference(file, "recipe", "other values are drawn for it today")
            return
        made = self._maker.make(source, [recipe])[0] if copy else self._maker.original(source)
        if self._labels(record, made, source) != record.get("labels"):
            yield Difference(file, "labels", "has other shares of classes today")
        if hashlib.sha256(made.data).hexdigest() == record["sha256"]:
            return
        if self._exact or not _is_near(made, data):
            yield Difference(file, "pixels", "comes out differently today")

    def _labels(
        self, record: dict[str, Any], made: MadeCopy, source: OpenSource
    ) -> dict[str, float] | None:
        """Return the soft labels that the record of a copy gets today; None if it gets none."""
        own = labels_of_source(record)
        several = dict.fromkeys(own, 1.0) if "labels_of" in record else None
        if self._maker.pool is None:
            return several
        fields = self._maker.pool.record_fields(made.recipe, own, source.canvas)
        return fields.get("labels", several)


def _is_near(made: MadeCopy, data: bytes) -> bool:
    """Return True if a copy made now and the data of its file show pictures within the bound."""
    from augcli.imaging.codec.decode import decode

    try:
        images = [decode(file, math.prod(made.image.frame)) for file in (made.data, data)]
    except SourceProblem:  # the file shows a larger picture
        return False
    if len({(image.pixels.shape, image.depth) for image in images}) > 1:
        return False
    first, second = (image.pixels.astype(np.int32) for image in images)
    near = np.abs(first - second) <= LEVELS * images[0].top // 255
    return bool(near.mean() >= SHARE)
