"""Measure from Python which augmentation helps, as the command does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from augcli.loaders.arguments import named_as_arguments, path_of
from augcli.loaders.options import whole
from augcli.loaders.pipeline import Pipeline
from augcli.loaders.run_options import PathLike
from augcli.studies import study as result
from augcli.studies.bounds import BOUNDS
from augcli.studies.report import report_as_text
from augcli.studies.request import StudyRequest
from augcli.studies.statistics import METRICS, Metric

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_PATHS = ("holdout", "out")


class StudyOptions(TypedDict, total=False):
    """The arguments of ``study``."""

    holdout: PathLike | None
    group_by: str | None
    group_near_duplicates: bool
    copies: int
    photos: int
    repeats: int
    folds: int
    metric: Metric
    model: str
    strengths: str | None
    minutes: float | None
    follow_links: bool
    out: PathLike | None
    workers: int
    on_step: Callable[[str, int, int], None]


@dataclass(frozen=True)
class Study:
    """What a study found; as text it is the table that ``augcli study`` prints."""

    found: result.Study

    @property
    def table(self) -> str:
        """The report of ``augcli study``: the rows, what they mean, and what to do."""
        return report_as_text(self.found)

    def figure(self) -> Figure:
        """Return the forest plot, a matplotlib figure that pyplot doesn't know.

        Example:
            >>> pipeline = augcli.Pipeline.from_flags("--horizontal-flip")
            >>> study = augcli.study("sample_images", pipeline, repeats=2, folds=2)
            >>> study.figure().savefig("study.png")
        """
        from augcli.studies.forest import forest  # it loads matplotlib

        return forest(self.found)

    def to_json(self) -> dict[str, Any]:
        """Return the fields that ``augcli study --json`` prints: see docs/study.md.

        Example:
            >>> pipeline = augcli.Pipeline.from_flags("--horizontal-flip")
            >>> study = augcli.study("sample_images", pipeline, repeats=2, folds=2)
            >>> [row["step"] for row in study.to_json()["rows"]]
            ['horizontal-flip']
        """
        return {"schema": 1, **self.found.as_json()}

    def __str__(self) -> str:
        return self.table


def study(data: PathLike, pipeline: Pipeline, **options: Unpack[StudyOptions]) -> Study:
    """Measure which steps of a pipeline help a small model on the photos of ``data/<class>/``.

    It does what ``augcli study`` does. ``options`` are the flags of the command, with ``_`` for
    ``-`` and ``out`` for ``--output``; ``on_step`` is called with ``"photos"`` or ``"models"``, how
    many are done, and of how many.

    Example:
        >>> pipeline = augcli.Pipeline.from_flags("--rotation 15 --horizontal-flip")
        >>> study = augcli.study("sample_images", pipeline, repeats=2, folds=2)
        >>> print(study.table.splitlines()[0].partition(";")[0])
        15 photos, 3 classes

    Raises:
        TypeError: there is no such argument, or one is of another type.
        ValueError: an argument can't be.
        UsageProblem: the study can't be done as asked, or no photo can be read.
        EnvironmentFailure: the machine can read no file now, or a worker can't be started.
    """
    values: dict[str, Any] = dict(options)
    on_step = values.pop("on_step", lambda _what, _done, _of: None)
    known = StudyOptions.__annotations__
    for name in values:
        if name not in known:
            raise TypeError(f"there is no argument {name!r}: the arguments are {', '.join(known)}")
    values |= {name: whole(name, values[name], *BOUNDS[name]) for name in BOUNDS if name in values}
    values |= {name: path_of(name, values[name]) for name in _PATHS if values.get(name)}
    if values.get("metric", METRICS[0]) not in METRICS:
        raise ValueError(f"metric must be one of {', '.join(METRICS)}, not {values['metric']!r}")
    with named_as_arguments():
        request = StudyRequest(data=path_of("data", data), **values)
        return Study(request.run(request.prepared(pipeline.maker), on_step))
