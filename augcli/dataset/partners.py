"""List the sources of a dataset that a pipeline may mix with."""

from __future__ import annotations

from augcli.dataset.scan import Dataset
from augcli.pipeline.partners import Partners, needs_partners
from augcli.pipeline.pipeline import Pipeline


def partners_of(dataset: Dataset, pipeline: Pipeline, *, across: bool) -> Partners | None:
    """Return the sources that a pipeline may mix with; None if it mixes none."""
    if not needs_partners(pipeline):
        return None
    return everyone(dataset, across=across)


def everyone(dataset: Dataset, *, across: bool = False) -> Partners:
    """Return all sources of a dataset as partners, of any class if ``across``."""
    sources = (source for folder in dataset.folders() for source in folder.sources)
    labels = {one.name: one.label for one in sources if not one.link_problem}
    return Partners(labels, across=across)
