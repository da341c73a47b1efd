"""How long a source that mixes may take."""

from __future__ import annotations

from augcli.catalogue import get
from augcli.expansion.mixing import seconds_of
from augcli.expansion.output.settings import Settings
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.quality import REDRAWS
from augcli.pipeline.steps import Step
from augcli.storage.limits import Limits


def _seconds(copies: int, *names: str, reject: bool = False) -> float:
    pipeline = Pipeline(tuple(Step(get(name)) for name in names))
    return seconds_of(Settings(pipeline, reject=reject), copies, Limits(seconds=10))


def test_each_picture_that_a_source_may_read_adds_the_time_of_a_source() -> None:
    assert _seconds(4, "invert") == 10
    # Chosen once and mixed in once, for each copy.
    assert _seconds(4, "invert", "mixup") == 10 * (1 + 4 * 2)
    assert _seconds(1, "mixup", "mosaic") == 10 * (1 + (1 + 3) * 2)
    assert _seconds(1, "mixup", reject=True) == 10 * (1 + (1 + REDRAWS) * 2)
