"""The operations of the policies, and how strong each is at each level.

The formulas are those of the authors' code, with its whole numbers: tables in papers leave out how
values are rounded, and which way a strength goes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from augcli.catalogue.ranges import Interval
from augcli.catalogue.registry import catalogue
from augcli.pipeline.graded import Formula, Graded, Levels
from augcli.pipeline.groups import AllOf, SomeOf, Stage
from augcli.pipeline.steps import Step

IDENTITY = "identity"
SKEWS = ("horizontal_skew", "vertical_skew")
SHIFTS = ("width_shift", "height_shift")
BOTH_WAYS = (*SKEWS, *SHIFTS, "rotation")  # with equal chances
FACTORS = ("brightness", "saturation", "contrast", "sharpness")
WITHOUT_STRENGTH = ("autocontrast", "equalize", "invert", IDENTITY)
# The 14 operations of RandAugment and TrivialAugment.
ALL = (IDENTITY, *BOTH_WAYS, *FACTORS, "posterize", "solarize", "autocontrast", "equalize")


@dataclass(frozen=True)
class Space:
    """The formula of each operation. Shifts are fractions of a side or, by ``unit``, pixels."""

    skew: Formula
    shift: Formula
    rotation: Formula
    posterize: Formula
    solarize: Formula
    factor: Formula
    unit: str = "fraction"

    def formula(self, operation: str) -> Formula:
        """Return the formula of an operation that has a strength."""
        if operation in SKEWS:
            return self.skew
        if operation in SHIFTS:
            return self.shift
        if operation in FACTORS:
            return self.factor
        one: Formula = getattr(self, operation)
        return one

    def graded(self, operation: str, levels: Levels) -> Graded:
        """Return an operation at levels drawn for each copy, in its positive direction."""
        unit = self.unit if operation in SHIFTS else ""
        return Graded(catalogue()[operation], self.formula(operation), levels, unit)


def at_level(operation: str, level: float, space: Space, chance: float = 1.0) -> Stage:
    """Return an operation at one level; in a random direction if it has two."""
    if operation in WITHOUT_STRENGTH:
        return _plain(operation, chance)
    (step,) = space.graded(operation, Levels(level, level)).steps()
    if operation not in BOTH_WAYS:
        return replace(step, chance=chance)
    (knob,) = step.intervals
    back = replace(step, intervals={knob: _mirrored(step.intervals[knob])})
    return SomeOf((back, step), chance=chance)


def at_levels(operation: str, levels: Levels, space: Space) -> Stage:
    """Return an operation at levels drawn for each copy; in a random direction if it has two."""
    if operation in WITHOUT_STRENGTH:
        return _plain(operation, 1.0)
    graded = space.graded(operation, levels)
    if operation not in BOTH_WAYS:
        return graded
    back = replace(graded, formula=replace(graded.formula, most=-graded.formula.most))
    return SomeOf((back, graded))


def _mirrored(one: Interval) -> Interval:
    return Interval(-one.high, -one.low, one.unit)


def _plain(operation: str, chance: float) -> Stage:
    if operation == IDENTITY:
        return AllOf(())
    transform = catalogue()[operation]
    return Step(transform, dict.fromkeys(transform.knobs, Interval(0.0, 0.0)), chance=chance)
