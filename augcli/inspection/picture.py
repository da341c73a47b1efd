"""A picture of a dataset, with what it measured."""

from __future__ import annotations

from typing import NamedTuple

from augcli.dataset.source import Source
from augcli.inspection.measures import Measures


class Picture(NamedTuple):
    """A source that could be read, and what it measured."""

    source: Source
    measures: Measures
