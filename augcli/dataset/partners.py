"""List the sources of a dataset that a pipeline may mix with."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from augcli.dataset.scan import Dataset
from augcli.imaging.image import Image
from augcli.pipeline.clock import clock
from augcli.pipeline.partners import PartnerPool, Partners, needs_partners
from augcli.pipeline.pipeline import Pipeline
from augcli.storage.limits import Limits
from augcli.storage.read import read_hashed
from augcli.storage.spellings import Spellings


def partners_of(
    dataset: Dataset, pipelines: Iterable[Pipeline], *, across: bool
) -> Partners | None:
    """Return the sources that pipelines may mix with; None if they mix none."""
    if not any(map(needs_partners, pipelines)):
        return None
    return everyone(dataset, across=across)


def everyone(dataset: Dataset, *, across: bool = False) -> Partners:
    """Return all sources of a dataset that get copies as partners, of any class if ``across``.

    Others are not for training: mixed into copies, they would be trained on.
    """
    sources = [source for folder in dataset.folders() for source in folder.sources]
    sources = [source for source in sources if source.for_training]
    labels = {one.name: one.label for one in sources}
    several = {one.name: one.labels for one in sources if one.labels is not None}
    return Partners(labels, across=across, several=several or None)


def partner_pool(root: Path, partners: Partners | None) -> PartnerPool | None:
    """Return the pool of partners whose files are below a root; None if there are no partners.

    The default limits apply to them, whatever those of a run are: otherwise its limits would decide
    which partners there are, and so the bytes of the copies of others.
    """
    if partners is None:
        return None
    spellings = Spellings(root)

    def read(name: str) -> tuple[Image, str]:
        from augcli.imaging.codec.decode import decode  # loads Pillow, which drawing never needs

        with clock("read"):
            data, digest = read_hashed(spellings.path(name), Limits.bytes)
        with clock("decode"):
            return decode(data, Limits.pixels), digest

    return PartnerPool(partners, read)
