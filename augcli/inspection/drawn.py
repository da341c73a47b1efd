"""Collect the values that were drawn for the copies of an OUT, from its manifest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from augcli.catalogue import get
from augcli.catalogue.declaration import Transform
from augcli.catalogue.parameters import Drawn, Partner, Seed
from augcli.expansion.shards.image_names import named_records
from augcli.inspection.spread import histogram
from augcli.pipeline.groups import Blend
from augcli.pipeline.recipe_check import check_recipe
from augcli.pipeline.steps import AppliedStep, Recipe

_NOT_SET = (Drawn, Partner, Seed)  # what is drawn in a range that nobody sets


@dataclass
class DrawnValues:
    """The values of one field of a transform, as the manifest has them.

    ``name`` is what captions call it; ``transform`` and ``key`` are its names in recipes.
    """

    transform: str
    key: str
    name: str
    values: list[float] = field(default_factory=list)

    def caption(self, value: float) -> str:
        """Return a value with its unit, as captions write it."""
        return get(self.transform).caption(self.key, value) or f"{value:g}"

    def as_json(self) -> dict[str, Any]:
        """Return the count, the ends and the histogram, in equal bins from least to most."""
        return {
            "transform": self.transform,
            "field": self.key,
            "copies": len(self.values),
            "least": min(self.values),
            "most": max(self.values),
            "histogram": histogram(self.values),
        }


@dataclass
class DrawnInOut:
    """What was drawn for the copies of an OUT.

    ``copies`` counts them; ``fired`` tells for how many of them each transform was drawn;
    ``origins`` has the source of each file in the OUT, and ``nearest`` the file of each source that
    is most like it: the original, or else the first copy.
    """

    copies: int = 0
    fired: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    fields: dict[tuple[str, str], DrawnValues] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    nearest: dict[str, str] = field(default_factory=dict)

    @property
    def without_values(self) -> list[tuple[str, int]]:
        """What captions call the transforms that have no values, such as flips, and their count."""
        silent = sorted(self.fired.keys() - {transform for transform, _ in self.fields})
        return [(get(name).title, self.fired[name]) for name in silent]

    def add(self, recipe: Recipe) -> None:
        """Count the recipe of one copy."""
        self.copies += 1
        for name in {step["transform"] for step in _steps(recipe)}:
            self.fired[name] += 1
        for step in _steps(recipe):
            name, transform = step["transform"], get(step["transform"])
            for key, value in _numbers(transform, step):
                new = DrawnValues(name, key, transform.label(key))
                known = self.fields.setdefault((name, key), new)
                known.values.append(value)

    def as_json(self) -> dict[str, Any]:
        """Return everything, for ``--json``."""
        fired = dict(sorted(self.fired.items()))
        values = [self.fields[key].as_json() for key in sorted(self.fields)]
        return {"copies": self.copies, "transforms": fired, "values": values}


def drawn_in(out: Path) -> DrawnInOut:
    """Read what was drawn for the copies of an OUT; damaged lines of its manifest are passed over.

    Raises:
        EnvironmentFailure: the manifest can't be read.
    """
    found = DrawnInOut()
    numbers: dict[str, dict[int, str]] = {}
    for name, record in named_records(out):
        found.origins[name] = record["source"]
        numbers.setdefault(record["source"], {})[record["copy"]] = name
        if record["copy"]:
            try:
                check_recipe(record["recipe"])
            except (ValueError, RecursionError):
                continue
            found.add(record["recipe"])
    found.nearest = {source: files[min(files)] for source, files in numbers.items()}
    return found


def _steps(recipe: Iterable[AppliedStep]) -> Iterator[AppliedStep]:
    """Yield the steps of a recipe, and those in the chains of a blend."""
    for step in recipe:
        if step["transform"] == Blend.key:
            for chain in step["chains"]:
                yield from _steps(chain)
        else:
            yield step


def _numbers(transform: Transform, step: AppliedStep) -> Iterator[tuple[str, float]]:
    """Yield the numbers of a step that the user's ranges decide."""
    for key, value in step.items():
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if is_number and not isinstance(transform.parameters.get(key), _NOT_SET):
            yield key, float(value)
